"""A test file of a contest: it holds the steps that are to be forecast, and no values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scaffolder.facts.listing import said
from scaffolder.facts.series.moments import parsed
from scaffolder.facts.series.shape import Shape
from scaffolder.facts.tables.reading import Reading
from scaffolder.facts.written.table import Table, texts
from scaffolder.facts.written.time_parts import AND, PARTS

if TYPE_CHECKING:
    import polars as pl


def channel(reading: Reading, shape: Shape) -> str:
    """The one column of numbers that the test file lacks; "" if that is none."""
    lacking = reading.only_in_train
    return lacking if lacking in shape.channels else ""


def steps(reading: Reading, shape: Shape, forecast: str) -> int:
    """Those that the test file asks for, behind the last of training; 0 if it has the values.

    Such a file measures nothing: it is no split.
    """
    test = reading.tables.get("test")
    if test is None or forecast in test.names and test.frame[forecast].count():
        return 0
    del reading.tables["test"]
    reading.source = replace(reading.source, test=None)
    told = f"{test.path.name} has no values of {forecast!r}: it is no test split"
    last = shape.moments.cells.max()
    times = moments(test, shape)
    if times is None or not times.count() or times.min() <= last:  # type: ignore[operator]
        reading.notes.append(f"{told}.")
        return 0
    count = times.n_unique()
    reading.notes.append(
        f"{told}. It asks for the {said(count, 'step')} after the last one, which"
        f" `predict {reading.train.path.name}` forecasts where `horizon` is as long."
    )
    return count


def moments(table: Table, shape: Shape) -> pl.Series | None:
    """When its rows are; None where that stands in several columns, or not at all."""
    import polars as pl

    name, form = shape.moments.column, shape.moments.format
    if name not in table.names or form == PARTS or AND in form:
        return None
    cells = texts(table, name)
    return parsed(cells, form) if form else cells.cast(pl.Float64, strict=False)
