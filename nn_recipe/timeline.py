"""Times as text, put in order by other means than the project's own."""

from typing import Any

import polars as pl

PARTS = "+"  # the format of a time whose year, month, ... have columns of their own
AND = f" {PARTS} "  # between the names of columns, and between their formats
HOUR = "%H"  # the format of a column of hours, which are numbers


def columns(config: Any) -> list[str]:
    """Those that say when a row was."""
    form = getattr(config, "time_format", "")
    if form == PARTS or AND in form:
        return config.split_column.split(AND)
    return [config.split_column]


def names(frame: pl.DataFrame, config: Any) -> list[str]:
    """Columns that name the series of a row: one, or several together; none where it is wide."""
    named = getattr(config, "series", "")
    if not named or named in frame.columns:
        return [named] if named else []
    return named.split(AND)


def of_rows(frame: pl.DataFrame, config: Any) -> pl.Series:
    """When each row was."""
    names = columns(config)
    if len(names) == 1:
        return moments(frame[names[0]], getattr(config, "time_format", ""))
    if config.time_format != PARTS:
        return of_day_and_clock(frame, names, config.time_format.split(AND))
    parts = [frame[name].cast(pl.Float64, strict=False).cast(int) for name in names]
    days = [*parts[:3], *[pl.lit(1)] * (3 - len(parts))]
    return frame.select(pl.datetime(*days, *parts[3:])).to_series()


def of_day_and_clock(
    frame: pl.DataFrame, names: list[str], forms: list[str]
) -> pl.Series:
    """From two columns of text, each with its format."""
    day, clock = (frame[name].cast(pl.String) for name in names)
    if forms[1] == HOUR:
        hours = clock.cast(pl.Float64, strict=False).cast(pl.Int64)
        since = pl.select(pl.duration(hours=hours)).to_series()
        return moments(day, forms[0]) + since
    return moments(day + " " + clock, " ".join(forms))


def moments(cells: pl.Series, time_format: str) -> pl.Series:
    """Text as times, null where it is none; with "" as numbers."""
    if not time_format:
        number = cells.cast(pl.Float64, strict=False)
        whole = number.cast(pl.Int64, strict=False)
        return whole if (whole == number).all() else number
    if "%d" not in time_format:  # a month: its first day
        cells, time_format = cells + "-01", f"{time_format}-%d"
    if "%M" not in time_format and "%H" not in time_format:
        return cells.str.to_date(time_format, strict=False).cast(pl.Datetime("us"))
    times = cells.str.to_datetime(time_format, strict=False, time_unit="us")
    return times.dt.replace_time_zone(None)  # "+02:00" has become UTC
