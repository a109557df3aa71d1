"""Values over time, as the file holds them: a channel for each, a step for each moment.

Yours to edit. Nothing here looks ahead: a gap is filled with the last value known before it.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from .config import Config

Values = dict[str, np.ndarray]  # channel -> its values, one a step


@dataclass(frozen=True)
class Example:
    """What was known at a moment, and what came next."""

    id: str  # "tank.csv:2024-03-01 05:00:00", the last moment that is known
    raw: Values  # the `lookback` steps up to it, gaps filled
    answer: Values | None  # how far the `horizon` steps after it go; nan: nobody knows


@dataclass(frozen=True)
class Timeline:
    """All channels over all steps of one file; the first ones are forecast."""

    name: str  # of the file
    times: list[str]  # [steps], in order
    channels: list[str]
    forecast: int  # how many of them; the others are seen by the net alone
    values: np.ndarray  # float64 [channels, steps]; nan where nothing was measured
    known: np.ndarray  # the same, with the last known value in each gap
    left_out: dict[str, str] = field(default_factory=dict)  # row of the file -> why

    def past(self, now: int, lookback: int) -> Values:
        """The steps before step `now`."""
        steps = self.known[:, now - lookback : now]
        return dict(zip(self.channels, steps, strict=True))

    def future(self, now: int, horizon: int) -> Values:
        """Step `now` and those after it, each as the distance from the last known value."""
        steps = self.values[:, now : now + horizon] - self.known[:, now - 1, None]
        return dict(zip(self.channels[: self.forecast], steps, strict=False))


def read(path: str | Path, config: Config) -> list[Example]:
    """New data: the one forecast to make, from the end of the file."""
    line = timeline(path, config)
    if len(line.times) < config.lookback:
        raise ValueError(
            f"{line.name} has {len(line.times)} steps, needed {config.lookback} to "
            "forecast from: give the steps before them, too."
        )
    past = line.past(len(line.times), config.lookback)
    return [Example(f"{line.name}:{line.times[-1]}", past, None)]


def timeline(path: str | Path, config: Config) -> Timeline:
    """Sorted, a step for each moment; rows without a time are left out."""
    path, time = Path(path), config.split_column
    if not path.is_file():
        raise ValueError(f"No file {path}: correct the path, or `data` in config.py.")
    frame = on_the_grid(table(path, config), config)
    if config.target and config.target not in frame.columns:
        raise ValueError(f"{path.name} lacks `target` {config.target!r}: correct one.")
    lost = frame[time].is_null()
    if lost.all():
        raise ValueError(
            f"Found no time in the column {time!r} of {path.name}: compare config.py "
            "with the file."
        )
    left_out = {f"{path.name}:{i + 1}": f"no {time}" for i in lost.arg_true()}
    frame = every_step(by_channel(frame.filter(~lost), config), config)
    times, filled = map(str, frame[time]), frame.select(pl.all().forward_fill())
    values, known = (
        np.ascontiguousarray(each.drop(time).fill_null(np.nan).to_numpy().T)
        for each in (frame, filled)
    )
    channels = frame.drop(time).columns
    forecast = 1 if config.target in channels else len(channels)
    return Timeline(path.name, [*times], channels, forecast, values, known, left_out)


def numbers(cells: pl.Expr) -> pl.Expr:
    """Null where a cell holds no number."""
    values = cells.cast(pl.Float64, strict=False)
    return pl.when(values.is_finite()).then(values).name.keep()


def on_the_grid(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """Times at the nearest moment of the grid: clocks are rarely on the second."""
    time = pl.col(config.split_column)
    read = time.str.to_datetime(config.time_format, strict=False, time_unit="us")
    frame = frame.with_columns(read.dt.replace_time_zone(None))  # "+02:00" is now UTC
    offset = time.min() - time.min().dt.truncate(config.step)
    return frame.with_columns((time - offset).dt.round(config.step) + offset)


def every_step(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """In order; a step without a row is a gap."""
    time = config.split_column
    return frame.sort(time).upsample(time, every=config.step)


def by_channel(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """A channel for each column, `target` first; values of one moment become their mean."""
    time = config.split_column
    cells = numbers(pl.exclude(time, *config.drop))
    frame = frame.select(time, cells).group_by(time).mean()
    first = [time, config.target] if config.target else [time]
    return frame.select(*first, pl.exclude(first))


def table(path: Path, config: Config) -> pl.DataFrame:
    """The cells as text, without spaces around them; null where one says nothing."""
    try:
        frame = pl.read_csv(
            path,
            separator=config.separator,
            quote_char=config.quote or None,
            encoding=config.encoding,
            infer_schema=False,
        )
    except (pl.exceptions.PolarsError, ValueError) as error:
        raise ValueError(
            f"{path.name} cannot be read: {str(error).splitlines()[0]}. Compare "
            "`separator`, `quote` and `encoding` in config.py with the file."
        ) from error
    frame.columns = [name.strip() for name in frame.columns]
    cells = pl.all().str.strip_chars()
    return frame.select(pl.when(~cells.is_in(["", *config.missing])).then(cells))
