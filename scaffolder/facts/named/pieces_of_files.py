"""Rows about pieces of files, which their names count: "song.3.wav" is a part of "song"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scaffolder.facts.commands import beside, on_table, text, write
from scaffolder.facts.listing import IMAGE_ENDINGS, SOUND_ENDINGS

if TYPE_CHECKING:
    from scaffolder.facts.tables.reading import Reading

ENDINGS = "|".join(re.escape(ending) for ending in SOUND_ENDINGS + IMAGE_ENDINGS)
NUMBERED = r"^(.+)[._ -]\d{1,4}"
WHOLE = rf"{NUMBERED}\.\w+$"
FEWEST = 10  # files that are in pieces
AGAIN = 1.5  # pieces of a file on average
OF_CLASS = 2  # files of a class: else the beginning is the class


def sentences(reading: Reading, target: str) -> list[str]:
    """That such pieces are alike, with the command that writes a column to split by."""
    import polars as pl

    table, found = reading.train, []
    different = table.frame[target].n_unique()
    for column in reading.columns:
        cells = table.frame[column.name]
        if column.role not in ("id", "text") or cells.dtype != pl.String:
            continue
        wholes = cells.str.extract(f"{NUMBERED}(?:{ENDINGS})$")
        count = wholes.drop_nulls().n_unique()
        fit = count >= max(FEWEST, OF_CLASS * different) and not wholes.null_count()
        if fit and len(wholes) >= AGAIN * count:
            found.append(told(reading, column.name, count, cells[0]))
    return found[:1]


def told(reading: Reading, name: str, count: int, example: str) -> str:
    table = reading.train
    how, ending = write(table)
    home = beside(table, "wholes", ending)
    code = (
        f"t.with_columns(whole_id=pl.col({text(name)}).str.extract({text(WHOLE)}))"
        f".{how}({text(home.name)})"
    )
    return (
        f"{name} counts the pieces of {count:,} files in {len(table.frame):,} rows, as in"
        f" {example}: pieces of one are alike, and a split by chance flatters every score."
        f" Write a column that says which: {on_table(table, code)} and name {home} in"
        " its place, which is then split by it."
    )
