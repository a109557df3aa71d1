"""A list of boxes beside the pictures, without a line of names: gt.txt of 00000.ppm;774;411;815;446;11."""

from __future__ import annotations

import re
from pathlib import Path

from scaffolder.facts.files.source import Source, of_splits, split_of
from scaffolder.facts.listing import IMAGE_ENDINGS, entries, first_bytes

HEAD = 4096  # bytes that are looked at
FEWEST = 5  # lines: of fewer it may be an example of the form
PICTURE = "|".join(re.escape(ending) for ending in IMAGE_ENDINGS)
ROW = re.compile(
    rf"(?P<name>[^;,\t]+({PICTURE}))(?P<mark>[;,\t])(\s*-?\d+(\.\d+)?\s*(?P=mark)){{4}}[^;,\t]+",
    re.I,
)


def find(folders: list[Path]) -> Source | None:
    """The longest of such files, or those of the given parts."""
    files = [f for folder in folders for f in entries(folder) if is_list(f)]
    if len({file.parent for file in files}) != 1:
        return None  # or one in the folder of each class
    given = {split_of(file): file for file in files}
    if "train" in given:
        return of_splits("table", given)
    return Source("table", max(files, key=lambda file: file.stat().st_size))


def is_list(file: Path) -> bool:
    """Whether each line has a picture that stands beside, four numbers and a class."""
    if file.suffix.lower() != ".txt" or not file.is_file():
        return False
    head = first_bytes(file, HEAD).decode("utf8", "replace")
    lines = [line for line in head.splitlines() if line.strip()]
    lines = lines[:-1] if len(head) >= HEAD else lines  # the last may be cut
    rows = [ROW.fullmatch(line.strip()) for line in lines]
    if len(rows) < FEWEST or not all(rows):
        return False
    return any((file.parent / row["name"].strip()).is_file() for row in rows if row)
