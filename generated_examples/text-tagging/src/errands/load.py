"""Which sentences train, validate and test: one source, cut in three."""

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
        raise ValueError(
            f"{len(examples)} sentences: too few for {shares}, see config.py."
        )
    parts = [[examples[i] for i in part] for part in three]
    return fair(parts, left_out, config)


def fair(parts: list[list[Example]], left_out: dict[str, str], config) -> Splits:
    """No sentence on two sides, and none with a tag that training never saw."""
    nearer: dict[tuple[str, ...], str] = {}  # words -> the sentence nearer to the test
    for part in reversed(parts):
        copies = (e for e in part if e.raw in nearer)
        left_out |= {e.id: f"a copy of {nearer[e.raw]}" for e in copies}
        part[:] = [example for example in part if example.raw not in nearer]
        nearer |= {example.raw: example.id for example in part}
    seen = set(config.untagged).union(*(example.answer for example in parts[0]))
    for part in parts[1:]:
        strange = {e.id: min(new) for e in part if (new := set(e.answer) - seen)}
        left_out |= {id: f"training never saw the tag {t}" for id, t in strange.items()}
        part[:] = [example for example in part if example.id not in strange]
    return Splits(parts[0], parts[1], parts[2], left_out)
