"""Which sentences train, validate and test: one source, cut in three."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .config import Config
from .read import ROOT, Example, fault, read
from .split import contents, cut


@dataclass(frozen=True)
class Splits:
    train: Sequence[Example]
    validation: Sequence[Example]
    test: Sequence[Example]
    left_out: dict[str, str] = field(default_factory=dict)  # id -> why


def load(config: Config) -> Splits:
    """Nothing is skipped in silence: what cannot be used is named in `left_out`."""
    found = read(ROOT / config.data, config)
    left_out = {e.id: why for e in found if (why := fault(e, config))}
    examples = [example for example in found if example.id not in left_out]
    shares = (config.validation_share, config.test_share)
    three = cut(examples, contents(examples, config), shares, config)
    if not all(p or not share for p, share in zip(three, (1, *shares), strict=True)):
        raise ValueError(
            f"{len(examples)} sentences are too few to cut {shares} off: add some, or "
            "change the shares in config.py."
        )
    train, validation, test = ([examples[i] for i in part] for part in three)
    return fair(train, validation, test, left_out, config)


def fair(
    train: list[Example],
    validation: list[Example],
    test: list[Example],
    left_out: dict[str, str],
    config: Config,
) -> Splits:
    """No sentence on two sides, and none with a tag that training never saw."""
    nearer: dict[tuple[str, ...], str] = {}  # words -> the sentence nearer to the test
    for part in (test, validation, train):
        copies = {e.id: f"a copy of {nearer[e.raw]}" for e in part if e.raw in nearer}
        part[:] = [example for example in part if example.id not in copies]
        nearer |= {example.raw: example.id for example in part}
        left_out |= copies
    seen = set(config.untagged).union(*(example.answer or () for example in train))
    for part in (validation, test):
        for example in part:
            if strange := set(example.answer or ()) - seen:
                why = f"training never saw the tag {min(strange)}"
                left_out[example.id] = why
        part[:] = [example for example in part if example.id not in left_out]
    return Splits(train, validation, test, left_out)
