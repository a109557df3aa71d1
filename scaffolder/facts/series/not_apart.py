"""Times that stand in a table in a way that is not read, and what makes them one that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scaffolder.facts.commands import beside, on_table, text
from scaffolder.facts.listing import said
from scaffolder.facts.model import Column
from scaffolder.facts.series.moments import read_dates
from scaffolder.facts.written.table import Table

if TYPE_CHECKING:
    import polars as pl

CLOCK = r"^\d{1,2}[:.]\d{2}([:.]\d{2})?( ?[AaPp][Mm])?$"
PERIOD = r"^(\d{4}[-_ ]?[QqTt][1-4]|[QqTt][1-4][-_/ ]?\d{4}|\d{4}-?[Ww]\d{2})$"
MIDNIGHT = r"\d[ T]24:00(:00)?$"
BEGINNING = r"^(\d+[./-]\d+[./-]\d+(?:[ T]\d+:[\d:]+(?: [AaPp][Mm])?)?)"
INTERVAL = rf"{BEGINNING}(?:Z| ?\([A-Z]+\))? *(?:[-–—/]|to|bis) *\d{{1,4}}[./:-]\d"


def clock(table: Table, columns: list[Column]) -> str:
    """The column of times of day that belongs to a column of dates; "" if none."""
    return next((c.name for c in columns if written(table.frame[c.name], CLOCK)), "")


def written(cells: pl.Series, form: str) -> bool:
    """Whether the first cells of a column of text are all of a form."""
    if cells.dtype.is_float():
        return False
    head = cells.drop_nulls().head(200)
    return bool(len(head)) and bool(head.str.contains(form).all())


def periods(table: Table) -> Iterator[str]:
    """Sentences on quarters and weeks."""
    for name in table.names:
        if written(table.frame[name], PERIOD):
            first = table.frame[name].drop_nulls()[0]
            how = ""
            if re.search("[QqTt]", first):
                how = changed(table, first_days(name), "days")
            yield (
                f"{name} is a time, such as {first}, written in a way that is not read:"
                " write the first day in its place, such as 2001-01-01 for 2001Q1, to forecast"
                f" or to split by time{how}."
            )


def changed(table: Table, change: str, word: str) -> str:
    """The command that applies `change`, Python that begins with a dot."""
    written = beside(table, word)
    code = f"t{change}.write_csv({text(written.name)})"
    return f": {on_table(table, code)} and name {written}"


def first_days(name: str) -> str:
    column = f"pl.col({text(name)}).str"
    month = (
        f'({column}.extract("[QqTt]([1-4])").cast(int) * 3 - 2).cast(str).str.zfill(2)'
    )
    year = f'{column}.extract("([0-9]{{4}})")'
    return f'.with_columns(({year} + "-" + {month} + "-01").alias({text(name)}))'


def midnights(table: Table) -> Iterator[str]:
    """Sentences on days that end at 24:00."""
    for name in table.names:
        cells = table.frame[name]
        if cells.dtype.is_float() or not cells.str.contains(MIDNIGHT).any():
            continue
        plain = cells.str.replace("24:00", "00:00", literal=True)
        if form := next((form for _, form in read_dates(plain)), ""):
            count = int(cells.str.contains(MIDNIGHT).sum())
            yield (
                f"{name} writes midnight as 24:00 in {said(count, 'cell')}, which is not read:"
                " write 00:00 of the next day, to forecast or to split by time"
                f"{changed(table, next_days(name, form), 'times')}."
            )


def intervals(table: Table) -> Iterator[str]:
    """Sentences on times that are written from - to."""
    for name in table.names:
        cells = table.frame[name]
        if not written(cells, INTERVAL) or next(read_dates(cells), None):
            continue  # such as 2020-01-31 17:24:00-05:00, of a zone
        if not next(read_dates(cells.str.extract(BEGINNING, 1)), None):
            continue
        start = f'pl.col({text(name)}).str.extract({text(BEGINNING)}, 1).alias("time")'
        change = f".select({start}, pl.exclude({text(name)}))"
        yield (
            f"{name} is a time from - to, such as {cells.drop_nulls()[0]}, which is"
            " not read: write its beginning alone, to forecast or to split by time"
            f"{changed(table, change, 'times')}."
        )


def next_days(name: str, form: str) -> str:
    column = f"pl.col({text(name)}).str"
    time = f'{column}.replace("24:00", "00:00").str.to_datetime({text(form)})'
    days = f'pl.duration(days={column}.contains("24:00").cast(int))'
    return f'.with_columns(({time} + {days}).dt.to_string("%Y-%m-%d %H:%M:%S"))'


def with_clock(table: Table, date: str, time: str) -> str:
    """A command that writes a date and its time of day in one column."""
    of_day = f"pl.col({text(time)})"
    if table.frame[time].str.contains(".", literal=True).any():
        of_day += '.str.replace_all(".", ":", literal=True)'
    one = f'pl.concat_str(pl.col({text(date)}), {of_day}, separator=" ").alias("time")'
    rest = f"pl.exclude({text(date)}, {text(time)})"
    return changed(table, f".select({one}, {rest})", "timed")
