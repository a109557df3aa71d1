"""Which examples train, validate and test: one source, cut in three."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .config import Config
from .read import ROOT, Example, fault, read
from .split import contents, cut


@dataclass(frozen=True)
class Splits:
    """Three lazy sequences: nothing needs the whole data set in memory."""

    train: Sequence[Example]
    validation: Sequence[Example]
    test: Sequence[Example]
    left_out: dict[str, str] = field(default_factory=dict)  # id -> why


class Chosen(Sequence[Example]):
    """Some examples of a sequence, still as lazy as the sequence is."""

    def __init__(self, examples: Sequence[Example], indices: Sequence[int]):
        self.examples, self.indices = examples, indices

    def __len__(self) -> int:
        return len(self.indices)

    def __getitem__(self, i: Any) -> Any:
        if isinstance(i, slice):
            return Chosen(self.examples, self.indices[i])
        return self.examples[self.indices[i]]


def load(config: Config) -> Splits:
    """Nothing is skipped in silence: what cannot be used is named in `left_out`."""
    found = read(ROOT / config.data, config)
    left_out = {e.id: why for e in found if (why := fault(e, config))}
    examples = Chosen(found, [i for i, e in enumerate(found) if e.id not in left_out])
    shares = (config.validation_share, config.test_share)
    parts = cut(examples, contents(examples, config), shares, config)
    dealt = {i for part in parts for i in part}
    aside = (examples[i].id for i in range(len(examples)) if i not in dealt)
    left_out |= dict.fromkeys(aside, "no group, or no time, to split by")
    for name, share, part in zip(
        ("validation", "test"), shares, parts[1:], strict=True
    ):
        if share > 0 and not part:
            raise ValueError(
                f"{len(examples)} examples are too few to cut {share:.0%} off for {name}: "
                "add examples, or change the shares in config.py."
            )
    train, validation, test = (Chosen(examples, part) for part in parts)
    return Splits(train, validation, test, left_out)
