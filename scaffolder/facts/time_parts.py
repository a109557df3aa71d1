"""A time whose year, month, day, hour and minute stand in columns of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolder.facts.columns import words
from scaffolder.facts.table import Table

if TYPE_CHECKING:
    import polars as pl

PARTS = "+"  # the format of a time that stands in several columns
AND = " + "  # between their names
# largest number of a part, and what it may be called
SIZES = (
    (2200, ("year", "yr", "yyyy", "jahr", "annee")),
    (12, ("month", "mon", "mm", "mo", "monat", "mois")),
    (31, ("day", "dd", "dy", "tag", "jour")),
    (23, ("hour", "hr", "hh", "stunde", "heure")),
    (59, ("minute", "min", "minutes")),
)


def parts(table: Table) -> list[str]:
    """Columns of whole numbers called year, month, day, hour, minute, as far as they go."""
    numbers = {
        found[0]: name
        for name in table.names
        if table.frame[name].dtype.is_float() and len(found := words(name)) == 1
    }
    names: list[str] = []
    for size, (most, known) in enumerate(SIZES):
        name = next((numbers[word] for word in known if word in numbers), "")
        cells = table.frame[name].drop_nulls() if name else None
        if cells is None or not len(cells) or not (cells == cells.floor()).all():
            break
        low, high = (0, most) if size > 2 else (1, most)
        if not low <= cells.min() <= cells.max() <= high:  # type: ignore[operator]
            break
        names.append(name)
    return names if len(names) > 1 else []


def joined(table: Table, names: list[str]) -> pl.Series:
    """The parts as one time, as `on_the_grid` in read.py of a project joins them."""
    import polars as pl

    numbers = [pl.col(name).cast(pl.Int64, strict=False) for name in names]
    numbers += [pl.lit(1)] * (3 - len(numbers))
    return table.frame.select(pl.datetime(*numbers).alias("time")).to_series()


def in_order(table: Table) -> str:
    """The parts that order the rows, joined; "" where none do."""
    if not (names := parts(table)):
        return ""
    times = joined(table, names)
    if times.null_count() or times.n_unique() < 10 or not times.is_sorted():
        return ""
    return AND.join(names)
