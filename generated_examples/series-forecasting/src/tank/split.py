"""Who trains, who validates, who tests: the past, what follows it, the future."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from .config import Config
from .read import Example, Timeline


class Windows(Sequence[Example]):
    """Windows of a timeline: views into one array, made when asked for.

    A million of them need no more memory than the file.
    """

    def __init__(self, line: Timeline, origins: np.ndarray, config: Config):
        self.line, self.origins, self.config = line, origins, config
        self.overlap = config.horizon  # neighbours that forecast a value in common

    def __len__(self) -> int:
        return len(self.origins)

    def __getitem__(self, i: Any) -> Any:
        if isinstance(i, slice):
            return Windows(self.line, self.origins[i], self.config)
        line, now = self.line, self.origins[i] + 1
        past = line.past(now, self.config.lookback)
        future = line.future(now, self.config.horizon)
        return Example(f"{line.name}:{line.times[now - 1]}", past, future)


def cut(line: Timeline, shares: tuple[float, float], config: Config) -> list[Windows]:
    """Time is cut first, and each part into windows second: none crosses a border."""
    validation, test = shares
    steps = len(line.times)
    tests = steps - round(test * steps)
    validates = tests - round(validation * steps)
    borders = pairwise((0, validates, tests, steps))
    return [windows(line, first, last, config) for first, last in borders]


def windows(line: Timeline, first: int, last: int, config: Config) -> Windows:
    """Every window within these steps that knows a value on both sides of its origin."""
    lookback, horizon = config.lookback, config.horizon
    if 0 < last - first < lookback + horizon:
        raise ValueError(
            f"A part has {last - first} steps, needed lookback + horizon = {lookback} + "
            f"{horizon} and more: shorten them in config.py, or give it a larger share."
        )
    origins = np.arange(first + lookback - 1, last - horizon)
    now = origins + 1
    forecast = getattr(line, "forecast", None)  # before 0.9.7 all channels were
    measured = np.isfinite(line.values[:forecast]).any(0)
    until = np.concatenate([[0], np.cumsum(measured)])  # measured steps before each
    past, future = until[now] > until[now - lookback], until[now + horizon] > until[now]
    for origin in origins[~(past & future)]:
        id = f"{line.name}:{line.times[origin]}"
        line.left_out[id] = "no value before or after it"
    return Windows(line, origins[past & future], config)
