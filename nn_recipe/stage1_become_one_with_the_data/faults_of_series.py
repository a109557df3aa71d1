"""What is wrong with values over time, as the file has them: gaps, disorder, values that stand still."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
import polars as pl

from .. import table_files, timeline
from ..contract import Example, Project
from ..ledger.fingerprint import FILES
from ..place import here
from .faults import Fault
from .faults_of_rows import of_column

STILL = 24  # steps of one value, at least
LONGER = 10  # times as long as all but one of a hundred runs of a channel


def faults_of_series(project: Project, examples: Sequence[Example]) -> Iterator[Fault]:
    """Read by hand, as the project's own reading puts the rows in order. Odd at most: gaps are
    filled, and equal moments become their mean.
    """
    config = project.config
    if project.target.answers_are != "series" or not hasattr(config, "split_column"):
        return
    for path in (here().resolve(getattr(config, field, "")) for field in FILES):
        with suppress(OSError, ValueError, KeyError, pl.exceptions.PolarsError):
            if path.is_file():
                frame = pl.DataFrame(table_files.read(path, config))
                yield from of_frame(path.name, frame, config)


def of_frame(name: str, frame: pl.DataFrame, config: Any) -> Iterator[Fault]:
    """A table, or a part of it for each of its series."""
    frame = frame.with_columns(timeline.of_rows(frame, config).alias("moment"))
    frame = frame.with_row_index("row", offset=1).filter(pl.col("moment").is_not_null())
    names = timeline.names(frame, config)
    parts = frame.partition_by(names, maintain_order=True) if names else [frame]
    aside = {"row", "moment", *names, *timeline.columns(config), *config.drop}
    for part in parts:
        yield from of_moments(name, part["moment"], part["row"].to_list())
        for channel in part.columns:
            if channel not in aside:
                yield from of_values(name, channel, part)
                yield from of_column(channel, cells(name, channel, part, config))


def cells(
    name: str, channel: str, part: pl.DataFrame, config: Any
) -> list[tuple[str, str | None]]:
    """By the row of the file; None where nothing is meant to stand."""
    unknown = getattr(config, "missing", ("",))
    told = zip(part["row"], part[channel].cast(pl.String), strict=True)
    return [(f"{name}:{row}", None if cell in unknown else cell) for row, cell in told]


def of_moments(name: str, moments: pl.Series, rows: list[int]) -> Iterator[Fault]:
    ticks = moments.cast(pl.Int64, strict=False).to_numpy()
    steps = np.diff(ticks)
    forward = steps[steps > 0]
    if not len(forward):
        return
    values, counts = np.unique(forward, return_counts=True)
    usual, shares = values[counts.argmax()], counts.max() / len(forward)
    for i, step in enumerate(steps, 1):
        id = f"{name}:{rows[i]}"
        if step < 0:
            yield Fault(id, f"{moments[i]} stands below {moments[i - 1]}, a later time")
        elif step == 0:
            yield Fault(id, f"{moments[i]} stands there twice")
        elif shares > 0.5 and step > 1.5 * usual:
            n = round(step / usual) - 1
            yield Fault(id, f"a gap of {n:,} steps before {moments[i]}")


def of_values(name: str, channel: str, part: pl.DataFrame) -> Iterator[Fault]:
    """One value for much longer than is usual in this channel: has the sensor stopped?"""
    values = part[channel].cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
    lengths = np.diff(np.append(starts, len(values)))
    usual = np.quantile(lengths, 0.99)
    for start in starts[lengths > max(STILL, LONGER * usual)]:
        n = int(lengths[np.searchsorted(starts, start)])
        id = f"{name}:{part['row'][int(start)]}"
        yield Fault(id, f"{channel} is {values[start]:.6g} for {n} steps from here on")
