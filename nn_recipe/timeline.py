"""Times as text, put in order by other means than the project's own."""

import polars as pl


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
