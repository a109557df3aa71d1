"""Times as text, put in order by other means than the project's own."""

from typing import Any

import polars as pl

PARTS = "+"  # the format of a time whose year, month, ... have columns of their own


def columns(config: Any) -> list[str]:
    """Those that say when a row was."""
    if getattr(config, "time_format", "") == PARTS:
        return config.split_column.split(f" {PARTS} ")
    return [config.split_column]


def of_rows(frame: pl.DataFrame, config: Any) -> pl.Series:
    """When each row was."""
    names = columns(config)
    if len(names) == 1:
        return moments(frame[names[0]], getattr(config, "time_format", ""))
    parts = [frame[name].cast(pl.Float64, strict=False).cast(int) for name in names]
    days = [*parts[:3], *[pl.lit(1)] * (3 - len(parts))]
    return frame.select(pl.datetime(*days, *parts[3:])).to_series()


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
