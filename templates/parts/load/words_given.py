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
    """The given parts as they are; of `data` a share for each part without a file.

    Nothing is skipped in silence: what cannot be used is named in `left_out`.
    """
    paths = (config.data, config.validation_data, config.test_data)
    found = [list(read(place(path), config)) if path else [] for path in paths]
    left_out = {e.id: w for part in found for e in part if (w := fault(e, config))}
    usable = [[e for e in part if e.id not in left_out] for part in found]
    names = iter(contents([e for part in usable for e in part], config))
    pairs = [[(e, next(names)) for e in part] for part in usable]
    nearer: dict[str, str] = {}  # content -> the text nearer to the test that has it
    for part in reversed(pairs):
        left_out |= {e.id: f"a copy of {nearer[c]}" for e, c in part if c in nearer}
        part[:] = [(e, c) for e, c in part if c not in nearer]
        nearer |= {c: e.id for e, c in part}
    train, validation, test = ([e for e, _ in part] for part in pairs)
    shares = (
        0.0 if config.validation_data else config.validation_share,
        0.0 if config.test_data else config.test_share,
    )
    three = cut(train, [c for _, c in pairs[0]], shares, config)
    cuts = [[train[i] for i in part] for part in three]
    if not all(c or not s for c, s in zip(cuts, (1, *shares), strict=True)):
        raise ValueError(
            f"{len(train)} texts with an answer are too few to cut {shares} off: add "
            "some, or change the shares in config.py."
        )
    train, validation, test = cuts[0], validation or cuts[1], test or cuts[2]
    seen = {example.answer for example in train}
    for part in (validation, test):
        left_out |= {e.id: unknown(e) for e in part if e.answer not in seen}
        part[:] = [example for example in part if example.answer in seen]
    return patched(Splits(train, validation, test, left_out))


def unknown(example: Example) -> str:
    return f"training never saw the class {example.answer}"
