"""A column of a table that says which part each row belongs to: train, val, test."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.commands import beside, on_table, text, write
from scaffolder.facts.files.source import split_of
from scaffolder.facts.listing import some
from scaffolder.facts.model import Column
from scaffolder.facts.tables.columns import words
from scaffolder.facts.written.table import texts

if TYPE_CHECKING:
    import polars as pl

    from scaffolder.facts.tables.reading import Reading
    from scaffolder.facts.written.table import Table

MOST = 5  # parts
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")  # "PublicTest" is two words
FLAG_WORDS = {"is", "set", "flag", "split", "fold", "indicator"}  # "is_train"
YES_AND_NO = (
    ("1", "0"),
    ("1.0", "0.0"),
    ("true", "false"),
    ("yes", "no"),
    ("t", "f"),
    ("y", "n"),
)
KNOWN = {"Public Test": "validation", "Private Test": "test"}  # of contests


def refuse(reading: Reading, columns: Iterable[Column], named: str | None) -> None:
    """Raises DataError where one file holds rows of several given parts."""
    table = reading.train
    flags = [column for column in reading.columns if column.unique == 2]
    for name in dict.fromkeys(c.name for c in (*columns, *flags) if c.name != named):
        cells = texts(table, name).drop_nulls()
        if parts := of_flag(name, cells) or parts_of(table.frame[name].drop_nulls()):
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
    cell = f"pl.col({column}){'' if table.dialect else '.cast(pl.String)'}.str"
    code = (
        f"[t.filter({cell}.strip_chars() == v).drop({column}).{how}(f)"
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


def of_flag(name: str, cells: pl.Series) -> dict[str, str]:
    """Value -> part of a column such as "is_train", which holds yes and no."""
    found = words(name)
    said = FLAG_WORDS & set(found)
    part = split_of(Path(" ".join(word for word in found if word not in FLAG_WORDS)))
    values = {str(cell).strip().lower(): str(cell).strip() for cell in cells.unique()}
    pair = next((p for p in YES_AND_NO if set(p) == set(values)), None)
    if not (said and part and pair):
        return {}
    yes, no = (values[value] for value in pair)
    other = "test" if part == "train" else "train"
    return {yes: part, no: other} if part == "train" else {no: other, yes: part}


def part_of(value: str) -> str:
    words = CAMEL.sub(" ", value)
    return KNOWN.get(words) or split_of(Path(words))
