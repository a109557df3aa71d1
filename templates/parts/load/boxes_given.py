"""Which pictures train, validate and test: as the files given say."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from . import ROOT, place
from .boxes import odd_boxes
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
    left_out: dict[str, str] = {}
    train, validation, test = (
        usable(path, config, left_out)
        for path in (config.data, config.validation_data, config.test_data)
    )
    nearer: dict[str, str] = {}  # content -> the example nearer to the test that has it
    for part in (test, validation, train):
        texts = contents(part, config)
        copies = {
            example.id: f"a copy of {nearer[text]}"
            for example, text in zip(part, texts, strict=True)
            if text in nearer
        }
        nearer |= {t: e.id for e, t in zip(part, texts, strict=True) if t not in nearer}
        part[:] = [example for example in part if example.id not in copies]
        left_out |= copies
    shares = (
        0.0 if config.validation_data else config.validation_share,
        0.0 if config.test_data else config.test_share,
    )
    if any(shares):
        three = cut(train, contents(train, config), shares, config)
        cuts = [[train[i] for i in part] for part in three]
        if not all(c or not s for c, s in zip(cuts, (1, *shares), strict=True)):
            raise ValueError(
                f"{len(train)} examples with an answer are too few to cut {shares} off: "
                "add some, or change the shares in config.py."
            )
        train, validation, test = cuts[0], validation or cuts[1], test or cuts[2]
    return patched(Splits(train, validation, test, left_out))


def usable(path: str, config: Config, left_out: dict[str, str]) -> list[Example]:
    """The examples at a path, if there is one; why the others cannot be used."""
    found = list(read(place(path), config)) if path else []
    faults = {e.id: why for e in found if (why := fault(e, config))}
    left_out |= faults
    examples = [example for example in found if example.id not in faults]
    left_out |= odd_boxes(examples, config.first_pixel)
    return examples
