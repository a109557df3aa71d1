"""plate1/wt/1.png, plate2/wt/1.png: the classes stand below folders that only count."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.listing import IMAGE_ENDINGS, entries, files_below, some

NUMBERED = re.compile(r"(.*?[A-Za-z])[-_ ]?\d+")
COUNTED = re.compile(r"\d|[-_ ][A-Za-z]$")  # "room 3", "site_a"
YEAR = re.compile(r"(19|20)\d\d([-_. ]?\d\d){0,2}")
MOSTLY = 0.8  # of the folders below
CLASS = re.compile(
    r"(class|grade|stage|level|type|label|categor|cluster|score|kind|breed|digit)", re.I
)


def must_hold_no_classes(
    folder: Path, label: str, endings: tuple[str, ...] = IMAGE_ENDINGS
) -> None:
    """Raises DataError where the folders below count and hold the same folders each."""
    tops = [e for e in entries(folder) if e.is_dir() and holds(e, endings)]
    words = {word_of(top.name) for top in tops}
    word = words.pop() if len(words) == 1 else ""
    names = shared_below(tops, endings)
    counted = all(COUNTED.search(name) for name in names)
    if len(tops) < 2 or not word or CLASS.search(word) or not names or counted:
        return
    command, regrouped = regroup(folder)
    raise DataError(
        f"Each of the folders {some(top.name for top in tops)} of {folder} holds the same"
        f" folders, {some(names)}: these seem to say what a {label} is, and the others where it"
        f" comes from. Needed: the classes above; copy them so: {command}; then"
        f" name {regrouped}, and keep each {word.strip('-_ ')} on one side with --split group"
        " --split-column '/([^/]+)/[^/]+$'. If they are the classes after all, give them"
        " names without numbers."
    )


def word_of(name: str) -> str:
    """What a folder counts, "year" of 2013 and of 2013-04-01; "" if nothing."""
    if YEAR.fullmatch(name):
        return "year"
    return match[1] if (match := NUMBERED.fullmatch(name)) else ""


def regroup(folder: Path) -> tuple[str, Path]:
    """(command, folder it makes): a/cat/1.png becomes cat/a/1.png."""
    regrouped = folder.with_name(f"{folder.name}_by_class")
    to = f'../{regrouped.name}/$(basename "$d")'
    return (
        f"cd {shlex.quote(str(folder))}; for d in */*/; do mkdir -p"
        f' "{to}" && cp -r "$d" "{to}/$(dirname "$d")"; done'
    ), regrouped


def sentences(folder: Path) -> list[str]:
    """On classes that hold the same folders each, which may be the classes."""
    names = same_below([e for e in entries(folder) if e.is_dir()])
    if not names or all(COUNTED.search(name) for name in names):
        return []
    command, regrouped = regroup(folder)
    return [
        f"Each class holds the same folders, {some(names)}: these count for nothing. If they"
        " say what a picture shows, and the upper ones where it comes from, copy them so:"
        f" {command}; then name {regrouped}."
    ]


def same_below(tops: list[Path], endings: tuple[str, ...] = IMAGE_ENDINGS) -> list[str]:
    """The folders of pictures that each one holds, two and more; [] where they differ."""
    inside = {frozenset(names_in(top, endings)) for top in tops}
    names = sorted(inside.pop()) if len(inside) == 1 else []
    return names if len(names) > 1 else []


def shared_below(tops: list[Path], endings: tuple[str, ...]) -> list[str]:
    """The folders of files that nearly each one holds: a class may lack in a year."""
    inside = [set(names_in(top, endings)) for top in tops]
    if not inside or any(len(names) < 2 for names in inside):
        return []
    every = set.union(*inside)
    alike = all(len(names) >= MOSTLY * len(every) for names in inside)
    return sorted(every) if alike else []


def holds(folder: Path, endings: tuple[str, ...]) -> bool:
    return next(files_below(folder, endings), None) is not None


def names_in(folder: Path, endings: tuple[str, ...]) -> list[str]:
    """Folders of such files; [] where files stand beside them."""
    inside = entries(folder)
    if any(e.is_file() and e.suffix.lower() in endings for e in inside):
        return []
    return [e.name for e in inside if e.is_dir() and holds(e, endings)]
