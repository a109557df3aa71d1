"""Windows of a timeline: time is cut into parts first, and each part into windows second.

A window is two views into one array, made when asked for: a million of them need no more
memory than the file.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..config import Config
from .contract import Example, Splits
from .timeline import Timeline

Stretch = tuple[Timeline, int, int]  # its steps first..last-1


class Windows(Sequence[Example]):
    """`raw` is {channel: the lookback}, `answer` {channel: what came}; ids are origins.

    The origin is the last step whose value is known. Unknown values before it are filled,
    those after it are nan.
    """

    def __init__(
        self, timeline: Timeline, origins: np.ndarray, lookback: int, horizon: int
    ):
        self.timeline, self.origins = timeline, origins
        self.lookback, self.horizon = lookback, horizon

    @property
    def overlap(self) -> int:
        """Neighbours that forecast the same values are hardly separate evidence."""
        return self.horizon

    def __len__(self) -> int:
        return len(self.origins)

    def __getitem__(self, i: Any) -> Any:
        line, now = self.timeline, self.origins[i] + 1
        if isinstance(i, slice):
            return Windows(line, self.origins[i], self.lookback, self.horizon)
        past, future = slice(now - self.lookback, now), slice(now, now + self.horizon)
        return Example(
            f"{line.name}:{line.times[now - 1]}",
            dict(zip(line.channels, line.known[:, past], strict=True)),
            dict(zip(line.channels, line.values[:, future], strict=True)),
        )


def latest(line: Timeline, lookback: int) -> Example:
    """The end of a timeline, whose answer nobody knows yet."""
    if len(line.times) < lookback:
        raise ValueError(
            f"{line.name} has {len(line.times)} steps, needed {lookback} to forecast from: "
            "give the steps before them, too"
        )
    past = dict(zip(line.channels, line.known[:, -lookback:], strict=True))
    return Example(f"{line.name}:{line.times[-1]}", past, None)


def cut(
    found: dict[str, Timeline],
    config: Config,
    left_out: dict[str, str],
    *,
    lookback: int,
    horizon: int,
) -> Splits:
    """The given parts as they are; of "train" the latest steps for those not given."""
    if config.split != "time":
        raise ValueError(
            f'Found split = "{config.split}", needed "time": neighbouring windows share '
            "nearly all their values and would sit on both sides. Correct config.py"
        )
    return Splits(
        **{
            part: windows(part, stretch, lookback, horizon, left_out)
            for part, stretch in stretches(found, config).items()
        },
        left_out=left_out,
    )


def stretches(found: dict[str, Timeline], config: Config) -> dict[str, Stretch]:
    """The past trains, what follows validates, the future tests."""
    train, end = found["train"], len(found["train"].times)
    shares = {"test": config.test_share, "validation": config.validation_share}
    parts: dict[str, Stretch] = {}
    for part, share in shares.items():
        if part in found:
            must_fit(part, found[part], train)
            parts[part] = (found[part], 0, len(found[part].times))
        else:
            begin = end - round(share * len(train.times))
            parts[part] = (train, begin, end)
            end = begin
    return parts | {"train": (train, 0, end)}


def must_fit(part: str, given: Timeline, train: Timeline) -> None:
    if given.channels != train.channels:
        raise ValueError(
            f"{given.name} has the channels {given.channels}, {train.name} has "
            f"{train.channels}: {part} needs the same ones. Correct the file, or `drop`"
        )
    if both := set(given.times) & set(train.times):
        raise ValueError(
            f"{len(both)} moments of {given.name} are in {train.name} too, such as "
            f"{min(both)}: {part} needs moments of its own. Cut them off one of the files"
        )


def windows(
    part: str, stretch: Stretch, lookback: int, horizon: int, left_out: dict[str, str]
) -> Windows:
    """Every window within the stretch that knows a value on both sides of its origin."""
    line, first, last = stretch
    if 0 < last - first < lookback + horizon:
        raise ValueError(
            f"{part} has {last - first} steps, needed lookback + horizon = {lookback} + "
            f"{horizon} and more: shorten them in config.py, or give {part} more"
        )
    origins = np.arange(first + lookback - 1, last - horizon)
    now = origins + 1
    measured = np.isfinite(line.values).any(0)
    until = np.concatenate([[0], np.cumsum(measured)])  # measured steps before each
    past = until[now] > until[now - lookback]
    future = until[now + horizon] > until[now]
    for origin in origins[~(past & future)]:
        left_out[f"{line.name}:{line.times[origin]}"] = "no value before or after it"
    return Windows(line, origins[past & future], lookback, horizon)
