"""A class that is written like a missing value: NA for North America, or Namibia."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scaffolder.facts.listing import said
from scaffolder.facts.tables.columns import describe
from scaffolder.facts.tables.reading import Reading
from scaffolder.facts.written.cells import Table, as_text
from scaffolder.facts.written.text_table import MISSING

if TYPE_CHECKING:
    import polars as pl

FEWEST = 3  # other classes that look like it
RARER = 0.2  # times as many rows as the smallest other class, or more


def marks_of(table: Table, name: str) -> dict[str, int]:
    """How the cells without an answer are written, an empty cell apart."""
    if table.dialect is None or table.frame[name].dtype.is_float():
        return {}
    return marks_among(as_text(table, name))


def marks_among(cells: pl.Series) -> dict[str, int]:
    """Those that are written like a missing value, with their counts."""
    marked = cells.filter(cells.is_in([mark for mark in MISSING if mark]))
    return dict(marked.alias("text").value_counts(sort=True).iter_rows())


def is_class(table: Table, name: str) -> bool:
    """Whether NA is one of several codes of two letters, about as frequent as they are."""
    counts = dict(
        table.frame[name].drop_nulls().alias("text").value_counts().iter_rows()
    )
    marks = marks_of(table, name)
    codes = len(counts) >= FEWEST and all(
        isinstance(cell, str) and re.fullmatch("[A-Z]{2}", cell) for cell in counts
    )
    return (
        codes and set(marks) == {"NA"} and marks["NA"] >= RARER * min(counts.values())
    )


def read_as_class(reading: Reading, name: str) -> None:
    """NA is a class in every table, and said, where it is one of `name`."""
    if reading.column(name).role == "category" and is_class(reading.train, name):
        for table in reading.tables.values():
            kept(table)
        reading.columns = describe(reading.train)
        reading.notes.append(f"NA is a class of {name} here, not a gap.")


def kept(table: Table) -> None:
    """Takes NA for a name in every column of text; among numbers it stays a gap."""
    table.markers.pop("NA", None)
    for name in table.names:
        if not table.frame[name].dtype.is_float():
            cells = as_text(table, name)
            others = [mark for mark in MISSING if mark != "NA"]
            table.frame = table.frame.with_columns(cells.set(cells.is_in(others), None))


def sentence(table: Table, name: str) -> list[str]:
    """On rows without an answer that are all written alike."""
    marks = marks_of(table, name)
    if len(marks) != 1 or table.frame[name].null_count() != sum(marks.values()):
        return []
    mark, count = next(iter(marks.items()))
    return [
        f"{said(count, 'row')} without an answer say {mark!r}: if that is a class, take"
        f" {mark!r} out of `missing` in config.py."
    ]
