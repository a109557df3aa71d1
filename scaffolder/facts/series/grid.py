"""The series as numbers: a row per channel, a column per step, nan where nothing was measured."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scaffolder.facts.series.shape import Shape
from scaffolder.facts.written.table import Table, texts

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Grid:
    """All channels over all steps, as read.py of a project will see them."""

    channels: list[str]
    values: np.ndarray  # [channels, steps]
    times: list[str]
    rows: int  # of the file
    copies: int  # rows that repeat time, name and values of another
    clashes: int  # rows that repeat time and name with other values
    unsorted: bool
    without_time: int  # rows
    gaps: list[tuple[str, int]]  # the last time before each, missing steps

    @property
    def steps(self) -> int:
        return self.values.shape[1]

    def first(self, channels: int) -> Grid:
        """The first channels alone."""
        return replace(
            self, channels=self.channels[:channels], values=self.values[:channels]
        )

    def but(self, names: set[str]) -> Grid:
        """Without these channels, unless there are no others."""
        kept = [i for i, name in enumerate(self.channels) if name not in names]
        channels = [self.channels[i] for i in kept]
        return (
            replace(self, channels=channels, values=self.values[kept]) if kept else self
        )

    def part(self, first: float, last: float) -> np.ndarray:
        return self.values[:, round(first * self.steps) : round(last * self.steps)]


def grid(table: Table, shape: Shape, channels: list[str]) -> Grid:
    import polars as pl

    moments, keys = shape.moments, [shape.moments.column]
    keys += [shape.series] if shape.series else []
    times = [moments.cells.alias(moments.column), *joined_names(table, shape)]
    frame = table.frame.with_columns(times).select(*keys, *channels)
    whole = frame.drop_nulls(moments.column)
    single = whole.unique()
    found = on_grid(single, shape, channels)
    line = found[moments.column]
    numbers = found.drop(moments.column)
    return Grid(
        channels=numbers.columns,
        values=numbers.fill_null(np.nan).to_numpy().T.astype(float),
        times=[written(time) for time in line],
        rows=len(frame),
        copies=len(whole) - len(single),
        clashes=len(single) - single.select(keys).n_unique(),
        unsorted=not whole[moments.column].is_sorted() and not shape.series,
        without_time=len(frame) - len(whole),
        gaps=missing(
            numbers.select(pl.all_horizontal(pl.all().is_null())).to_series(), line
        ),
    )


def joined_names(table: Table, shape: Shape) -> list[pl.Series]:
    """Names of series that stand in two columns, as read.py of a project joins them."""
    import polars as pl

    if len(shape.keys) < 2:
        return []
    cells = pl.DataFrame([texts(table, name) for name in shape.keys])
    name = pl.concat_str(pl.all(), separator="-").alias(shape.series)
    return [cells.select(name).to_series()]


def written(time: object) -> str:
    return str(time).removesuffix(" 00:00:00")


def on_grid(frame: pl.DataFrame, shape: Shape, channels: list[str]) -> pl.DataFrame:
    """As `timeline` in read.py of a project does."""
    import polars as pl

    time, step = shape.moments.column, shape.moments.step
    if step:
        frame = frame.with_columns(nearest(time, step))
    if shape.series:
        frame = frame.pivot(
            shape.series,
            index=time,
            values=channels,
            aggregate_function="mean",
            sort_columns=True,
        )
    frame = frame.group_by(time).agg(pl.all().mean()).sort(time)
    return frame.upsample(time, every=step) if step else frame


def nearest(time: str, step: str) -> pl.Expr:
    import polars as pl

    if step.endswith("mo"):
        return pl.col(time).dt.truncate(step)
    first = pl.col(time).min()
    if step.endswith("i"):
        width = int(step[:-1])
        return first + (pl.col(time) - first + width // 2) // width * width
    offset = first - first.dt.truncate(step)
    return (pl.col(time) - offset).dt.round(step) + offset


def missing(empty: pl.Series, times: pl.Series) -> list[tuple[str, int]]:
    """Runs of steps without any value."""
    gaps: list[tuple[str, int]] = []
    last = -1  # the step without a value before this one
    for i in empty.arg_true().to_list():
        if gaps and i - 1 == last:
            gaps[-1] = (gaps[-1][0], gaps[-1][1] + 1)
        else:
            gaps.append((written(times[i - 1]) if i else "", 1))
        last = i
    return gaps
