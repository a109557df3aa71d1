"""Whole numbers that count up and begin anew: an hour or a weekday, or a number within a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolder.facts.model import Column

if TYPE_CHECKING:
    import polars as pl

CYCLE_WORDS = {"hour", "hours", "hr", "minute", "minutes", "second", "weekday", "dow"}
CYCLE_WORDS |= {"month", "months", "quarter", "week", "day", "doy", "season", "shift"}
FEWEST = 3  # times that a counter begins anew before it may be a cycle
SAME = 0.9  # of its turns end at the same largest value


def returns(cells: pl.Series, named: set[str]) -> bool:
    """Whether a counter begins anew again and again, always from about the same value.

    The days of months end at 28 to 31; there the name says it.
    """
    steps = cells.diff()
    begins = (steps < 0).fill_null(False)
    if begins.sum() < (1 if named & CYCLE_WORDS else FEWEST):
        return False
    if named & CYCLE_WORDS:
        return True
    ends = cells.shift(1).filter(begins)
    return bool((ends == cells.max()).mean() >= SAME)  # type: ignore[operator]


def within_a_group(frame: pl.DataFrame, column: Column, others: list[Column]) -> str:
    """The column of names that changes just where this counter begins anew; "" if none."""
    import polars as pl

    begins = (frame[column.name].diff() < 0).fill_null(False)
    for other in others:
        if other.role not in ("category", "text", "id") or other.unique < FEWEST:
            continue
        cells = frame[other.name]
        changes = cells.ne_missing(cells.shift(1)) & (pl.Series(range(len(cells))) > 0)
        if (changes == begins).all():
            return other.name
    return ""


def numbers_a_group(
    cells: pl.Series, frame: pl.DataFrame, columns: list[Column]
) -> bool:
    """Whether a column counts 1, 2, 3 within each value of another, however few they are."""
    import polars as pl

    if (
        len(cells) < 20
        or cells[0] not in (0, 1)
        or cells[1] not in (cells[0], cells[0] + 1)
    ):
        return False
    if cells.null_count() or cells.name.lower() in CYCLE_WORDS:
        return False
    begins = (cells == cells[0]) & (pl.Series(range(len(cells))) > 0)
    counts = (cells.diff() == 1) | (cells == cells[0])
    if begins.sum() < FEWEST or not counts.all() or cells.n_unique() < FEWEST:
        return False
    for other in columns:
        if other.role not in ("category", "text", "id") or other.unique < FEWEST:
            continue
        changes = frame[other.name].ne_missing(frame[other.name].shift(1))
        if (changes[1:] == begins[1:]).all():
            return True
    return False
