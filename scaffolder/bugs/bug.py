"""One silent bug: what it is, and the edits that plant it in a rendered project."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

CATEGORIES = {
    "D": "data",
    "L": "labels",
    "P": "preprocessing",
    "M": "model",
    "I": "initialisation",
    "S": "loss",
    "O": "optimizer",
    "T": "training loop",
    "E": "evaluation",
    "C": "checkpoint",
    "R": "reproducibility",
    "X": "several processes",
}

# the data parts whose x holds numbers, not tokens
NUMERIC = ("table", "images", "frames", "series", "audio")


class NoLongerApplies(Exception):
    """The text that an edit replaces is not there, or is there more than once."""


@dataclass(frozen=True)
class Edit:
    """In `file`, below the project's package, `old` stands exactly once and becomes `new`."""

    file: str
    old: str
    new: str

    def apply(self, text: str) -> str:
        if (found := text.count(self.old)) != 1:
            raise NoLongerApplies(
                f"expected once in {self.file}, found {found} times: {self.old!r}. "
                "Adapt the bug to the new code."
            )
        return text.replace(self.old, self.new)


def edited(package: Path, edits: Iterable[Edit]) -> dict[str, str]:
    """The files that these change, below `package`, as they read afterwards."""
    texts: dict[str, str] = {}
    for edit in edits:
        healthy = texts.get(edit.file) or (package / edit.file).read_text("utf-8")
        texts[edit.file] = edit.apply(healthy)
    return texts


@dataclass(frozen=True)
class Variant:
    """The edits for the kinds that have these parts: {"target": ("one_class",)}; {} is every kind."""

    edits: tuple[Edit, ...]
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def fits(self, parts: Mapping[str, str]) -> bool:
        return all(parts[part] in names for part, names in self.where.items())


def one_edit(file: str, old: str, new: str, **where: tuple[str, ...]) -> Variant:
    """A single edit, for the kinds with these parts: `one_edit(..., data=("images",))`."""
    return Variant((Edit(file, old, new),), where)


@dataclass(frozen=True)
class Bug:
    """A mistake that lets training finish and reports a decent number.

    A bug without variants cannot be planted in any project of ours; `story` says why.
    """

    id: str  # "T01"; the letter is the category
    name: str  # "gradients pile up"
    stage: int  # of the recipe, where following it finds the bug
    difficulty: Literal["easy", "medium", "hard"]
    symptom: str  # what its owner sees: a hint that names no cause
    story: str  # what is wrong, why nobody notices, what finds it
    variants: tuple[Variant, ...] = ()
    survives: str = ""  # why no check can notice it; "" if one must
    add: tuple[str, ...] = ()  # what `recipe add` has put into the project it is for

    @property
    def category(self) -> str:
        return CATEGORIES[self.id[0]]

    def edits(self, parts: Mapping[str, str]) -> tuple[Edit, ...]:
        """What to change in a project of these parts; () if the bug makes no sense there."""
        return next((v.edits for v in self.variants if v.fits(parts)), ())

    def planted(self, package: Path, parts: Mapping[str, str]) -> dict[str, str]:
        """The files it changes, below `package`, as they read with the bug in them."""
        return edited(package, self.edits(parts))

    def plant(self, package: Path, parts: Mapping[str, str]) -> None:
        for file, text in self.planted(package, parts).items():
            (package / file).write_text(text, "utf-8")
