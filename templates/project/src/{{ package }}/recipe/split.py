"""Who trains, who validates, who tests: by chance, by group, or by time.

Every way is a pure function of what the examples contain and of `split_seed`, never of
`seed` or of the order of a file: two runs that differ in `seed` share their validation set.
Examples of equal content always stay on one side: a copy that sits on both is a leak.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain
from typing import Any

from ..config import Config
from .contract import Example, Splits

Three = tuple[
    list[int], list[int], list[int]
]  # train, validation, test: indices, ascending
Shares = tuple[float, float]  # of validation and test


@dataclass(frozen=True)
class Pool:
    """One given file or folder and what a split has to know of each of its examples."""

    examples: Sequence[Example]
    ids: Sequence[str]
    contents: Sequence[str]  # equal for copies
    answers: Sequence[Any]
    keys: Sequence[Any] = field(default=())  # group or time; empty for chance


def digest(content: bytes) -> str:
    """A short name for a content, the same in every process and on every machine."""
    return blake2b(content, digest_size=16).hexdigest()


def by_chance(
    contents: Sequence[str], shares: Shares, seed: int, answers: Sequence[Any] = ()
) -> Three:
    """Each answer gives its share to each part, so that rare classes are in all three.

    Within an answer the examples stand in the order of their hash and the first ones are
    cut off. Cutting by rank keeps the shares exact on 300 rows, where "hash < share" misses
    by 13 %; and as a hash never changes, new rows move only the few next to a border, most
    often from test to validation or from validation to train. Answers that hardly repeat
    (fewer than ten examples each) are numbers, not classes, and count as one.
    """
    classes = set(answers)
    if len(answers) < 10 * len(classes):
        answers = [None] * len(contents)
    strata: dict[Any, list[list[int]]] = defaultdict(list)
    for copies in _in_hash_order(_gather(contents), seed):
        strata[answers[copies[0]] if answers else None].append(copies)
    return _join(_cut(units, shares) for units in strata.values())


def by_group(
    groups: Sequence[Hashable], contents: Sequence[str], shares: Shares, seed: int
) -> Three:
    """Whole groups; two groups that share a copy become one."""
    leader: dict[Hashable, Hashable] = {}

    def find(node: Hashable) -> Hashable:
        while leader.setdefault(node, node) != node:
            leader[node] = node = leader[leader[node]]
        return node

    for group, content in zip(groups, contents, strict=True):
        leader[find(("content", content))] = find(("group", group))
    units = _gather([find(("group", group)) for group in groups])
    by_name = {min(str(groups[i]) for i in unit): unit for unit in units.values()}
    return _join([_cut(_in_hash_order(by_name, seed), shares)])


def by_time(times: Sequence[Any], contents: Sequence[str], shares: Shares) -> Three:
    """The past trains, the present validates, the future tests; equal times stay together.

    Copies go with the latest of them, so that training holds nothing of a later date.
    """
    latest: dict[str, Any] = {}
    for time, content in zip(times, contents, strict=True):
        latest[content] = max(time, latest.get(content, time))
    units = _gather([latest[content] for content in contents])
    newest_first = [units[time] for time in sorted(units, reverse=True)]
    return _join([_cut(newest_first, shares)])


def given(config: Config) -> list[tuple[str, str]]:
    """The parts that have a file or folder of their own; "train" is cut for the others."""
    paths = {"train": config.data, "validation": config.validation_data}
    return [
        (part, path)
        for part, path in (paths | {"test": config.test_data}).items()
        if path
    ]


def sortable(keys: Sequence[str]) -> list[Any]:
    """Times as numbers if all are numbers; otherwise as text, which sorts if year-first."""
    try:
        return [float(key) for key in keys]
    except ValueError:
        return list(keys)


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


def _gather(keys: Sequence[Any]) -> dict[Any, list[int]]:
    units: dict[Any, list[int]] = defaultdict(list)
    for i, key in enumerate(keys):
        units[key].append(i)
    return units


def _in_hash_order(units: dict[Any, list[int]], seed: int) -> list[list[int]]:
    rank = {key: digest(f"{seed} {key}".encode()) for key in units}
    return [units[key] for key in sorted(units, key=rank.__getitem__)]


def _cut(units: Sequence[list[int]], shares: Shares) -> Three:
    """The first units are the test, the next the validation, the rest trains.

    A unit goes where its middle falls: no part is off its share by more than half a unit,
    and a class of one example trains.
    """
    validation_share, test_share = shares
    total = sum(map(len, units))
    parts: Three = ([], [], [])
    before = 0
    for unit in units:
        middle = (before + len(unit) / 2) / total
        part = (
            2
            if middle < test_share
            else 1 if middle < test_share + validation_share else 0
        )
        parts[part].extend(unit)
        before += len(unit)
    return parts


def _join(cuts: Iterable[Three]) -> Three:
    train, validation, test = map(
        sorted, map(chain.from_iterable, zip(*cuts, strict=True))
    )
    return train, validation, test
