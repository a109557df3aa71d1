"""A table whose rows are moments: sorted, on a regular grid, a row of numbers per channel.

Nothing here looks ahead: what fills a gap is the last value known before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from .tables import Table

TIME = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True)
class Timeline:
    """All channels over all steps of one file."""

    name: str  # of the file
    times: list[str]  # [steps], in order; equal distances apart if there is a grid
    channels: list[str]
    values: np.ndarray  # float64 [channels, steps]; nan where nothing was measured
    known: np.ndarray  # the same, with the last known value in each gap


def timeline(
    table: Table,
    left_out: dict[str, str],
    *,
    name: str,
    time: str,
    time_format: str,
    step: str,
    series: str,
    target: str,
    drop: Sequence[str],
) -> Timeline:
    """The channels are all columns but `time`, `series` and `drop`; or `target` alone.

    `step` is the distance of the grid, as polars writes it: "15m", "1h", "1mo", "1i" for
    times that are whole numbers; "" takes each row for the next step. With a column `series`
    each of its names is a channel. Values of the same moment become their mean.
    """
    keys = [column for column in (time, series) if column]
    frame = table.with_values_in(keys, left_out).frame
    numbers = [c for c in frame.columns if c not in {time, series, *drop}]
    numbers = [target] if target else numbers
    values = pl.col(numbers).cast(pl.Float64, strict=False)
    values = pl.when(values.is_finite()).then(values).name.keep()
    frame = frame.select(moments(frame[time], time_format), *keys[1:], values)
    frame = frame.drop_nulls(time)
    if step:
        frame = frame.with_columns(on_the_grid(time, step))
    if series:
        frame = frame.pivot(
            series, index=time, aggregate_function="mean", sort_columns=True
        )
    frame = frame.group_by(time).mean().sort(time)
    if step:
        frame = frame.upsample(time, every=step)
    if not len(frame):
        raise ValueError(
            f"Found no time in the column {time!r} of {name}, needed one that "
            f"`time_format` {time_format!r} reads: compare config.py with the file"
        )
    times = frame[time]
    frame = frame.drop(time)
    return Timeline(
        name,
        (times.dt.strftime(TIME) if time_format else times.cast(pl.String)).to_list(),
        frame.columns,
        in_rows(frame),
        in_rows(frame.select(pl.all().forward_fill())),
    )


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


def on_the_grid(time: str, step: str) -> pl.Expr:
    """The moment of the grid nearest to each time: clocks are rarely on the second."""
    first = pl.col(time).min()
    if step.endswith("mo"):
        return pl.col(time).dt.truncate(step)
    if step.endswith("i"):
        width = int(step[:-1])
        return first + (pl.col(time) - first + width // 2) // width * width
    offset = first - first.dt.truncate(step)
    return (pl.col(time) - offset).dt.round(step) + offset


def in_rows(frame: pl.DataFrame) -> np.ndarray:
    """float64 [channels, steps]"""
    return np.ascontiguousarray(frame.fill_null(np.nan).to_numpy().T)
