"""Where the project stands that is being looked at: its package, its root, its runs.

One at a time: whoever opens a project says so here. No torch: `status` answers at once.
"""

import importlib
import importlib.util
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Place:
    package: str  # the name that `python -m` takes
    folder: Path  # of its modules
    adapter: bool = False  # a module of yours beside code of yours, not a package

    @property
    def root(self) -> Path:
        """The nearest folder above with a pyproject.toml, else where you stand."""
        if self.adapter:
            return self.folder
        above = (p for p in self.folder.parents if (p / "pyproject.toml").exists())
        return next(above, Path.cwd())

    @property
    def runs(self) -> Path:
        return self.root / "runs"

    @property
    def python(self) -> str:
        """What to type before a verb."""
        if self.adapter:
            return f"python -m nn_recipe --project {self.package}"
        return f"python -m {self.package}"

    @property
    def config(self) -> Any:
        """The module that has `Config`."""
        name = self.package if self.adapter else f"{self.package}.config"
        return importlib.import_module(name)

    @property
    def files(self) -> Mapping[str, Sequence[str]]:
        """Of an adapter: the files that decide each part, on which a verdict depends."""
        return getattr(self.config, "FILES", {}) if self.adapter else {}

    def resolve(self, path: str) -> Path:
        """A path of config.py: relative ones start at the root, not where you stand.

        Or at the folder that RECIPE_DATA names, where as much of the end of the path as is
        found will do: as the package itself says, which in 0.9.3 and before did not.
        """
        home, package = os.environ.get("RECIPE_DATA"), importlib.import_module(
            self.package
        )
        if self.adapter or not hasattr(package, "place"):
            return self.root / Path(path).expanduser()
        parts = Path(os.path.expanduser(path)).parts
        starts = range(len(parts)) if home and parts else (0,)
        ways = [Path(home or self.root.resolve(), *parts[i:]) for i in starts]
        found = [os.path.normpath(way) for way in ways]
        there = (way for way in found if os.path.exists(way) or glob(way))
        return Path(next(there, found[0]))


_now = [Place("PACKAGE", Path.cwd() / "PACKAGE")]


def here() -> Place:
    """The project that was opened last."""
    return _now[-1]


def relative(path: Path) -> str:
    """As seen from the project: what a person can open."""
    root = here().root
    return str(path.relative_to(root) if path.is_relative_to(root) else path)


def stand(package: str) -> Place:
    """Look at this package from now on."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise ValueError(f"There is no module {package!r} to look at: is it installed?")
    adapter = found.submodule_search_locations is None
    _now[:] = [Place(package, Path(found.origin).parent, adapter)]
    return here()
