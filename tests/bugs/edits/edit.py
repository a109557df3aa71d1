"""One healthy edit: what a practitioner does next to a project, and no check may stop."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scaffolder.bugs.bug import Edit, edited


@dataclass(frozen=True)
class HealthyEdit:
    """Right code, in a freshly rendered project of one kind; `make edits` listens to the checks."""

    id: str  # "H01"
    name: str  # "the ratio of two columns as an input"
    kind: str
    story: str  # why somebody would do so, and why it is right
    edits: tuple[Edit, ...] = ()  # in files that are there
    files: Mapping[str, str] = field(default_factory=dict)  # new ones: path -> text
    add: tuple[str, ...] = ()  # what `recipe add` has put into the project before

    def plant(self, package: Path, parts: Mapping[str, str]) -> None:
        """Change the files below `package`."""
        for file, text in {**edited(package, self.edits), **self.files}.items():
            (package / file).write_text(text, "utf-8")
