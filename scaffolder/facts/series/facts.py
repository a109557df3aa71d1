"""Facts of series: values over time, in a wide or a long table."""

from __future__ import annotations

import numpy as np

from scaffolder.errors import DataError
from scaffolder.facts.listing import number, said, some
from scaffolder.facts.model import Column, Facts, Proposal
from scaffolder.facts.series import asked as asked_for
from scaffolder.facts.series import calendar, sentences
from scaffolder.facts.series.find import find
from scaffolder.facts.series.grid import Grid, grid
from scaffolder.facts.series.moments import even
from scaffolder.facts.series.season import season
from scaffolder.facts.series.settings import SHARE, settings
from scaffolder.facts.series.shape import Shape
from scaffolder.facts.series.why_not import words_aside
from scaffolder.facts.tables.columns import OF_MULTIPLES, multiples
from scaffolder.facts.tables.reading import Reading
from scaffolder.facts.tables.sentences import on_files

__all__ = ["find", "read"]


def read(reading: Reading, shape: Shape, asked: str | None, named: str | None) -> Facts:
    lacking = "" if named else asked_for.channel(reading, shape)
    told = set(calendar.found(reading, shape))
    shape = shape if named or lacking else calendar.without(reading, shape, told)
    drop = dropped(shape, reading)
    channels = to_forecast(shape, named or lacking)
    ahead = asked_for.steps(reading, shape, channels[0])
    beside = covariates(shape, channels)
    found = grid(reading.train, shape, [*channels, *beside])
    forecast = found.first(len(found.channels) - len(beside))
    must_be_learnable(reading, forecast)
    seen = found.but(told)  # a calendar stands still and rises, and nothing is wrong
    period, strength = season(forecast.part(0, 1 - 2 * SHARE), shape.moments.step)
    return Facts(
        path=reading.path,
        reader="series",
        format=reading.train.format,
        counts={split: len(table.frame) for split, table in reading.tables.items()},
        kind=kind(shape, asked, channels),
        target=target(named, lacking, channels, beside),
        drop=tuple(drop),
        split=Proposal("time", "windows overlap: the past trains, the future tests"),
        split_column=Proposal(shape.moments.column, f"the time: {even(shape.moments)}"),
        settings=settings(reading, shape, found.steps, period, ahead),
        columns=reading.columns,
        shape=found.values.shape,
        sentences=(
            *on_files(reading),
            *sentences.on_time(shape, found),
            *[f"{p.reason}." for p in drop if p.reason.endswith(OF_MULTIPLES)],
            *sentences.on_others(shape, channels, beside),
            *sentences.on_all(shape, channels),
            *sentences.on_predictions(channels),
            *sentences.on_gaps(shape, found),
            *sentences.on_values(seen, bool(shape.series)),
            *on_season(period, strength, shape),
            *sentences.on_statistics(
                seen, seen.part(0, 1 - 2 * SHARE), seen.part(1 - 2 * SHARE, 1)
            ),
        ),
        watch=Proposal(
            "scaled MSE", "what papers report: squared error in training sds"
        ),
        expected=expected(forecast, period),
    )


def dropped(shape: Shape, reading: Reading) -> list[Proposal]:
    why = {
        "constant": "has one value only",
        "empty": "is empty: no cell has a value",
        "time": "is a second time",
        "id": "numbers rows",
        "calendar": f"says what {shape.moments.column} says; beside a --target it is an input",
        "twin": f"names the series, as {shape.series} does",
    }
    return [
        Proposal(c.name, f"{c.name or 'The column without a name'} {reason(c, why)}")
        for c in shape.aside
    ]


def reason(column: Column, why: dict[str, str]) -> str:
    if multiples(column.examples):
        return OF_MULTIPLES
    return why.get(column.role, "is no number: only numbers are forecast")


def to_forecast(shape: Shape, named: str | None) -> list[str]:
    if not named:
        return list(shape.channels)
    if named not in shape.channels:
        raise DataError(
            f"--target {named} is no column of numbers to forecast; those are:"
            f" {some(shape.channels, 20)}. Name one of them, or none for all."
        )
    return [named]


def covariates(shape: Shape, channels: list[str]) -> list[str]:
    """The columns whose past the net sees beside what it forecasts: in a wide table alone."""
    return [c for c in shape.channels if c not in channels and not shape.series]


def target(
    named: str | None, lacking: str, channels: list[str], beside: list[str]
) -> Proposal:
    past = f"its own past and that of {some(beside, 4)}" if beside else "its past"
    if named:
        return Proposal(named, f"{named}: you named it, it is forecast from {past}")
    if lacking:
        why = "the only column that the test file lacks"
        return Proposal(lacking, f"{lacking}: {why}, it is forecast from {past}")
    if len(channels) == 1:
        return Proposal(
            "", f"empty: every channel is forecast; there is one, {channels[0]}"
        )
    return Proposal(
        "", f"empty: all {len(channels)} channels are forecast; name one for it alone"
    )


def must_be_learnable(reading: Reading, found: Grid) -> None:
    for row in found.values:
        if np.isfinite(row).any() and found.steps >= 10:
            return
    raise DataError(
        f"Found {said(found.steps, 'step')} in {reading.path} and hardly a value. Needed:"
        " a series of hundreds of steps; check the column of times and its format."
    )


def kind(shape: Shape, asked: str | None, channels: list[str]) -> Proposal:
    if asked:
        return Proposal(asked, "you asked for it")
    rows = "--task tabular-regression predicts a column from the others of its row"
    how = f"{shape.moments.column} is a time in steps of {shape.moments.noun}"
    if shape.series:
        how += f", {sentences.names_it(shape)} the series"
    but = f", but for {some(words)}" if (words := words_aside(shape)) else ""
    return Proposal(
        "series-forecasting", f"{how}, and the rest are numbers{but}; {rows}"
    )


def on_season(period: int, strength: float, shape: Shape) -> list[str]:
    if period == 1:
        return ["No season stands out: the best dumb forecast is the last value."]
    return [
        f"A season of {period} steps: a value resembles the one {period} steps before"
        f" (correlation {strength:.2f}). `As one period ago` is the forecast to beat."
    ]


def expected(found: Grid, period: int) -> dict[str, str]:
    """The README: what to expect before any training."""
    means = [
        f"{channel} {number(np.nanmean(row))}"
        for channel, row in zip(found.channels, found.values, strict=True)
        if np.isfinite(row).any()
    ]
    return {
        "expected_loss": "about 1, the variance in units of the training sd squared",
        "constant_answer": f"the training mean of each channel: {some(means, 3)}",
        "dumb_baseline": (
            f"what was {period} steps ago, a season, comes again"
            if period > 1
            else "the last value stays"
        ),
    }
