"""A time whose day and whose time of day stand in two columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scaffolder.facts.series.moments import candidates, spaced
from scaffolder.facts.tables.columns import words
from scaffolder.facts.written.table import Table, texts
from scaffolder.facts.written.time_parts import AND, PARTS, SIZES

if TYPE_CHECKING:
    import polars as pl

HOUR = "%H"  # the form of a column of hours, as numbers
HOURS = (*SIZES[3][1], "hora", "uur", "timme")  # what such a column is called
CLOCKS = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "%H.%M.%S", "%H.%M")
READ = 0.99  # of the cells
REPEATS = 0.5  # of the rows at most have a day of their own, or the day is the time
LAST = 24  # some count the hours of a day from 1


def pairs(table: Table) -> Iterator[tuple[str, pl.Series, str]]:
    """(both columns, the times, both forms), where together they come in even steps."""
    clocks = [one for name in table.names for one in of_day(table, name)]
    for date, days, form in candidates(table) if clocks else ():
        if not is_of_days(days, form) or AND in date:
            continue
        for name, since, clock in clocks:
            both, forms = f"{date}{AND}{name}", f"{form}{AND}{clock}"
            if name != date and spaced(both, days + since, forms).step:
                yield both, days + since, forms


def is_of_days(days: pl.Series, form: str) -> bool:
    if "%d" not in form or "%H" in form or "%I" in form or form == PARTS:
        return False
    return days.n_unique() <= REPEATS * len(days)


def of_day(table: Table, name: str) -> Iterator[tuple[str, pl.Series, str]]:
    """(the column, its time since midnight, its form); nothing if it is no time of day."""
    import polars as pl

    if AND in name:
        return
    if is_hours(table, name):
        hours = table.frame[name].cast(pl.Float64, strict=False).cast(pl.Int64)
        yield name, table.frame.select(pl.duration(hours=hours)).to_series(), HOUR
        return
    cells = table.frame[name]
    if cells.dtype.is_float() and not cells.drop_nulls().is_between(0, LAST).all():
        return  # 9.30 may be one; most numbers are none
    cells = texts(table, name)
    for form in CLOCKS:
        times = cells.str.to_time(form, strict=False)
        if times.count() >= READ * max(1, cells.count()):
            yield name, times.cast(pl.Duration("us")), form
            return


def is_hours(table: Table, name: str) -> bool:
    """Whole numbers from 0 to 24 below such a name; "hours worked" are none."""
    import polars as pl

    cells = table.frame[name].drop_nulls()
    numbers = cells.cast(pl.Float64, strict=False)
    if len(words(name)) != 1 or words(name)[0] not in HOURS or not len(cells):
        return False
    whole = not numbers.null_count() and bool((numbers % 1 == 0).all())
    return whole and bool(numbers.is_between(0, LAST).all()) and numbers.n_unique() > 2
