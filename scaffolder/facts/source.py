"""Where the data is: the files or folders of one data set, told apart by their names."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.listing import entries, some

SPLIT_WORDS = {
    "train": ("train", "training"),
    "validation": ("val", "valid", "validation", "dev", "testa"),
    "test": ("test", "testing", "t10k", "holdout", "testb"),
}


@dataclass(frozen=True)
class Source:
    """The files or folders to read, by split; `stray` is what was left unread."""

    format: str  # "table", "tokens", "sounds", "class folders", "VOC XML", "idx", ...
    train: Path
    validation: Path | None = None
    test: Path | None = None
    stray: tuple[Path, ...] = field(default=())
    patterns: tuple[str, str] = ("", "")  # names of pictures and of their masks

    @property
    def splits(self) -> dict[str, Path]:
        given = {
            "train": self.train,
            "validation": self.validation,
            "test": self.test,
        }
        return {name: path for name, path in given.items() if path}


def one_family(folder: Path, tables: list[Path], what: str = "tables") -> list[Path]:
    """The tables of a folder if they are one data set in splits; else an error."""
    stems = {without_split_word(table) for table in tables}
    if len(stems) == 1 and any(split_of(table) == "train" for table in tables):
        return sorted(tables, key=lambda table: split_of(table) != "train")
    names = some([table.name for table in tables])
    raise DataError(
        f"Found {len(tables)} {what} in {folder}: {names}. Needed: one, or a pair named"
        f" train and test. Name the one you mean, e.g. {tables[0]}"
    )


def split_of(path: Path) -> str:
    """The split that a file or folder name speaks of: "" if none."""
    words = re.split(r"[^a-z0-9]+", path.name.lower())
    for split, names in SPLIT_WORDS.items():
        if any(word in names for word in words):
            return split
    return ""


def without_split_word(path: Path) -> str:
    known = {name for names in SPLIT_WORDS.values() for name in names}
    words = re.split(r"[^a-z0-9]+", path.name.lower())
    return "-".join(word for word in words if word not in known)


def with_siblings(format: str, path: Path, wanted: Callable[[Path], bool]) -> Source:
    """The file with its train, validation and test siblings, found by their names."""
    family = [
        entry
        for entry in entries(path.parent)
        if wanted(entry) and without_split_word(entry) == without_split_word(path)
    ]
    splits = {split_of(entry): entry for entry in family if split_of(entry)}
    if split_of(path) == "" or "train" not in splits:
        return Source(format, path)
    return Source(format, splits["train"], splits.get("validation"), splits.get("test"))
