"""One sample in a form in which users have such data; nothing is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffolder.kinds import kind as row_of

Asked = dict[str, Any]  # what `recipe new` is told beside the kind; paths in `folder`
Maker = Callable[[Path], Asked]  # writes into a folder


@dataclass(frozen=True)
class Layout:
    name: str  # "wine as JSON lines"
    kind: str
    make: Maker


class Layouts(dict[str, Layout]):
    def of(self, kind: str, name: str) -> Callable[[Maker], Maker]:
        """A decorator: this function writes the layout `name`."""

        def kept(make: Maker) -> Maker:
            self[name] = Layout(name, kind, make)
            return make

        return kept


def sample(kind: str) -> Path:
    return row_of(kind).sample_path


def given(path: Path, **more: Any) -> Asked:
    return {"data": str(path), **more}
