"""plate1/wt/1.png, plate2/wt/1.png: the classes stand below folders that only count."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.listing import IMAGE_ENDINGS, entries, files_below, some

NUMBERED = re.compile(r"(.*?[A-Za-z])[-_ ]?\d+")
COUNTED = re.compile(r"\d|[-_ ][A-Za-z]$")  # "room 3", "site_a"
CLASS = re.compile(
    r"(class|grade|stage|level|type|label|categor|cluster|score|kind|breed|digit)", re.I
)


def must_hold_no_classes(
    folder: Path, label: str, endings: tuple[str, ...] = IMAGE_ENDINGS
) -> None:
    """Raises DataError where the folders below count and hold the same folders each."""
    tops = [e for e in entries(folder) if e.is_dir() and holds(e, endings)]
    words = {m[1] if (m := NUMBERED.fullmatch(top.name)) else "" for top in tops}
    word = words.pop() if len(words) == 1 else ""
    inside = {frozenset(names_in(top, endings)) for top in tops}
    names = sorted(inside.pop()) if len(inside) == 1 else []
    counted = all(COUNTED.search(name) for name in names)
    if len(tops) < 2 or not word or CLASS.search(word) or len(names) < 2 or counted:
        return
    regrouped = folder.with_name(f"{folder.name}_by_class")
    to = f'../{regrouped.name}/$(basename "$d")'
    raise DataError(
        f"Each of the folders {some(top.name for top in tops)} of {folder} holds the same"
        f" folders, {some(names)}: these seem to say what a {label} is, and the others where it"
        f" comes from. Needed: the classes above; copy them so: cd {shlex.quote(str(folder))};"
        f' for d in */*/; do mkdir -p "{to}" && cp -r "$d" "{to}/$(dirname "$d")"; done; then'
        f" name {regrouped}, and keep each {word.strip('-_ ')} on one side with --split group"
        " --split-column '/([^/]+)/[^/]+$'. If they are the classes after all, give them"
        " names without numbers."
    )


def holds(folder: Path, endings: tuple[str, ...]) -> bool:
    return next(files_below(folder, endings), None) is not None


def names_in(folder: Path, endings: tuple[str, ...]) -> list[str]:
    """Folders of such files; [] where files stand beside them."""
    inside = entries(folder)
    if any(e.is_file() and e.suffix.lower() in endings for e in inside):
        return []
    return [e.name for e in inside if e.is_dir() and holds(e, endings)]
