"""Whoever comes again in the later rows: a split by time leaves them on both of its sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolder.facts.commands import flag
from scaffolder.facts.listing import share
from scaffolder.facts.model import Column
from scaffolder.facts.splits import repeats
from scaffolder.facts.splits.rows import is_group
from scaffolder.facts.written import dates

if TYPE_CHECKING:
    import polars as pl

LATEST = 0.15  # of the rows test, and as many before them validate
NOTABLE = 0.05  # of the latest rows are of somebody that earlier rows are of, too


def sentences(frame: pl.DataFrame, columns: list[Column], by: str) -> list[str]:
    """Of each column that names whose a row is; the rows are in the order of `by`."""
    if _newest_first(frame, by):
        frame = frame.reverse()
    count = round(LATEST * len(frame))
    told = []
    for column in columns:
        if column.name == by or not _names_whose(column, len(frame)):
            continue
        known = frame[column.name].head(len(frame) - 2 * count).unique().implode()
        cells = frame[column.name].tail(count).drop_nulls()
        again = int(cells.is_in(known).sum())
        if again > NOTABLE * len(cells):
            told.append(_on_both_sides(column, share(again, len(cells))))
    return told


def _newest_first(frame: pl.DataFrame, by: str) -> bool:
    """Of the parts of a time, joined, it is not asked: either end tells about as much."""
    if by not in frame.columns:
        return False
    cells = frame[by]
    read = None if cells.dtype.is_float() else dates.read(cells)
    times = read[0] if read else cells
    return bool(len(times)) and times[0] > times[-1]


def _names_whose(column: Column, rows: int) -> bool:
    """By its name, and it comes again a few times: by chance it would make the split."""
    return is_group(column, rows) or repeats.is_repeated_code(column, rows)


def _on_both_sides(column: Column, many: str) -> str:
    name = column.name
    return (
        f"{name} is on both sides of the split by time: it has {column.unique:,} values,"
        f" and {many} of the rows that test have one that training has, too. Right if known"
        " ones come again; for new ones the score flatters: --split group"
        f" {flag('--split-column', name)}."
    )
