"""Which windows train, validate and test: one timeline, cut in three."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from . import place
from .config import Config
from .read import Example, timeline
from .split import cut


@dataclass(frozen=True)
class Splits:
    """Three lazy sequences: nothing needs the whole data set in memory."""

    train: Sequence[Example]
    validation: Sequence[Example]
    test: Sequence[Example]
    left_out: dict[str, str] = field(default_factory=dict)  # id -> why


def load(config: Config) -> Splits:
    """Nothing is skipped in silence: what cannot be used is named in `left_out`."""
    line = timeline(place(config.data), config)
    shares = (config.validation_share, config.test_share)
    return Splits(*cut(line, shares, config), line.left_out)
