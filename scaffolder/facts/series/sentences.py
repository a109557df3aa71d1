"""What a person should know of a series, in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np

from scaffolder.facts.commands import flag
from scaffolder.facts.leaks import foretold
from scaffolder.facts.listing import number, said, share, some
from scaffolder.facts.series.grid import Grid
from scaffolder.facts.series.shape import Shape
from scaffolder.facts.series.why_not import CALENDAR
from scaffolder.facts.tables.columns import words
from scaffolder.facts.written.moment_numbers import SINCE_1970, SIZES

FAR = 10.0  # spreads between the quartiles: farther out nothing usual lies
STUCK = 0.02  # of the steps in one stretch without any change
DRIFT = 0.5  # training sds
DIFFERENT = 5  # other values: -1 beside 0 and 1 is one of three
TWINS = 0.999  # correlation of two channels that say the same
MOST_CHANNELS = 50  # compared with one another


def on_time(shape: Shape, grid: Grid) -> Iterator[str]:
    moments = shape.moments
    yield (
        f"{moments.column} is the time: {said(grid.steps, 'step')} of {moments.noun}"
        f" from {dated(grid.times[0])} to {dated(grid.times[-1])}."
    )
    if shape.series:
        yield (
            f"A long table: {names_it(shape)} {said(len(grid.channels), 'series')}"
            f" ({some(grid.channels, 4)}), each becomes a channel."
        )
    if grid.unsorted:
        yield "The rows are not in the order of time: they are sorted before anything else."
    if grid.without_time:
        yield f"Left out for want of a time: {said(grid.without_time, 'row')}."
    if grid.copies:
        yield f"Rows that repeat another one exactly: {grid.copies:,}. One of each counts."
    if grid.clashes:
        yield (
            f"Rows at the time of another row with other values: {grid.clashes:,}. Their"
            " mean is taken; an hour that comes twice in autumn is daylight saving time."
        )


def names_it(shape: Shape) -> str:
    if len(shape.keys) > 1:
        return f"{' and '.join(shape.keys)} together name"
    return f"{shape.series} names"


def dated(time: str) -> str:
    """Seconds since 1970, or parts of them, with the day they mean."""
    if not re.fullmatch(r"\d{9,19}", time):
        return time
    for (first, last), size in zip(SINCE_1970, SIZES, strict=True):
        if first <= int(time) <= last:
            return f"{time} ({datetime.fromtimestamp(int(time) / size, UTC):%Y-%m-%d %H:%M})"
    return time


def on_others(shape: Shape, channels: list[str], beside: list[str]) -> Iterator[str]:
    """Columns of numbers beside the one to forecast."""
    unseen = [name for name in shape.channels if name not in (*channels, *beside)]
    if beside:
        yield (
            f"{channels[0]} is forecast from its own past and that of {some(beside)}: --drop"
            " what the net shall not see. Without --target all are forecast, each from its"
            " own past; with --task tabular-regression the others of a row predict it."
        )
    if unseen:
        yield (
            f"{channels[0]} is forecast from its own past alone: {some(unseen)} stay unseen,"
            " as a long table gives the net one column of values."
        )


def on_all(shape: Shape, channels: list[str]) -> Iterator[str]:
    """Several columns of a long table, of which nobody has named one: a promotion beside sales."""
    if not shape.series or len(channels) < 2:
        return
    one = next((n for n in channels if not CALENDAR & {*words(n)}), channels[0])
    yield (
        f"{some(channels)} of each series are forecast, all of them:"
        f" {flag('--target', one)} forecasts that alone."
    )


def on_predictions(channels: list[str]) -> Iterator[str]:
    """A tide table beside the tide: it may be known of the hours to come."""
    guesses = [name for name in channels if foretold.says_so(name)]
    others = [name for name in channels if name not in guesses]
    if guesses and others:
        yield (
            f"{some(guesses)}: a prediction, by its name, and forecast like the others."
            f" {flag('--target', others[-1])} forecasts that alone, from its own past and"
            " theirs. If the prediction is known ahead, write the difference from it in a"
            " column and forecast that: no net here sees what is to come."
        )


def on_gaps(shape: Shape, grid: Grid) -> Iterator[str]:
    if grid.gaps:
        after, longest = max(grid.gaps, key=lambda gap: gap[1])
        missing = sum(count for _, count in grid.gaps)
        yield (
            f"Steps without a row, or with an empty one: {missing:,} ("
            f"{share(missing, grid.steps)}), the longest gap {said(longest, 'step')} after"
            f" {after}. The net sees the last known value there; the loss leaves them out."
        )
    if shape.moments.even and not shape.moments.step:
        yield (
            f"Each row counts as the next step: {share(shape.moments.regular, 1)} are about"
            f" {shape.moments.noun} apart."
        )
    elif not shape.moments.step:
        yield (
            f"{shape.moments.column} comes in uneven steps ("
            f"{share(shape.moments.regular, 1)} are alike): each row counts as the next"
            " step, as with trading days."
        )
    whole = np.isfinite(grid.values).any(0)
    holes = {
        channel: int((~np.isfinite(row) & whole).sum())
        for channel, row in zip(grid.channels, grid.values, strict=True)
    }
    if any(holes.values()):
        worst = sorted(holes.items(), key=lambda item: -item[1])[:4]
        listed = ", ".join(f"{c} {n:,} ({share(n, grid.steps)})" for c, n in worst if n)
        yield f"Values are missing: {listed}. Gaps are filled from the past alone."


def on_values(grid: Grid, long: bool) -> Iterator[str]:
    """Sensors that stand still, values out of range, counters, twins."""
    for channel, row in zip(grid.channels, grid.values, strict=True):
        values = row[np.isfinite(row)]
        if len(values) < 10:
            yield f"{channel} has {said(len(values), 'value')}: too few to learn from."
            continue
        yield from on_sentinels(channel, values)
        yield from on_outliers(channel, values)
        yield from on_stillness(channel, values)
        if (np.diff(values) >= 0).all() and values[0] < values[-1]:
            yield (
                f"{channel} never falls, like a meter: a net cannot reach values it has"
                " never seen. Forecast its differences instead."
            )
    yield from on_twins(grid, long)


def on_sentinels(channel: str, values: np.ndarray) -> Iterator[str]:
    """-200, -1, 999: one value often, farther off than all others are from one another."""
    for extreme, beyond in ((values.min(), "below"), (values.max(), "above")):
        others = values[values != extreme]
        count = len(values) - len(others)
        if not len(others) or not is_code(float(extreme), beyond):
            continue
        nearest = others[np.abs(others - extreme).argmin()]
        nines = -extreme > 90 and is_nines(extreme) and nearest > extreme / 2
        apart = abs(nearest - extreme) > np.ptp(others) > 0
        far = apart and count > 2 and len(np.unique(others)) > DIFFERENT
        if nines or far:
            yield (
                f"{channel} holds {extreme:g} in {said(count, 'row')}, far {beyond} its next"
                f" value {nearest:g}: if it means 'missing', add '{extreme:g}' to `missing`"
                " in config.py, written as in the file."
            )


def is_nines(value: float) -> bool:
    return bool(re.fullmatch(r"-?9{2,5}", f"{value:.10g}"))


def is_code(value: float, beyond: str) -> bool:
    """What may say that nothing was measured: nines, or a whole number below zero."""
    return is_nines(value) or (beyond == "below" and value < 0 and value % 1 == 0)


def on_outliers(channel: str, values: np.ndarray) -> Iterator[str]:
    """A value in another unit decides a squared error alone."""
    low, high = np.quantile(values, [0.25, 0.75])
    room = FAR * (high - low)
    far = values[(values < low - room) | (values > high + room)]
    if room and 0 < len(far) < 0.01 * len(values):
        worst = max(far.tolist(), key=lambda value: abs(value - np.median(values)))
        squares = (values - values.mean()) ** 2
        weight = np.sort(squares)[-len(far) :].sum() / squares.sum()
        yield (
            f"{channel} has {said(len(far), 'value')} far from all others, such as"
            f" {number(worst)} (half lie between {number(low)} and {number(high)}): they"
            f" make up {share(weight, 1)} of its variance. Another unit, or a broken"
            " sensor?"
        )


def on_stillness(channel: str, values: np.ndarray) -> Iterator[str]:
    changes = np.flatnonzero(np.diff(values))
    borders = np.concatenate([[-1], changes, [len(values) - 1]])
    longest = int(np.diff(borders).max())
    if 10 <= longest >= STUCK * len(values):
        at = int(borders[np.diff(borders).argmax()]) + 1
        yield (
            f"{channel} stands still for {said(longest, 'step')} at {number(values[at])}: a"
            " stuck sensor, or nothing happening?"
        )


def on_twins(grid: Grid, long: bool) -> Iterator[str]:
    rows = np.nan_to_num(grid.values[:MOST_CHANNELS])
    moving = [i for i, row in enumerate(rows) if row.std() > 0]
    if len(moving) < 2:
        return
    together = np.corrcoef(rows[moving])
    pairs = [
        f"{grid.channels[moving[i]]} and {grid.channels[moving[j]]}"
        for i, j in np.argwhere(np.triu(together, 1) > TWINS)
    ]
    if pairs:
        way = "the rows of one of each may go" if long else "--drop one of each"
        yield (
            f"Channels that move as one: {some(pairs, 3)}. They count twice in every"
            f" score; {way}."
        )


def on_statistics(grid: Grid, train: np.ndarray, later: np.ndarray) -> Iterator[str]:
    """What the scaler of the whole file would have seen, and how far the level drifts."""
    moved = []
    for channel, before, after, whole in zip(
        grid.channels, train, later, grid.values, strict=True
    ):
        if np.isfinite(before).sum() < 2 or not np.isfinite(after).any():
            continue
        mean, sd = np.nanmean(before), np.nanstd(before)
        gap = (np.nanmean(after) - mean) / sd if sd else 0.0
        moved.append((abs(gap), channel, gap, mean, np.nanmean(whole)))
    if not moved:
        return
    _, channel, gap, mean, whole = max(moved)
    yield (
        "Mean and sd for scaling come from the training part alone: the whole file would"
        f" tell the net of the future ({channel}: mean {number(whole)} in all, {number(mean)}"
        " in training)."
    )
    drifting = [
        f"{c} {g:+.1f}"
        for size, c, g, *_ in sorted(moved, reverse=True)
        if size > DRIFT
    ]
    if drifting:
        yield (
            f"The level drifts after the training part, in training sds: {some(drifting)}."
            " A constant answer will be far off there, and so will a net that learnt it."
        )
