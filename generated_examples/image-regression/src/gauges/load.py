"""Which examples train, validate and test: one source, cut in three."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from . import place
from .config import Config
from .read import Example, fault, read
from .split import contents, cut


@dataclass(frozen=True)
class Splits:
    train: Sequence[Example]
    validation: Sequence[Example]
    test: Sequence[Example]
    left_out: dict[str, str] = field(default_factory=dict)  # id -> why


def load(config: Config) -> Splits:
    """Nothing is skipped in silence: what cannot be used is named in `left_out`."""
    found = read(place(config.data), config)
    left_out = {e.id: why for e in found if (why := fault(e, config))}
    examples = [example for example in found if example.id not in left_out]
    shares = (config.validation_share, config.test_share)
    three = cut(examples, contents(examples, config), shares, config)
    if not all(p or not share for p, share in zip(three, (1, *shares), strict=True)):
        raise ValueError(f"{len(examples)} answers: too few for {shares} of config.py.")
    train, validation, test = ([examples[i] for i in part] for part in three)
    return Splits(train, validation, test, left_out)
