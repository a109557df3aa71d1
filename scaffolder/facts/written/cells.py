"""The cells of a table: as its file holds them, and as numbers or text once they are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffolder.facts.written import written_numbers
from scaffolder.facts.written.text_table import Dialect

if TYPE_CHECKING:
    import polars as pl

MOST_ROWS = 2_000_000  # of one file; more are counted but not looked at
MOST_BYTES = 1_000_000_000  # of a file that is read whole


@dataclass
class Table:
    """`frame` holds float64 and text columns; missing cells are null."""

    path: Path
    format: str
    frame: pl.DataFrame
    dialect: Dialect | None = None
    markers: dict[str, int] = field(default_factory=dict)  # missing marker -> cells
    # column -> {text among its numbers: cells}
    not_numbers: dict[str, dict[str, int]] = field(default_factory=dict)
    cut: bool = False  # rows after MOST_ROWS were not read
    nested: tuple[str, ...] = ()  # columns of lists or records, left out
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


def scan(path: Path, dialect: Dialect) -> pl.LazyFrame:
    import polars as pl

    large = path.stat().st_size > MOST_BYTES
    source: Any = path
    if dialect.encoding != "utf8":
        source = _recoded(path, dialect.encoding)
    return pl.scan_csv(
        source,
        separator=dialect.separator,
        quote_char=dialect.quote or None,
        has_header=dialect.header and not dialect.renamed,
        skip_lines=dialect.skip,
        new_columns=list(dialect.names),
        infer_schema=False,
        n_rows=MOST_ROWS if large else None,
        low_memory=True,
    ).pipe(_examples, dialect)


def _examples(rows: pl.LazyFrame, dialect: Dialect) -> pl.LazyFrame:
    """Without totals and units, numbers as Python writes them."""
    import polars as pl

    if dialect.aside:
        cells = [pl.col(name).str.strip_chars() for name in dialect.names]
        first = pl.coalesce(pl.when(cell != "").then(cell) for cell in cells)
        rows = rows.filter(~first.is_in(dialect.aside).fill_null(False))
    if dialect.numbers:
        rows = rows.with_columns(
            written_numbers.plain(pl.col(name).str.strip_chars(), mark, beside).alias(
                name
            )
            for name, mark, beside in dialect.numbers
            if name in dialect.names
        )
    return rows


def _recoded(path: Path, encoding: str) -> bytes:
    import gzip

    packed = path.read_bytes()
    raw = gzip.decompress(packed) if packed.startswith(b"\x1f\x8b") else packed
    return raw.decode(encoding, "replace").removeprefix("\ufeff").encode()


def clean(name: str, numeric: bool) -> pl.Expr:
    """Stripped text, null where empty; a number column has NaN where it is no number."""
    import polars as pl

    text = pl.col(name).str.strip_chars()
    cells = text
    if numeric:
        cells = text.cast(pl.Float64, strict=False).fill_null(float("nan"))
    return pl.when(text != "").then(cells).alias(name)


def as_text(table: Table, name: str) -> pl.Series:
    assert table.dialect
    rows = scan(table.path, table.dialect)
    text = rows.select(clean(name, numeric=False)).collect().to_series()
    return text.filter(table.kept) if table.kept is not None else text


def texts(table: Table, name: str) -> pl.Series:
    """A column as the file writes it (spaces and markers apart): "1" is not "1.0"."""
    import polars as pl

    if not table.frame[name].dtype.is_float():
        return table.frame[name]
    if table.dialect:
        return as_text(table, name)
    text = raw(table.path, table.format)[name].cast(pl.String).str.strip_chars()
    return text.filter(table.kept) if table.kept is not None else text


def raw(path: Path, format: str) -> pl.DataFrame:
    import polars as pl

    if format == "Parquet":
        return pl.read_parquet(path)
    if format == "JSON":
        return pl.read_json(path, infer_schema_length=None)
    return pl.read_ndjson(path, infer_schema_length=None)
