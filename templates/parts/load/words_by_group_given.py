"""Which texts train, validate and test: as the files given say."""

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
    """The given parts as they are; of `data` whole groups for each part without a file.

    Nothing is skipped in silence: what cannot be used is named in `left_out`.
    """
    paths = (config.data, config.validation_data, config.test_data)
    found = [list(read(place(path), config)) if path else [] for path in paths]
    left_out = {e.id: w for part in found for e in part if (w := fault(e, config))}
    train, validation, test = ([e for e in p if e.id not in left_out] for p in found)
    every = [*train, *validation, *test]
    names = contents(every, config)
    shares = (
        0.0 if config.validation_data else config.validation_share,
        0.0 if config.test_data else config.test_share,
    )
    three = cut(train, names[: len(train)], shares, config)
    cuts = [[train[i] for i in part] for part in three]
    if not all(c or not s for c, s in zip(cuts, (1, *shares), strict=True)):
        raise ValueError(
            f"{len(train)} texts hold too few groups to cut {shares} off: add some, or "
            "change the shares in config.py."
        )
    parts = [cuts[0], validation or cuts[1], test or cuts[2]]
    return patched(apart(parts, dict(zip(every, names, strict=True)), left_out))


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
