"""Which examples train, validate and test: as the files given say."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .config import Config
from .read import ROOT, Example, fault, read
from .split import contents, cut

PARTS = ("train", "validation", "test")


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
    """The given parts as they are; of `data` a share for each part without a file.

    Nothing is skipped in silence: what cannot be used is named in `left_out`.
    """
    paths = (config.data, config.validation_data, config.test_data)
    given: dict[str, Sequence[Example]] = {}
    left_out: dict[str, str] = {}
    for part, path in zip(PARTS, paths, strict=True):
        if path:
            found = read(ROOT / path, config)
            faults = {e.id: why for e in found if (why := fault(e, config))}
            usable = [i for i, e in enumerate(found) if e.id not in faults]
            given[part], left_out = Chosen(found, usable), left_out | faults
    without_copies(given, left_out, config)
    shares = (
        0.0 if config.validation_data else config.validation_share,
        0.0 if config.test_data else config.test_share,
    )
    if any(shares):
        examples = given["train"]
        three = cut(examples, contents(examples, config), shares, config)
        for part, share, chosen in zip(PARTS, (1.0, *shares), three, strict=True):
            if share > 0 and not chosen:
                raise ValueError(
                    f"{len(examples)} examples are too few to cut {share:.0%} off for "
                    f"{part}: add examples, or change the shares in config.py."
                )
            if share > 0:
                given[part] = Chosen(examples, chosen)
    return Splits(*(given.get(part, []) for part in PARTS), left_out)


def without_copies(
    given: dict[str, Sequence[Example]], left_out: dict[str, str], config: Config
) -> None:
    """An example whose copy stands in a part nearer to the test is left out."""
    nearer: dict[str, str] = {}  # content -> the example of a part nearer to the test
    for part in reversed(PARTS):
        examples = given.get(part, [])
        texts = contents(examples, config)
        ids = [example.id for example in examples]
        copies = {i for i, text in enumerate(texts) if text in nearer}
        left_out |= {ids[i]: f"a copy of {nearer[texts[i]]}" for i in sorted(copies)}
        kept = [i for i in range(len(examples)) if i not in copies]
        nearer |= {texts[i]: ids[i] for i in kept}
        if part in given:
            given[part] = Chosen(examples, kept)
