"""Which windows train, validate and test: as the files given say."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from . import place
from .config import Config
from .read import Example, Timeline, timeline
from .split import cut, windows


@dataclass(frozen=True)
class Splits:
    """Three lazy sequences: nothing needs the whole data set in memory."""

    train: Sequence[Example]
    validation: Sequence[Example]
    test: Sequence[Example]
    left_out: dict[str, str] = field(default_factory=dict)  # id -> why


def load(config: Config) -> Splits:
    """The given files as they are; of `data` a share of the steps for each without a file.

    Nothing is skipped in silence: what cannot be used is named in `left_out`.
    """
    whole = timeline(place(config.data), config)
    shares = (
        0.0 if config.validation_data else config.validation_share,
        0.0 if config.test_data else config.test_share,
    )
    train, *parts = cut(whole, shares, config)
    left_out = whole.left_out
    for i, path in enumerate((config.validation_data, config.test_data)):
        if path:
            line = timeline(place(path), config)
            must_fit(line, whole)
            parts[i] = windows(line, 0, len(line.times), config)
            left_out |= line.left_out
    return Splits(train, *parts, left_out)


def must_fit(given: Timeline, train: Timeline) -> None:
    if given.channels != train.channels:
        raise ValueError(
            f"{given.name} has the channels {given.channels}, {train.name} has "
            f"{train.channels}: it needs the same ones. Correct the file, or `drop`."
        )
    if both := set(given.times) & set(train.times):
        raise ValueError(
            f"{len(both)} moments of {given.name} are in {train.name} too, such as "
            f"{min(both)}: it needs moments of its own. Cut them off one of the files."
        )
