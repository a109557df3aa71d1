"""Which texts train, validate and test: one source, cut in three."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from . import ROOT, place
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
    shares, names = (config.validation_share, config.test_share), contents(
        examples, config
    )
    three = cut(examples, names, shares, config)
    if not all(p or not share for p, share in zip(three, (1, *shares), strict=True)):
        raise ValueError(
            f"{len(examples)} texts: too few groups for {shares}, see config.py."
        )
    parts = [[examples[i] for i in part] for part in three]
    return patched(apart(parts, dict(zip(examples, names, strict=True)), left_out))


def apart(
    parts: list[list[Example]], contents: dict[Example, str], left_out: dict[str, str]
) -> Splits:
    """No text on two sides, whoever wrote it, and none of a class training never saw."""
    nearer: dict[str, str] = {}  # content -> the text nearer to the test that has it
    for part in reversed(parts):
        copies = (e for e in part if contents[e] in nearer)
        left_out |= {e.id: f"a copy of {nearer[contents[e]]}" for e in copies}
        part[:] = [e for e in part if contents[e] not in nearer]
        nearer |= {contents[e]: e.id for e in part}
    seen = {example.answer for example in parts[0]}
    for part in parts[1:]:
        strange = (e for e in part if e.answer not in seen)
        left_out |= {e.id: f"training never saw the class {e.answer}" for e in strange}
        part[:] = [example for example in part if example.answer in seen]
    return Splits(*parts, left_out)
