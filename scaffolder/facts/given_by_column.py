"""A column of a table that says which part each row belongs to: train, val, test."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.commands import beside, on_table, text
from scaffolder.facts.listing import some
from scaffolder.facts.model import Column
from scaffolder.facts.source import split_of

if TYPE_CHECKING:
    import polars as pl

    from scaffolder.facts.reading import Reading

MOST = 5  # parts
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")  # "PublicTest" is two words
KNOWN = {"Public Test": "validation", "Private Test": "test"}  # of contests


def refuse(reading: Reading, columns: list[Column]) -> None:
    """Raises DataError where one file holds rows of several given parts."""
    for column in columns if len(reading.tables) == 1 else ():
        if parts := parts_of(reading.train.frame[column.name]):
            files = [beside(reading.train, part) for part in parts.values()]
            drawn = text(
                {value: file.name for value, file in zip(parts, files, strict=True)}
            )
            name = text(column.name)
            code = (
                f"[t.filter(pl.col({name}) == v).drop({name}).write_csv(f) for v, f in"
                f" {drawn}.items()]"
            )
            raise DataError(
                f"The column {column.name!r} of {reading.train.path} says which part a row"
                f" belongs to ({some(parts)}), and parts are read from files of their own."
                f" Needed: a file for each: {on_table(reading.train, code)} and name"
                f" {files[0]}. To draw them anew, take the column out of the table."
            )


def parts_of(cells: pl.Series) -> dict[str, str]:
    """Value -> part, training first; {} where values are no names of parts."""
    if (
        cells.dtype.is_float()
        or cells.null_count()
        or not 2 <= cells.n_unique() <= MOST
    ):
        return {}
    found = {str(value): part_of(str(value)) for value in cells.unique()}
    parts = sorted(found, key=lambda value: (found[value] != "train", found[value]))
    apart = len(set(found.values())) == len(found) and all(found.values())
    return {v: found[v] for v in parts} if apart and "train" in found.values() else {}


def part_of(value: str) -> str:
    words = CAMEL.sub(" ", value)
    return KNOWN.get(words) or split_of(Path(words))
