"""Reads a table of any size into columns of numbers and columns of text.

A text file streams: each cell is stripped, missing markers become null, and columns whose
first rows are numbers are kept as float64, so that a million rows need little memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffolder.errors import DataError
from scaffolder.facts.listing import first_bytes, unreadable
from scaffolder.facts.text_table import (
    MISSING,
    Dialect,
    encoding_of,
    is_number,
    refusal,
    sniff,
    sniff_like,
)

if TYPE_CHECKING:
    import polars as pl

MOST_ROWS = 2_000_000  # of one file; more are counted but not looked at
MOST_BYTES = 1_000_000_000  # of a file that is read whole
MOSTLY = 0.01  # of a number column may be other text, which then counts as missing


@dataclass
class Table:
    """`frame` holds float64 and text columns; missing cells are null."""

    path: Path
    format: str
    frame: pl.DataFrame
    dialect: Dialect | None = None
    markers: dict[str, int] = field(default_factory=dict)  # missing marker -> cells
    not_numbers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cut: bool = False  # rows after MOST_ROWS were not read
    kept: pl.Series | None = None  # which rows of the file the frame holds, if not all

    @property
    def names(self) -> list[str]:
        return self.frame.columns

    def keep(self, rows: pl.Series) -> None:
        """Only those rows of the frame that are true here."""
        import polars as pl

        self.frame = self.frame.filter(rows)
        if self.kept is None:
            self.kept = rows
        else:
            places = self.kept.arg_true().filter(rows)
            every = pl.int_range(len(self.kept), dtype=pl.UInt32, eager=True)
            self.kept = every.is_in(places.implode())


def load(path: Path, like: Table | None = None) -> Table:
    """Reads one file; `like` is its sibling, whose dialect and numbers it shares."""
    name = path.name.lower().removesuffix(".gz")
    start = first_bytes(path, 4)
    if start == b"PAR1":
        return _settled(Table(path, "Parquet", _typed(path, "Parquet")))
    if name.endswith((".jsonl", ".ndjson")) or start.startswith(b"{"):
        return _settled(Table(path, "JSONL", _typed(path, "JSONL")))
    if name.endswith((".parquet", ".pq")):
        raise DataError(f"{path} is not Parquet: it does not begin with PAR1.")
    if like is None or like.dialect is None:
        dialect = sniff(path)
        return _load_text(path, dialect, _numeric_columns(dialect))
    numeric = {name for name in like.names if like.frame[name].dtype.is_float()}
    return _load_text(path, sniff_like(path, like.dialect), numeric)


def _typed(path: Path, format: str) -> pl.DataFrame:
    import polars as pl

    try:
        frame = _raw(path, format)
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise DataError(
            f"{path} cannot be read as {format}: {reason}. Check that the file is whole;"
            " every example needs the same fields, without nested lists."
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error
    return frame.select(_as_number_or_text(frame[name]) for name in frame.columns)


def _raw(path: Path, format: str) -> pl.DataFrame:
    import polars as pl

    if format == "Parquet":
        return pl.read_parquet(path)
    return pl.read_ndjson(path, infer_schema_length=None)


def _as_number_or_text(column: pl.Series) -> pl.Series:
    """Integers beyond 2^53 stay text: a float64 would merge neighbours."""
    import polars as pl

    if column.dtype.is_nested():
        raise DataError(
            f"The column {column.name!r} holds lists or records. Needed: one number or"
            " text per cell; flatten it, or leave the column out of the file."
        )
    if column.dtype.is_numeric():
        largest = column.abs().max() if len(column) else 0
        if not (column.dtype.is_integer() and (largest or 0) > 2**53):  # type: ignore[operator]
            return column.cast(pl.Float64).fill_nan(None)
    return column.cast(pl.String).str.strip_chars()


def _load_text(path: Path, dialect: Dialect, numeric: set[str]) -> Table:
    import polars as pl

    columns = [_clean(name, name in numeric) for name in dialect.names]
    try:
        frame = _scan(path, dialect).select(columns).collect(engine="streaming")
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        if "utf-8" in str(error) and dialect.encoding == "utf8":
            whole = first_bytes(path, path.stat().st_size * 100)
            dialect = replace(dialect, encoding=encoding_of(path, whole))
            return _load_text(path, dialect, numeric)
        raise DataError(refusal(path, dialect, str(error))) from error
    table = Table(path, _format_name(dialect), frame, dialect)
    table.cut = len(frame) == MOST_ROWS and path.stat().st_size > MOST_BYTES
    return _settled(table)


def _format_name(dialect: Dialect) -> str:
    return "TSV" if dialect.separator == "\t" else "CSV"


def _scan(path: Path, dialect: Dialect) -> pl.LazyFrame:
    import polars as pl

    large = path.stat().st_size > MOST_BYTES
    source: Any = path
    if dialect.encoding != "utf8":
        source = _recoded(path, dialect.encoding)
    return pl.scan_csv(
        source,
        separator=dialect.separator,
        quote_char=dialect.quote or None,
        has_header=dialect.header,
        new_columns=list(dialect.names),
        infer_schema=False,
        n_rows=MOST_ROWS if large else None,
        low_memory=True,
    )


def _recoded(path: Path, encoding: str) -> bytes:
    import gzip

    packed = path.read_bytes()
    raw = gzip.decompress(packed) if packed.startswith(b"\x1f\x8b") else packed
    return raw.decode(encoding, "replace").removeprefix("\ufeff").encode()


def _clean(name: str, numeric: bool) -> pl.Expr:
    """Stripped text, null where empty; a number column has NaN where it is no number."""
    import polars as pl

    text = pl.col(name).str.strip_chars()
    cells = text
    if numeric:
        cells = text.cast(pl.Float64, strict=False).fill_null(float("nan"))
    return pl.when(text != "").then(cells).alias(name)


def _numeric_columns(dialect: Dialect) -> set[str]:
    numeric = set()
    for index, name in enumerate(dialect.names):
        cells = [row[index] for row in dialect.head if index < len(row)]
        filled = [cell for cell in cells if cell not in MISSING]
        if filled and all(map(is_number, filled)) and not _are_codes(filled):
            numeric.add(name)
    return numeric


def _are_codes(cells: list[str]) -> bool:
    """Digits that are names: a zip code with a leading zero, a number of 16 digits."""
    return any(re.fullmatch(r"0\d+|\d{16,}", cell) for cell in cells)


def _settled(table: Table) -> Table:
    """Decides for every column between number and text, now that all rows are known."""
    import polars as pl

    blank = table.frame.select(pl.all_horizontal(pl.all().is_null())).to_series()
    if blank.any():
        table.kept = ~blank
        table.frame = table.frame.filter(table.kept)
    _settle_numbers(table)
    columns = []
    for name in table.names:
        column = table.frame[name]
        columns.append(column if column.dtype.is_float() else _settle(table, column))
    table.frame = table.frame.with_columns(columns)
    return table


def _settle_numbers(table: Table) -> None:
    """Asks the file what stood where a number column has NaN: markers, or other text."""
    doubtful = [
        name
        for name in table.names
        if table.frame[name].dtype.is_float() and table.frame[name].is_nan().any()
    ]
    for name, found in _not_numbers(table, doubtful).items():
        column = table.frame[name]
        others = _without_markers(table, found)
        if sum(others.values()) > MOSTLY * column.count():
            column = _as_text(table, name)
        elif others:
            table.not_numbers[name] = tuple(others)
        table.frame = table.frame.with_columns(
            column.fill_nan(None) if column.dtype.is_float() else column
        )


def _not_numbers(table: Table, names: list[str]) -> dict[str, dict[str, int]]:
    """column -> {text: cells} of all that does not parse as a number"""
    import polars as pl

    if not (names and table.dialect):
        return {}
    counted = []
    for name in names:
        text = pl.col(name).str.strip_chars()
        number = text.cast(pl.Float64, strict=False).fill_nan(None)
        wrong = text.filter((text != "") & number.is_null()).alias("text")
        counted.append(wrong.value_counts(sort=True).implode().alias(name))
    found = _scan(table.path, table.dialect).select(counted).collect(engine="streaming")
    return {
        name: {cell["text"]: cell["count"] for cell in found[name][0].to_list()}
        for name in names
    }


def _without_markers(table: Table, found: dict[str, int]) -> dict[str, int]:
    """What is left of some cells when the missing markers are counted and gone."""
    for marker in MISSING:
        if marker in found:
            table.markers[marker] = table.markers.get(marker, 0) + found[marker]
    return {text: count for text, count in found.items() if text not in MISSING}


def _as_text(table: Table, name: str) -> pl.Series:
    assert table.dialect
    scan = _scan(table.path, table.dialect)
    text = scan.select(_clean(name, numeric=False)).collect().to_series()
    return text.filter(table.kept) if table.kept is not None else text


def texts(table: Table, name: str) -> pl.Series:
    """A column as the file writes it (spaces and markers apart): "1" is not "1.0"."""
    import polars as pl

    if not table.frame[name].dtype.is_float():
        return table.frame[name]
    if table.dialect:
        return _as_text(table, name)
    text = _raw(table.path, table.format)[name].cast(pl.String).str.strip_chars()
    return text.filter(table.kept) if table.kept is not None else text


def _settle(table: Table, column: pl.Series) -> pl.Series:
    """Text without missing markers; as numbers if 99 % of the filled cells are."""
    import polars as pl

    name = column.name
    counts = column.drop_nulls().alias("text").value_counts(sort=True)
    distinct = dict(counts.filter(counts["text"].is_in(MISSING)).iter_rows())
    if distinct:
        _without_markers(table, distinct)
        column = column.set(column.is_in(MISSING), None)
    number = column.cast(pl.Float64, strict=False).fill_nan(None)
    wrong = column.filter(number.is_null()).drop_nulls()
    codes = _are_codes(counts["text"].head(2000).to_list())
    if not column.count() or codes or len(wrong) > MOSTLY * column.count():
        return column
    if len(wrong):
        table.not_numbers[name] = tuple(wrong.unique(maintain_order=True).to_list())
    return number
