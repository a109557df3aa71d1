"""A time whose year, month, day, hour and minute stand in columns of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolder.facts.tables.columns import words
from scaffolder.facts.written import dates
from scaffolder.facts.written.moment_numbers import FEWEST, NUMBERED
from scaffolder.facts.written.table import Table

if TYPE_CHECKING:
    import polars as pl

PARTS = "+"  # the format of a time that stands in several columns
AND = " + "  # between their names
OLDEST = 1500  # of a year in a column without a name
# largest number of a part, and what it may be called
SIZES = (
    (2200, ("year", "yr", "yyyy", "yy", "jahr", "annee")),
    (12, ("month", "mon", "mm", "mo", "monat", "mois")),
    (31, ("day", "dd", "dy", "tag", "jour")),
    (23, ("hour", "hr", "hh", "stunde", "heure")),
    (59, ("minute", "min", "minutes", "mm")),  # the month before it is MM
)


def parts(table: Table) -> list[str]:
    """Columns of whole numbers called year, month, day, hour, minute, as far as they go."""
    names: list[str] = []
    for size, (most, known) in enumerate(SIZES):
        free = [name for name in table.names if name not in names]
        name = next((n for word in known for n in free if words(n) == [word]), "")
        least = 1000 if words(name) == ["yy"] else int(size < 3)  # 97 is no year
        if not name or not fits(table.frame[name], least, most):
            break
        names.append(name)
    return names if len(names) > 1 else unnamed(table)


def unnamed(table: Table) -> list[str]:
    """Without a header: a year and the columns right of it, as far as needed to order all rows."""
    for place in range(len(table.names)):
        names: list[str] = []
        for size, name in enumerate(table.names[place : place + len(SIZES)]):
            least = int(size < 3) if size else OLDEST
            if not NUMBERED.fullmatch(name) or not fits(
                table.frame[name], least, SIZES[size][0]
            ):
                break
            names.append(name)
            if size and _is_order(joined(table, names)):
                return names
    return []


def _is_order(times: pl.Series) -> bool:
    whole = len(times) >= FEWEST and not times.null_count()
    return whole and bool(times.is_unique().all()) and dates.in_order(times)


def fits(cells: pl.Series, least: int, most: int) -> bool:
    """Whole numbers from `least` to `most`; "07" is one."""
    import polars as pl

    cells = cells.drop_nulls()
    numbers = cells.cast(pl.Float64, strict=False)
    if not len(cells) or numbers.null_count() or not (numbers % 1 == 0).all():
        return False
    return bool(numbers.is_between(least, most).all())


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
    if times.null_count() or times.n_unique() < FEWEST or not times.is_sorted():
        return ""
    return AND.join(names)
