"""Who trains, who validates, who tests: by chance, by group, or by time.

Every way is a pure function of what the examples contain and of `split_seed`, never of
`seed` or of the order of a file: two runs that differ in `seed` share their validation set.
Examples of equal content always stay on one side: a copy that sits on both is a leak.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from hashlib import blake2b
from itertools import chain
from typing import Any

Three = tuple[list[int], list[int], list[int]]  # train, validation, test: ascending
Shares = tuple[float, float]  # of validation and test


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
    for group, content in zip(groups, contents, strict=True):
        leader[_leader(leader, ("content", content))] = _leader(
            leader, ("group", group)
        )
    units = _gather([_leader(leader, ("group", group)) for group in groups])
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


def sortable(keys: Sequence[str]) -> list[Any]:
    """Times as numbers if all are numbers; otherwise as text, which sorts if year-first."""
    try:
        return [float(key) for key in keys]
    except ValueError:
        return list(keys)


def linked(contents: Iterable[Sequence[bytes]]) -> list[str]:
    """One text per example, equal for those that share a content, if only by way of others.

    An example of several pictures has several contents: two houses with the same kitchen.
    """
    leader: dict[str, str] = {}
    firsts = []
    for several in contents:
        names = [digest(content) for content in several]
        for name in names:
            leader[_leader(leader, name)] = _leader(leader, names[0])
        firsts.append(names[0])
    return [_leader(leader, first) for first in firsts]


def _leader(leader: dict[Any, Any], node: Any) -> Any:
    """The node that stands for all those linked to this one."""
    while leader.setdefault(node, node) != node:
        leader[node] = node = leader[leader[node]]
    return node


def digest(content: bytes) -> str:
    """A short name for a content, the same in every process and on every machine."""
    return blake2b(content, digest_size=16).hexdigest()


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
