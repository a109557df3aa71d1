"""The fields of config.py by which read.py reads the same series and cuts its windows."""

from __future__ import annotations

from scaffolder.facts.model import Proposal
from scaffolder.facts.series.date_and_clock import HOUR
from scaffolder.facts.series.moments import even
from scaffolder.facts.series.shape import Shape
from scaffolder.facts.tables import settings as table_settings
from scaffolder.facts.tables.reading import Reading
from scaffolder.facts.tables.settings import READERS
from scaffolder.facts.written.time_parts import AND, PARTS

SHARE = 0.2  # of the time for validation, and for the test
WIDER = (0.25, 0.3)  # where fewer steps would not hold what a test file asks for
SEASONS = 4  # of lookback: a linear map of so much is hard to beat (Zeng et al. 2023)
LONGEST = 512  # steps of lookback, before any trial
PLAIN = 16  # steps of lookback where there is no season


def settings(
    reading: Reading, shape: Shape, steps: int, period: int, asked: int
) -> dict[str, Proposal]:
    found = table_settings.settings(reading, [], [])
    found["read"] = form(reading, shape)
    window = windows(steps, period)[0] + asked
    hold = [share for share in (SHARE, *WIDER) if window <= int(share * steps)]
    asked = asked if hold else 0
    why = f"of {steps:,} steps: overlapping windows are few examples"
    share = Proposal(hold[0] if asked else SHARE, why)
    return {
        **{n: p for n, p in found.items() if n not in ("categorical", "same_answer")},
        **of_the_grid(shape),
        **of_the_windows(steps, period, asked),
        "validation_share": share,
        "test_share": share,
    }


def form(reading: Reading, shape: Shape) -> Proposal:
    """The pieces of read.py: how times and names are read, and the file itself."""
    moments, dialect = shape.moments, reading.train.dialect
    times = "dates" if moments.format else "numbers"
    if moments.format == PARTS:
        times = "parts"
    elif AND in moments.format:
        times = "hours" if moments.format.endswith(f"{AND}{HOUR}") else "clocks"
    elif not moments.step:
        times = f"uneven_{times}"
    elif moments.step.endswith("mo"):
        times = "months"
    file = READERS.get(reading.train.format, "separated")
    if dialect and not dialect.header:
        file = "headerless"
    if dialect and not dialect.plain:
        file = "spreadsheet"
    layout = ("wide", "long", "keys")[len(shape.keys)]
    return Proposal(
        f"series series_{times} series_{layout} cells_{file}",
        reading.train.format,
    )


def of_the_grid(shape: Shape) -> dict[str, Proposal]:
    moments, series = shape.moments, shape.series
    how = "how the time is written" if moments.format else "empty: the time is a number"
    if moments.format == PARTS:
        how = "the time stands in several columns, from the year down"
    if AND in moments.format:
        how = "how the day is written in its column, and the time of day in the other"
    step = "empty: the steps are uneven, each row is the next"
    names = "empty: a wide table, a channel per column of numbers"
    if moments.step:
        step = f"{even(moments)}; a step without a row is a gap"
    if series:
        names = f"{series} names the series of a row: each is a channel"
    if len(shape.keys) > 1:
        names = f"{series} name the series of a row together: each is a channel"
    return {
        "time_format": Proposal(moments.format, how),
        "step": Proposal(moments.step, step),
        "series": Proposal(series, names),
    }


def windows(steps: int, period: int) -> tuple[int, int]:
    """(lookback, horizon): a season from four of them, or less where the parts are short."""
    part = int(SHARE * steps)
    horizon = min(period if period > 1 else PLAIN // 2, part // 4)
    lookback = min(SEASONS * period if period > 1 else PLAIN, LONGEST, part // 2)
    return max(2, lookback), max(1, horizon)


def of_the_windows(steps: int, period: int, asked: int) -> dict[str, Proposal]:
    lookback, horizon = windows(steps, period)
    why = "a season" if horizon == period else "no season is as short"
    if asked:
        horizon, why = asked, "as many as the test file asks for"
    season = (
        "steps of a season" if period > 1 else "steps of a season; 1: none stands out"
    )
    return {
        "period": Proposal(period, f"{season}; MASE and a dumb baseline repeat it"),
        "lookback": Proposal(lookback, f"{3 * lookback} are worth a trial"),
        "horizon": Proposal(horizon, why),
    }
