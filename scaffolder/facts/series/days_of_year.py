"""A year, the day counted within it, and perhaps a time of day as 930 or 2330."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolder.facts.commands import text
from scaffolder.facts.listing import some
from scaffolder.facts.series.not_apart import changed
from scaffolder.facts.tables.columns import words
from scaffolder.facts.written.table import Table
from scaffolder.facts.written.time_parts import SIZES, fits

DAYS = {"doy", "dayofyear", "dayofyr", "yday", "jday", "julianday", "julday", "yearday"}
CLOCKS = {"hhmm", "hrmn", "hrmin", "hourminute", "hourmin", "time"}
MINUTES = 60  # of an hour, in the last two digits


def sentences(table: Table) -> Iterator[str]:
    """That such columns are one time, with the command that writes it."""
    year = _called(table, {*SIZES[0][1]}, 1000, SIZES[0][0])
    day = _called(table, DAYS, 1, 366)
    if not year or not day:
        return
    clock = _called(table, CLOCKS, 0, 2400)
    if clock and (table.frame[clock] % 100 >= MINUTES).any():
        clock = ""
    hour = "" if clock else _called(table, {*SIZES[3][1]}, 0, 24)
    names = [name for name in (year, day, clock or hour) if name]
    time = (
        f"pl.datetime({_whole(year)}, 1, 1) + pl.duration(days={_whole(day)} - 1"
        + (
            f", hours={_whole(clock)} // 100, minutes={_whole(clock)} % 100"
            * bool(clock)
        )
        + (f", hours={_whole(hour)}" * bool(hour))
    )
    one = f'(({time})).dt.to_string("%Y-%m-%d %H:%M:%S")).alias("time")'
    change = changed(table, f".select({one}, pl.exclude({text(names)}))", "times")
    yield (
        f"{some(names)} are one time, the day counted within its year, which is not read so:"
        f" write it in one column, to forecast or to split by time{change}."
    )


def _called(table: Table, known: set[str], least: int, most: int) -> str:
    """The column of whole numbers of that size with such a name; "" if none."""
    for name in table.names:
        cells = table.frame[name]
        named = "".join(words(name)) in known and cells.dtype.is_float()
        if named and fits(cells, least, most):
            return name
    return ""


def _whole(name: str) -> str:
    return f"pl.col({text(name)}).cast(float).cast(int)"
