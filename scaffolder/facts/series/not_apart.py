"""Times that stand in a table in a way that is not read, and what makes them one that is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from scaffolder.facts.model import Column
from scaffolder.facts.table import Table

if TYPE_CHECKING:
    import polars as pl

CLOCK = r"^\d{1,2}[:.]\d{2}([:.]\d{2})?( ?[AaPp][Mm])?$"
PERIOD = r"^(\d{4}[-_ ]?[QqTt][1-4]|[QqTt][1-4][-_/ ]?\d{4}|\d{4}-?[Ww]\d{2})$"
MOST_NAMES = 8  # columns that may name a series together


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
            yield (
                f"{name} is a time, such as {first}, written in a way that is not read:"
                " write the first day in its place, such as 2001-01-01 for 2001Q1, to forecast"
                " or to split by time."
            )


def pair_of_names(
    frame: pl.DataFrame, time: str, columns: list[Column], alone: float
) -> tuple[str, str] | None:
    """Two columns that together, with the time, tell every row from the others."""
    short = [c for c in columns if 1 < c.unique <= len(frame) / 10 and not c.missing]
    for one, other in combinations(short[:MOST_NAMES], 2):
        keys = [frame[time], frame[one.name], frame[other.name]]
        if distinct(keys) >= alone * len(frame) and few(keys[1:], frame):
            return one.name, other.name
    return None


def distinct(columns: list[pl.Series]) -> int:
    import polars as pl

    return pl.DataFrame(columns).n_unique()


def few(names: list[pl.Series], frame: pl.DataFrame) -> bool:
    """Names of series come again at each time: not measurements, which hardly repeat."""
    return distinct(names) <= len(frame) / 10


def together(names: tuple[str, str]) -> str:
    one, other = names
    return (
        f"{one} and {other} name a series together: join them in one column, such as"
        f" {one}-{other}, to forecast each"
    )
