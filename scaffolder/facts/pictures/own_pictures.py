"""Which columns of paths name the pictures that a row is about, where others name them again."""

from __future__ import annotations

from pathlib import PureWindowsPath

from scaffolder.facts.listing import some
from scaffolder.facts.tables.reading import Reading


def of_row(reading: Reading, columns: list[str]) -> list[str]:
    """Without columns of the same files, and of those of all rows of a person or thing.

    Where `file` is another one in each row, and always the `left` or the `right`, which
    come again in other rows, the row is about `file`.
    """
    if len(columns) < 2:
        return columns
    named = {name: files_in(reading, name) for name in columns}
    kept = dict.fromkeys(first_of(named, files) for files in named.values())
    for name in kept:
        others = [other for other in kept if other != name]
        if others and is_one_of(named, name, others):
            reading.notes.append(
                f"Each row is about the picture of {name!r}: {some(others)} name it, too, and"
                " pictures of other rows, and are left aside."
            )
            return [name]
    return list(kept)


def files_in(reading: Reading, column: str) -> tuple[str, ...]:
    cells = reading.train.frame[column].fill_null("")
    return tuple(PureWindowsPath(cell).name for cell in cells)


def first_of(named: dict[str, tuple[str, ...]], files: tuple[str, ...]) -> str:
    """The column of these files; of several, the last: it may be a path mended later."""
    return [name for name, theirs in named.items() if theirs == files][-1]


def is_one_of(named: dict[str, tuple[str, ...]], name: str, others: list[str]) -> bool:
    files, theirs = named[name], [named[other] for other in others]
    again = all(len(set(cells)) < len(cells) for cells in theirs)
    rows = zip(files, zip(*theirs, strict=True), strict=True)
    return len(set(files)) == len(files) and again and all(f in r for f, r in rows)
