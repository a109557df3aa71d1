"""Columns that name the series of a row: one, or two of them together, as store and item."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from scaffolder.facts.model import Column
from scaffolder.facts.series import date_and_clock
from scaffolder.facts.series.moments import TIME_WORDS
from scaffolder.facts.tables.columns import words
from scaffolder.facts.written.table import Table
from scaffolder.facts.written.time_parts import AND

if TYPE_CHECKING:
    import polars as pl

NAME_WORDS = {"id", "series", "store", "item", "sensor", "station", "symbol", "ticker"}
NAME_WORDS |= {"country", "region", "city", "product", "meter", "site", "name", "key"}
NAME_WORDS |= {"variable", "channel", "field", "location", "device", "unit", "sku"}
NAME_WORDS |= {"shop"}
MOST = 8  # columns that may name a series together
OFTEN = 10  # rows of a series, at least, in the mean
FEWEST_TWINS = 3  # series: two groups of two are one to one by chance
FILLED = 0.5  # of the steps of all series have a row


def together(
    table: Table, times: pl.Series, columns: list[Column], alone: float
) -> tuple[str, ...]:
    """Two columns that with the time tell every row apart and come again at each; () if none.

    Measured numbers tell the rows apart, too, but hardly come again at the next time; what
    was not sold may have no row.
    """
    moments = times.n_unique()
    for names in combinations(candidates(table, columns)[:MOST], 2):
        frame = table.frame.select(names)
        rows, series = len(frame), frame.n_unique()
        called = all(NAME_WORDS & set(words(name)) for name in names)
        if series * OFTEN > rows or series * moments * FILLED > rows and not called:
            continue
        if frame.with_columns(times.alias(AND)).n_unique() >= alone * rows:
            return names
    return ()


def twins(frame: pl.DataFrame, name: str, columns: list[Column]) -> list[Column]:
    """Columns that are one to one with the names of the series: their ids, or longer names."""
    series = frame[name].n_unique()
    found = []
    for column in columns:
        called = bool(NAME_WORDS & set(words(column.name)))
        may_be = called or column.role == "category" and series >= FEWEST_TWINS
        if column.name == name or column.missing or not may_be:
            continue
        pairs = frame.select(name, column.name).n_unique()
        if column.unique == series == pairs:
            found.append(column)
    return found


def candidates(table: Table, columns: list[Column]) -> list[str]:
    """Words, and whole numbers that are no part of a time."""
    return [
        c.name
        for c in columns
        if c.role in ("category", "number") and c.unique > 1 and not c.missing
        if AND not in c.name and not next(date_and_clock.of_day(table, c.name), None)
        if c.role == "category" or _is_code(table.frame[c.name])
    ]


def _is_code(cells: pl.Series) -> bool:
    whole = bool((cells == cells.floor()).all())
    return whole and not TIME_WORDS & set(words(cells.name))
