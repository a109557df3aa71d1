"""Reads a table of any size into columns of numbers and columns of text.

A text file streams: each cell is stripped, missing markers become null, and columns whose
first rows are numbers are kept as float64, so that a million rows need little memory.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.listing import first_bytes, some, unreadable
from scaffolder.facts.texts import turns
from scaffolder.facts.written import told_missing
from scaffolder.facts.written.cells import (
    MOST_BYTES,
    MOST_ROWS,
    Table,
    clean,
    raw,
    scan,
    texts,
)
from scaffolder.facts.written.nested import made_plain
from scaffolder.facts.written.settle import finite, numeric_columns, settled
from scaffolder.facts.written.text_lines import encoding_of
from scaffolder.facts.written.text_table import Dialect, sniff, sniff_like
from scaffolder.facts.written.torn_rows import refusal

if TYPE_CHECKING:
    import polars as pl

__all__ = ["MOST_ROWS", "Table", "load", "texts"]


def load(path: Path, like: Table | None = None) -> Table:
    """Reads one file; `like` is its sibling, whose dialect and numbers it shares."""
    name = path.name.lower().removesuffix(".gz")
    start = first_bytes(path, 4)
    if start == b"PAR1":
        return _typed(path, "Parquet")
    if name.endswith((".jsonl", ".ndjson")) or start.startswith(b"{"):
        return _typed(path, "JSONL")
    if first_bytes(path, 100).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"["):
        return _typed(path, "JSON")
    if name.endswith((".parquet", ".pq")):
        raise DataError(f"{path} is not Parquet: it does not begin with PAR1.")
    if like is None or like.dialect is None:
        dialect = sniff(path)
        return _as_written(_load_text(path, dialect, numeric_columns(dialect)))
    numeric = {name for name in like.names if like.frame[name].dtype.is_float()}
    return _load_text(path, sniff_like(path, like.dialect), numeric)


def _as_written(table: Table) -> Table:
    """Reads columns as numbers that a spreadsheet wrote: "1.299,50", "$5", "7 %"."""
    from scaffolder.facts.written.number_columns import forms

    assert table.dialect
    numbers = tuple(forms(table))
    if not numbers:
        return table
    columns = {form[0] for form in numbers}
    numeric = {n for n in table.names if table.frame[n].dtype.is_float()}
    dialect = replace(table.dialect, numbers=numbers)
    again = _load_text(table.path, dialect, numeric | columns)
    text = {n for n in columns if not again.frame[n].dtype.is_float()}
    if not text:
        return again
    sure = tuple(form for form in numbers if form[0] not in text)
    dialect = replace(dialect, numbers=sure)
    return _load_text(table.path, dialect, numeric | columns - text)


def _typed(path: Path, format: str) -> Table:
    """Of a file that says what its cells are; lists and records in them are left out."""
    import polars as pl

    try:
        frame = raw(path, format)
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        way = "every example needs the same fields, without nested lists"
        if format != "Parquet" and re.search(
            rb"[:,[]\s*-?(NaN|Infinity)\b", path.read_bytes()
        ):
            way = "NaN and Infinity are no JSON, write null in their place"
        raise DataError(
            f"{path} cannot be read as {format}: {reason}. Check that the file is whole;"
            f" {way}."
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error
    nested = tuple(name for name in frame.columns if frame[name].dtype.is_nested())
    flat = frame.drop(nested)
    if not flat.width:
        turns.refuse(path, format, nested)
        raise DataError(no_cells(path, format, nested))
    cells = flat.select(_as_number_or_text(flat[name]) for name in flat.columns)
    return settled(Table(path, format, cells, nested=nested))


def no_cells(path: Path, format: str, nested: Sequence[str]) -> str:
    """What is needed in the place of lists and records."""
    return (
        f"{some(nested)} of {path} {'hold' if len(nested) > 1 else 'holds'} lists or records."
        f" Needed: one number or text per cell{flattened(path, format, nested)}."
    )


def flattened(path: Path, format: str, nested: Sequence[str]) -> str:
    """A command that makes columns of what stands in records, if there are any."""
    import polars as pl

    frame = raw(path, format)
    if not (records := [n for n in nested if frame[n].dtype == pl.Struct]):
        return "; write what you need of them into columns of their own"
    if format != "Parquet":
        return (
            f"; make a field of each inner one, as in outer.inner: {made_plain(path)}"
        )
    line = (
        f"import polars as pl; pl.read_parquet({json.dumps(str(path))})"
        f'.unnest({json.dumps(records)}, separator=".").write_ndjson("flat.jsonl")'
    )
    return (
        f"; make columns of what stands in {some(records)}: python -c {shlex.quote(line)},"
        " and name flat.jsonl"
    )


def _as_number_or_text(column: pl.Series) -> pl.Series:
    """Integers beyond 2^53 stay text: a float64 would merge neighbours."""
    import polars as pl

    if column.dtype.is_numeric():
        largest = column.abs().max() if len(column) else 0
        if not (column.dtype.is_integer() and (largest or 0) > 2**53):  # type: ignore[operator]
            return finite(column.cast(pl.Float64))
    return column.cast(pl.String).str.strip_chars()


def _load_text(path: Path, dialect: Dialect, numeric: set[str]) -> Table:
    import polars as pl

    columns = [clean(name, name in numeric) for name in dialect.names]
    try:
        frame = scan(path, dialect).select(columns).collect(engine="streaming")
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        if "utf-8" in str(error) and dialect.encoding == "utf8":
            whole = first_bytes(path, path.stat().st_size * 100)
            dialect = replace(dialect, encoding=encoding_of(path, whole))
            return _load_text(path, dialect, numeric)
        raise DataError(refusal(path, dialect, str(error))) from error
    table = Table(path, _format_name(dialect), frame, dialect)
    table.cut = len(frame) == MOST_ROWS and path.stat().st_size > MOST_BYTES
    table = settled(table)
    told_missing.emptied(table)
    return table


def _format_name(dialect: Dialect) -> str:
    return "TSV" if dialect.separator == "\t" else "CSV"
