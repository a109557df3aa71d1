"""A column of a table that says which part each row belongs to: train, val, test."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.commands import beside, on_table, text, write
from scaffolder.facts.listing import some
from scaffolder.facts.model import Column
from scaffolder.facts.source import split_of

if TYPE_CHECKING:
    import polars as pl

    from scaffolder.facts.reading import Reading
    from scaffolder.facts.table import Table

MOST = 5  # parts
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")  # "PublicTest" is two words
KNOWN = {"Public Test": "validation", "Private Test": "test"}  # of contests


def refuse(reading: Reading, columns: Iterable[Column], named: str | None) -> None:
    """Raises DataError where one file holds rows of several given parts."""
    table = reading.train
    for name in (column.name for column in columns if column.name != named):
        if parts := parts_of(table.frame[name].drop_nulls()):
            raise DataError(
                f"The column {name!r} of {table.path} says which part a row belongs to"
                f" ({some(parts)}), and parts are read from files of their own. Needed: a file"
                f" for each: {apart(table, name, parts)}. To draw them anew, take the column out"
                " of the table."
            )


def apart(table: Table, name: str, parts: dict[str, str]) -> str:
    """The command that writes a file for each part, and which to name."""
    how, ending = write(table)
    files = {value: beside(table, part, ending) for value, part in parts.items()}
    drawn, column = text({v: file.name for v, file in files.items()}), text(name)
    code = (
        f"[t.filter(pl.col({column}).str.strip_chars() == v).drop({column}).{how}(f)"
        f" for v, f in {drawn}.items()]"
    )
    return f"{on_table(table, code)} and name {next(iter(files.values()))}"


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
