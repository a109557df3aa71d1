"""A table on its side: its columns are the rows of another table, which holds the answers."""

from __future__ import annotations

import re
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.files.table_names import is_table_name
from scaffolder.facts.listing import entries, said
from scaffolder.facts.tables.reading import Reading
from scaffolder.facts.written.table import Table, load

FEWEST = 10  # columns that are named so
MOSTLY = 0.9
LARGEST = 5_000_000  # bytes of a table of answers
MOST_FILES = 10  # beside a table


def refuse(reading: Reading) -> None:
    """DataError where a table beside it names the columns of this one in its rows.

    One that describes columns does the same; these are of several kinds, the answer one.
    """
    if len(reading.train.names) <= FEWEST or reading.train.path.is_dir():
        return
    read = reading.source.splits.values()
    beside = [f for f in entries(reading.train.path.parent) if f not in read]
    for file in [f for f in beside if f.is_file() and is_table_name(f)][:MOST_FILES]:
        if told := between(reading.train, file):
            raise DataError(told)


def between(wide: Table, file: Path) -> str:
    """What the tables are to each other, and how to turn and join them; "" for others."""
    if file.stat().st_size > LARGEST:
        return ""
    try:
        labels = load(file)
    except DataError:
        return ""
    names = {name for name in wide.names[1:] if re.search(r"\d", name)}
    if len(names) < MOSTLY * len(wide.names[1:]) or not _is_turned(wide):
        return ""
    if len(labels.names) > FEWEST and _is_turned(labels):
        return ""  # what was turned stands beside what it was
    for column in labels.names:
        cells = labels.frame[column]
        values = set() if cells.dtype.is_float() else set(cells.drop_nulls())
        known = len(values & names)
        enough = known >= max(FEWEST, MOSTLY * len(values), MOSTLY * len(names))
        if enough and len(labels.names) > 1:
            return turned(wide, file, column, known)
    return ""


def _is_turned(wide: Table) -> bool:
    """A name in each row, and numbers only: no answer, no column of another kind."""
    cells, *others = wide.frame.get_columns()
    named = not cells.dtype.is_float() and cells.n_unique() == len(cells)
    return named and all(column.dtype.is_float() for column in others)


def turned(wide: Table, file: Path, column: str, known: int) -> str:
    separator = wide.dialect.separator if wide.dialect else ","
    options = f", separator={separator!r}" if separator != "," else ""
    first, name = wide.names[0], wide.path.name
    code = (
        f"import polars as pl; a = pl.read_csv({file.name!r}, infer_schema=False); w ="
        f" pl.read_csv({name!r}{options}, infer_schema_length=None); named = [c for c in"
        f" w.columns if c in set(a[{column!r}])]; w.select({first!r}, *named)"
        f".transpose(include_header=True, header_name={column!r}, column_names={first!r})"
        f".join(a, on={column!r}).write_csv('joined.csv')"
    )
    return (
        f"{wide.path} lies on its side: {said(known, 'column')} of it are rows of"
        f" {file.name}, named in its column {column!r}. Needed: a row for each of them; turn"
        f" and join: {commands.python(wide.path.parent, code)} and name"
        f" {wide.path.parent / 'joined.csv'}."
    )
