"""The fields of config.py by which data.py reads the same series and cuts its windows."""

from __future__ import annotations

from scaffolder.facts import table_settings
from scaffolder.facts.model import Proposal
from scaffolder.facts.reading import Reading
from scaffolder.facts.series.find import Shape
from scaffolder.facts.series.moments import even

SHARE = 0.2  # of the time for validation, and for the test
SEASONS = 4  # of lookback: a linear map of so much is hard to beat (Zeng et al. 2023)
LONGEST = 512  # steps of lookback, before any trial
PLAIN = 16  # steps of lookback where there is no season


def settings(
    reading: Reading, shape: Shape, steps: int, period: int, strength: float
) -> dict[str, Proposal]:
    found = table_settings.settings(reading, [], [])
    share = Proposal(
        SHARE, f"of {steps:,} steps: windows that overlap are few separate examples"
    )
    return {
        **{n: p for n, p in found.items() if n not in ("categorical", "same_answer")},
        **of_the_grid(shape),
        **of_the_windows(steps, period, strength),
        "validation_share": share,
        "test_share": share,
    }


def of_the_grid(shape: Shape) -> dict[str, Proposal]:
    moments = shape.moments
    return {
        "time_format": Proposal(
            moments.format,
            "how the time is written" if moments.format else "empty: the time is a number",
        ),
        "step": Proposal(
            moments.step,
            f"{even(moments)}; a step without a row is a gap"
            if moments.step
            else "empty: the steps are uneven, so each row is the next one",
        ),
        "series": Proposal(
            shape.series,
            f"{shape.series} names the series of a row: each is a channel"
            if shape.series
            else "empty: a wide table, each column of numbers is a channel",
        ),
    }


def windows(steps: int, period: int) -> tuple[int, int]:
    """(lookback, horizon): a season from four of them, or less where the parts are short."""
    part = int(SHARE * steps)
    horizon = min(period if period > 1 else PLAIN // 2, part // 4)
    lookback = min(SEASONS * period if period > 1 else PLAIN, LONGEST, part // 2)
    return max(2, lookback), max(1, horizon)


def of_the_windows(steps: int, period: int, strength: float) -> dict[str, Proposal]:
    lookback, horizon = windows(steps, period)
    season = f"a season of {period} steps (correlation {strength:.2f})"
    if period == 1:
        season = "no season stands out"
    return {
        "period": Proposal(
            period, f"{season}: what `as one period ago` and MASE compare with"
        ),
        "lookback": Proposal(
            lookback, f"steps the net sees; {season}. Twice as many is worth a trial"
        ),
        "horizon": Proposal(horizon, f"steps ahead to forecast; {season}"),
    }
