"""Columns that say a part of the time once more: month, weekday, hour, season."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from scaffolder.facts.series.shape import Shape
from scaffolder.facts.tables.columns import words
from scaffolder.facts.tables.reading import Reading

if TYPE_CHECKING:
    import polars as pl

NAMES = {
    "year",
    "yr",
    "quarter",
    "qtr",
    "season",
    "month",
    "mnth",
    "mon",
    "week",
    "woy",
}
NAMES |= {"day", "weekday", "dayofweek", "dow", "wday", "weekend", "doy", "dayofyear"}
NAMES |= {"hour", "hr", "minute", "jahr", "monat", "tag", "wochentag", "stunde"}
AGAIN = 1.25  # rows for each value of a part: of fewer, everything follows from it


def without(reading: Reading, shape: Shape, told: set[str]) -> Shape:
    """These are aside: nothing of them is to be forecast, if anything is left."""
    kept = tuple(name for name in shape.channels if name not in told)
    if not kept or not told:
        return shape
    aside = tuple(
        replace(column, role="calendar")
        for column in reading.columns
        if column.name in told
    )
    return replace(shape, channels=kept, aside=(*shape.aside, *aside))


def found(reading: Reading, shape: Shape) -> Iterator[str]:
    moments, frame = shape.moments.cells, reading.train.frame
    if not moments.dtype.is_temporal():
        return
    parts = list(parts_of(moments))
    for name in shape.channels:
        if NAMES & set(words(name)) and any(follows(frame[name], p) for p in parts):
            yield name


def parts_of(moments: pl.Series) -> Iterator[pl.Series]:
    at = moments.dt
    yield from (at.year(), at.quarter(), at.month(), at.week(), at.weekday(), at.day())
    yield from (at.hour(), at.minute(), at.month().cast(int) * 100 + at.day())


def follows(cells: pl.Series, part: pl.Series) -> bool:
    """Does each value of the part go with one value of the column?"""
    import polars as pl

    both = pl.DataFrame({"part": part, "cell": cells}).drop_nulls()
    if both["part"].n_unique() * AGAIN > len(both):
        return False
    return both.unique()["part"].is_unique().all()
