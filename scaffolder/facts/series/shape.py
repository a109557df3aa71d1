"""A regular time, its numbers and the names of its series, as a table may hold them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scaffolder.facts.model import Column
from scaffolder.facts.series import date_and_clock, keys, not_apart
from scaffolder.facts.series.moments import TIME_WORDS, Moments, candidates, spaced
from scaffolder.facts.tables.columns import words
from scaffolder.facts.tables.reading import Reading
from scaffolder.facts.written.time_parts import AND

if TYPE_CHECKING:
    import polars as pl

FEWEST = 30  # steps: less than that nobody would call a series
ALONE = 0.98  # of the rows must have a time (and a name) of their own
LINE = 0.99999  # correlation of two times
MONTH = 0.09  # of a year


@dataclass(frozen=True)
class Shape:
    """How a table holds series: wide, or long with a column `series` of names."""

    moments: Moments
    keys: tuple[str, ...]  # columns that name a series together; none for wide
    channels: tuple[str, ...]  # columns of numbers
    aside: tuple[Column, ...]  # all others, without time and names
    alone: float  # share of the rows with a time (and a name) of their own

    @property
    def series(self) -> str:
        """As config.py has it; "" for wide."""
        return AND.join(self.keys)


def shape_of(reading: Reading) -> Shape | None:
    """The time column that leaves the steps most even, or None."""
    found = [
        shape(reading, spaced(name, times, form))
        for name, times, form in (
            *candidates(reading.train),
            *date_and_clock.pairs(reading.train),
        )
    ]
    fit = [one for one in found if one.channels]
    return max(fit, key=lambda one: (one.alone, one.moments.regular), default=None)


def shape(reading: Reading, moments: Moments) -> Shape:
    others = [c for c in reading.columns if c.name not in moments.columns]
    alone, names = own_time(reading, moments, others)
    names, twins = with_twins(reading, names, others)
    others = [replace(c, role="twin") if c.name in twins else c for c in others]
    others = [
        replace(c, role="time") if is_again(reading.train.frame[c.name], moments) else c
        for c in others
    ]
    numbers = tuple(
        c.name for c in others if c.role == "number" and c.name not in names
    )
    aside = tuple(c for c in others if c.name not in (*names, *numbers))
    return Shape(moments, names, numbers, aside, alone)


def with_twins(
    reading: Reading, names: tuple[str, ...], others: list[Column]
) -> tuple[tuple[str, ...], list[str]]:
    """(the column of names, its twins): of an id and a name the name, which tells more."""
    if len(names) != 1:
        return names, []
    found = [reading.column(names[0])]
    found += keys.twins(reading.train.frame, names[0], others)
    told = next((c for c in found if c.role == "category"), found[0])
    return (told.name,), [c.name for c in found if c is not told]


def is_again(cells: pl.Series, moments: Moments) -> bool:
    """Whether they are the time once more: as seconds, or as a year with decimals: 1958.2027."""
    import polars as pl

    if not (cells.dtype.is_float() and cells.count()):
        return False
    if not moments.format:
        named = TIME_WORDS & set(words(cells.name))
        alike = pl.select(pl.corr(cells, moments.cells.cast(float))).item()
        return bool(named) and alike is not None and alike > LINE
    days = moments.cells.dt.ordinal_day().cast(float)
    apart = cells - moments.cells.dt.year() - days / 366
    return bool((apart.drop_nulls().abs() < MONTH).all())


def own_time(
    reading: Reading, moments: Moments, others: list[Column]
) -> tuple[float, tuple[str, ...]]:
    """(share of the rows with a time of their own, the columns of names that make it so)"""
    frame = reading.train.frame.with_columns(moments.cells.alias(moments.column))
    alone = share_alone(frame, [moments.column])
    if alone >= ALONE:
        return alone, ()
    for column in others:
        if not_apart.clock(reading.train, [column]):
            continue
        named = column.role == "category" or (
            column.role in ("number", "text", "id")
            and keys.NAME_WORDS & set(words(column.name))
        )
        if named and 1 < column.unique <= len(frame) / FEWEST:
            each = share_alone(frame, [moments.column, column.name])
            if each >= ALONE:
                return each, (column.name,)
    names = keys.together(reading.train, moments.cells, others, ALONE)
    return (share_alone(frame, [moments.column, *names]) if names else alone), names


def share_alone(frame: pl.DataFrame, columns: list[str]) -> float:
    return frame.select(columns).n_unique() / max(1, len(frame))
