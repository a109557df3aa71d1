"""Which sentences train, validate and test: as the files given say."""

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
    left_out: dict[str, str] = {}
    train, validation, test = (
        usable(path, config, left_out)
        for path in (config.data, config.validation_data, config.test_data)
    )
    given = [*validation, *test]
    taken = dict(zip(contents(given, config), given, strict=True))
    names = contents(train, config)
    copies = {
        e.id: f"a copy of {taken[c].id}"
        for e, c in zip(train, names, strict=True)
        if c in taken
    }
    train, left_out = [e for e in train if e.id not in copies], left_out | copies
    shares = (
        0.0 if config.validation_data else config.validation_share,
        0.0 if config.test_data else config.test_share,
    )
    three = cut(train, contents(train, config), shares, config)
    cuts = [[train[i] for i in part] for part in three]
    if not all(c or not s for c, s in zip(cuts, (1, *shares), strict=True)):
        raise ValueError(
            f"{len(train)} sentences are too few to cut {shares} off: add some, or "
            "change the shares in config.py."
        )
    parts = [cuts[0], validation or cuts[1], test or cuts[2]]
    return patched(fair(parts, left_out, config))


def usable(path: str, config: Config, left_out: dict[str, str]) -> list[Example]:
    """The sentences at a path, if there is one; why the others cannot be used."""
    found = read(place(path), config) if path else []
    faults = {e.id: why for e in found if (why := fault(e, config))}
    left_out |= faults
    return [example for example in found if example.id not in faults]


def fair(
    parts: list[list[Example]], left_out: dict[str, str], config: Config
) -> Splits:
    """No sentence on two sides, and none with a tag that training never saw."""
    nearer: dict[tuple[str, ...], str] = {}  # words -> the sentence nearer to the test
    for part in reversed(parts):
        left_out |= {
            e.id: f"a copy of {nearer[e.raw]}" for e in part if e.raw in nearer
        }
        part[:] = [example for example in part if example.raw not in nearer]
        nearer |= {example.raw: example.id for example in part}
    seen = set(config.untagged).union(*(example.answer for example in parts[0]))
    for part in parts[1:]:
        strange = {e.id: min(new) for e in part if (new := set(e.answer) - seen)}
        left_out |= {id: f"training never saw the tag {t}" for id, t in strange.items()}
        part[:] = [example for example in part if example.id not in strange]
    return Splits(parts[0], parts[1], parts[2], left_out)
