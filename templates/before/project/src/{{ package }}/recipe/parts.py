"""From the files and folders of config.py to the three splits, without a leak between them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..config import Config
from .contract import Example, Splits
from .split import Shares, Three, by_chance, by_group, by_time, sortable


@dataclass(frozen=True)
class Pool:
    """One given file or folder and what a split has to know of each of its examples."""

    examples: Sequence[Example]
    ids: Sequence[str]
    contents: Sequence[str]  # equal for copies
    answers: Sequence[Any]
    keys: Sequence[Any] = field(default=())  # group or time; empty for chance


def given(config: Config) -> list[tuple[str, str]]:
    """The parts that have a file or folder of their own; "train" is cut for the others."""
    paths = {"train": config.data, "validation": config.validation_data}
    return [
        (part, path)
        for part, path in (paths | {"test": config.test_data}).items()
        if path
    ]


class Chosen(Sequence[Example]):
    """Some examples of a sequence, in ascending order; still as lazy as the sequence is."""

    def __init__(self, examples: Sequence[Example], indices: Sequence[int]):
        self.examples, self.indices = examples, indices

    def __len__(self) -> int:
        return len(self.indices)

    def __getitem__(self, i: Any) -> Any:
        if isinstance(i, slice):
            return Chosen(self.examples, self.indices[i])
        return self.examples[self.indices[i]]


def cut(given: dict[str, Pool], config: Config, left_out: dict[str, str]) -> Splits:
    """The given parts as they are; of "train" the shares of those that are not given.

    Adds to `left_out` every example whose copy stands in a part nearer to the test.
    """
    kept = _without_copies(given, left_out)
    shares = (
        0.0 if "validation" in given else config.validation_share,
        0.0 if "test" in given else config.test_share,
    )
    names = ("train", "validation", "test")
    where = dict(
        zip(names, _choose(given["train"], kept["train"], shares, config), strict=True)
    )
    for part, share in zip(names, (1.0, *shares), strict=True):
        if share > 0 and not where[part]:
            raise ValueError(
                f"{len(kept['train'])} examples are too few to cut {share:.0%} off for "
                f"{part}: add examples, or change the shares in config.py"
            )
    parts = {
        part: Chosen(given["train"].examples, rows) for part, rows in where.items()
    }
    for part in kept.keys() - {"train"}:
        parts[part] = Chosen(given[part].examples, kept[part])
    return Splits(**parts, left_out=left_out)


def _choose(pool: Pool, rows: list[int], shares: Shares, config: Config) -> Three:
    contents = [pool.contents[i] for i in rows]
    if config.split == "chance":
        answers = [pool.answers[i] for i in rows]
        three = by_chance(contents, shares, config.split_seed, answers)
    elif not pool.keys:
        raise ValueError(
            f'split = "{config.split}" needs a column that says which: name one of the '
            'data in `split_column`, or set split = "chance" in config.py'
        )
    elif config.split == "group":
        groups = [pool.keys[i] for i in rows]
        three = by_group(groups, contents, shares, config.split_seed)
    else:
        three = by_time(sortable([pool.keys[i] for i in rows]), contents, shares)
    train, validation, test = ([rows[i] for i in part] for part in three)
    return train, validation, test


def _without_copies(
    given: dict[str, Pool], left_out: dict[str, str]
) -> dict[str, list[int]]:
    kept: dict[str, list[int]] = {}
    nearer: dict[str, str] = {}  # content -> the example of a part nearer to the test
    for part in ("test", "validation", "train"):
        if part not in given:
            continue
        ids, contents = given[part].ids, given[part].contents
        kept[part] = [i for i, content in enumerate(contents) if content not in nearer]
        for id, content in zip(ids, contents, strict=True):
            if content in nearer:
                left_out[id] = f"a copy of {nearer[content]}"
        nearer |= {contents[i]: ids[i] for i in kept[part]}
    return kept
