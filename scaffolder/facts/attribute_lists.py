"""Lists in plain text that say of each picture what it has: "000001.jpg -1  1 -1"."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.commands import text
from scaffolder.facts.listing import IMAGE_ENDINGS, entries, first_bytes, said

HEAD = 100_000  # bytes that are looked at
FEWEST = 5  # pictures
FLAGS = {"-1", "0", "1"}
PARTS = {"0": "train", "1": "val", "2": "test"}


def refuse_in(files: Iterable[Path]) -> None:
    for file in files:
        refuse(file)


def refuse(file: Path) -> None:
    """Raises DataError where a file is a list of attributes with a line of their names."""
    if file.suffix.lower() != ".txt" or not (names := attributes(file)):
        return
    first = names[1]
    parts = partition(file.parent, file)
    code = (
        f"rows = [r.split() for r in open({text(file.name)})]; n = next(i for i, r in"
        f" enumerate(rows) if r and r[0] == {text(first)}); part = {parts_of(parts)}; print(*("
        '",".join([r[0], *("01"[v == "1"] for v in r[1:]), *part.get(r[0], [])]) for r in'
        f' rows[n:] if r), sep="\\n", file=open("labels.csv", "a"))'
    )
    header = ",".join(["path", *names[0], *["part"] * bool(parts)])
    given = f", and 0, 1 and 2 of {parts.name} for train, val and test" if parts else ""
    raise DataError(
        f"{file} is a list of {said(len(names[0]), 'attribute')} of pictures, -1 or 0 for no and"
        " 1 for yes, in columns between blanks. Needed: a table (CSV) with columns of 0 and 1"
        f" beside the pictures{given}; write it: cd {shlex.quote(str(file.parent))}; echo"
        f" {shlex.quote(header)} > labels.csv; python -c {shlex.quote(code)} and name"
        f" {file.with_name('labels.csv')}."
    )


def attributes(file: Path) -> tuple[list[str], str] | None:
    """(names of the attributes, first picture); None of all other files."""
    rows = [row for line in head(file) if (row := line.split())]
    begin = next((i for i, row in enumerate(rows[:4]) if is_picture(row[0])), 0)
    names = rows[begin - 1] if begin else []
    listed = rows[begin : begin + 200]
    fits = all(
        is_picture(row[0]) and len(row) == len(names) + 1 and FLAGS.issuperset(row[1:])
        for row in listed
    )
    if not begin or len(names) < 2 or len(listed) < FEWEST or not fits:
        return None
    return names, listed[0][0]


def head(file: Path) -> list[str]:
    whole = first_bytes(file, HEAD).decode("utf8", "replace")
    return whole.splitlines()[: -1 if len(whole) >= HEAD else None]


def is_picture(name: str) -> bool:
    return name.lower().endswith(IMAGE_ENDINGS)


def partition(folder: Path, lists: Path) -> Path | None:
    """The list beside that says which part each picture belongs to."""
    for file in entries(folder):
        if file != lists and file.suffix.lower() == ".txt" and file.is_file():
            rows = [line.split() for line in head(file) if line.strip()]
            pairs = all(
                len(r) == 2 and is_picture(r[0]) and r[1] in PARTS for r in rows
            )
            if len(rows) >= FEWEST and pairs:
                return file
    return None


def parts_of(file: Path | None) -> str:
    """Python for the part of each picture."""
    if file is None:
        return "{}"
    return f"{{r[0]: [{text(PARTS)}[r[1]]] for r in map(str.split, open({text(file.name)})) if r}}"
