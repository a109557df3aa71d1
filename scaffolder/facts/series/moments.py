"""Which column is the time of a row, how it is written, and how far apart the steps are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from scaffolder.facts.listing import number, share
from scaffolder.facts.tables.columns import words
from scaffolder.facts.written.moment_numbers import (
    NUMBERED,
    SINCE_1970,
    are_long,
    are_moments,
)
from scaffolder.facts.written.table import Table, texts
from scaffolder.facts.written.time_parts import AND, PARTS, joined, parts

if TYPE_CHECKING:
    import polars as pl

DATES = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y")
DATES += ("%d-%b-%Y", "%d %b %Y", "%b %d %Y", "%m/%d/%y", "%d.%m.%y", "%Y%m%d")
DATES += ("%B %d, %Y", "%d %B %Y", "%m %d, %Y")
CLOCKS = (" %H:%M:%S", " %H:%M", "T%H:%M:%S", "T%H:%M", " %I:%M:%S %p", " %I:%M %p")
EXACT = (" %H:%M:%S%.f", "T%H:%M:%S%.f", "T%H:%M:%SZ", "T%H:%M:%S%.fZ")
EXACT += (
    " %H:%M%z",
    "T%H:%M%z",
    "T%H:%MZ",
    " %H:%M:%S%z",
    "T%H:%M:%S%z",
    "T%H:%M:%S%.f%z",
    " %H:%M:%S UTC",
)
FORMATS = (
    *DATES,
    *(date + clock for date in DATES for clock in CLOCKS),
    *("%Y-%m-%d" + clock for clock in EXACT),
    *("%a %b %d %H:%M:%S %z %Y", "%a %b %d %H:%M:%S %Z %Y"),
    *("%Y%m%d%H%M", "%Y-%m", "%Y/%m", "%b-%Y", "%b %Y", "%b-%y"),
)
TIME_WORDS = {"time", "date", "datetime", "timestamp", "ds", "t", "step", "epoch"}
TIME_WORDS |= {"ts", "unix", "utc", "elapsed", "seconds", "secs"}
TIME_WORDS |= {"year", "month", "week", "day", "hour", "minute", "period", "tick"}
OF_LABVIEW = ["x", "value"]
READ = 0.99  # of the cells must be times; the rest is left out
REGULAR = 0.9  # of the distances must be equal, or nearly all may be gaps
UNEVEN = 0.05  # of a distance: what a clock may stray by, or the last decimal
SAMPLED = 0.99  # of the distances are no farther from the middle one
FINE = 10  # distances that are as large may stray
SAMPLE = 1000
OLDEST = 100  # a year before is one of two digits that was read as one of four


@dataclass(frozen=True)
class Moments:
    """The time column. `step` is as `recipe/timeline.py` of a project takes it."""

    column: str  # "year + month + day" where its parts stand in columns of their own
    format: str  # "" for numbers, PARTS for parts, "%d/%m/%Y + %H" for day and hour
    step: str  # "1h"; "" where the rows are the steps
    regular: float  # share of the distances between neighbours that are one step
    noun: str  # "1 hour": a step in words
    cells: pl.Series  # the times, as read: Datetime, Int64, or Float64: without a step

    @property
    def even(self) -> bool:
        """Whether each row is one step after the one before, or leaves a gap."""
        return bool(self.step) or not self.format and self.regular >= SAMPLED

    @property
    def columns(self) -> list[str]:
        """All columns that say when a row was."""
        several = self.format == PARTS or AND in self.format
        return self.column.split(AND) if several else [self.column]


def candidates(table: Table) -> Iterator[tuple[str, pl.Series, str]]:
    """(column, its times, its format) of all that may say when a row was."""
    if names := parts(table):  # before a part of them alone
        yield AND.join(names), joined(table, names), PARTS
    for name in table.names:
        cells = table.frame[name]
        if not cells.dtype.is_float():
            yield from ((name, *found) for found in read_dates(cells))
            if are_long(cells, set(words(name))):
                yield name, cells.cast(int), ""
        elif TIME_WORDS & set(words(name)) or words(name) == OF_LABVIEW:
            yield from ((name, *found) for found in read_dates(texts(table, name)))
            if counts_time(cells):
                yield name, cells.cast(int), ""
            elif rises(cells):
                yield name, cells, ""
        elif NUMBERED.fullmatch(name) and are_moments(cells, cells.n_unique(), set()):
            yield from ((name, *found) for found in read_dates(texts(table, name)))


def counts_time(cells: pl.Series) -> bool:
    """Whole numbers that seldom fall, or in even steps: "day-ahead price" is none.

    Seconds since 1970 may stand in any order.
    """
    filled = cells.drop_nulls()
    if not len(filled) or not (filled == filled.floor()).all():
        return False
    low, high = filled.min(), filled.max()
    since = any(begin <= low and high <= end for begin, end in SINCE_1970)  # type: ignore[operator]
    steps, gaps = filled.diff().drop_nulls(), distances(filled)
    against = min((steps < 0).sum(), (steps > 0).sum())  # newest first, too
    if since or against <= (1 - REGULAR) * len(steps):
        return True
    return bool((gaps == gaps.mode().min()).mean() >= REGULAR)  # type: ignore[operator]


def rises(cells: pl.Series) -> bool:
    """Seconds since the start: each row has a later one, 0.00, 0.01, 0.02."""
    return not cells.null_count() and bool((cells.diff().drop_nulls() > 0).all())


def read_dates(cells: pl.Series) -> Iterator[tuple[pl.Series, str]]:
    """The cells in each format that reads nearly all of them; days before months."""
    head = cells.drop_nulls().head(SAMPLE)
    if not len(head) or not head[:20].str.contains(r"\d").all():
        return  # names: each format would be tried in vain
    for form in FORMATS:
        if parsed(head, form).count() < READ * len(head):
            continue
        times = parsed(cells, form)
        oldest = times.dt.year().min() or 0  # 17 is a year of two digits
        if times.count() >= READ * cells.count() and oldest >= OLDEST:  # type: ignore[operator]
            yield times, form


def parsed(cells: pl.Series, form: str) -> pl.Series:
    """As `on_the_grid` in read.py of a project does."""
    import polars as pl

    if "%d" not in form:
        cells, form = cells + "-01", f"{form}-%d"
    if "%M" not in form and "%H" not in form:
        return cells.str.to_date(form, strict=False).cast(pl.Datetime("us"))
    times = cells.str.to_datetime(form, strict=False, time_unit="us")
    return times.dt.replace_time_zone(None)


def distances(times: pl.Series) -> pl.Series:
    """Between neighbours in the order of time, copies apart."""
    return times.drop_nulls().unique().sort().diff().drop_nulls()


def spaced(column: str, times: pl.Series, form: str) -> Moments:
    """The step that most neighbours are apart."""
    gaps = distances(times)
    if not len(gaps):
        return Moments(column, form, "", 0.0, "row", times)
    usual = gaps.mode().sort()[0]
    regular = (gaps == usual).mean() or 0.0
    if not form and (gaps.dtype.is_float() or regular < REGULAR and usual > FINE):  # type: ignore[operator]
        apart = gaps.to_numpy()
        usual = float(np.median(apart))
        regular = float((abs(apart / usual - 1) < UNEVEN).mean())
        return Moments(column, "", "", regular, f"{number(usual)} of {column}", times)
    if not form:
        noun = f"{usual:,} of {column}" if usual > 1 else f"1 of {column}"
        step = f"{usual}i" if regular >= REGULAR else ""
        return Moments(column, form, step, regular, noun, times)
    if months := whole_months(times):
        return Moments(column, form, f"{months}mo", 1.0, plural(months, "month"), times)
    step, noun = in_words(usual)
    if regular < REGULAR:  # trading days: the weekend is no step
        return Moments(column, form, "", regular, "row", times)
    return Moments(column, form, step, regular, noun, times)


def whole_months(times: pl.Series) -> int:
    """1 for monthly, 3 for quarterly data, 12 for yearly; 0 if steps are no months."""
    moments = times.drop_nulls().unique().sort()
    at_noon = (moments - moments.dt.truncate("1d")).n_unique() == 1
    months = (moments.dt.year() * 12 + moments.dt.month()).cast(int).diff().drop_nulls()
    days = moments.diff().dt.total_days().drop_nulls()
    if not at_noon or len(months) < 2 or (days < 28).any():
        return 0
    usual = months.mode().sort()[0]
    even = (months % usual == 0).all() if usual else False
    return int(usual) if even and (months == usual).mean() >= REGULAR else 0


def in_words(step: timedelta) -> tuple[str, str]:
    seconds = step.total_seconds()
    units = ((604800, "w", "week"), (86400, "d", "day"), (3600, "h", "hour"))
    for size, letter, noun in (*units, (60, "m", "minute"), (1, "s", "second")):
        if seconds >= size and seconds % size == 0:
            count = int(seconds // size)
            return f"{count}{letter}", plural(count, noun)
    count = round(seconds * 1e6)
    return f"{count}us", plural(count, "microsecond")


def plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count != 1 else ''}"


def even(moments: Moments) -> str:
    return f"{share(moments.regular, 1)} of the steps are {moments.noun} apart"
