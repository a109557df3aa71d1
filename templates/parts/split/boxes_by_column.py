"""Who trains, who validates, who tests: whole groups, and copies always on one side.

A pure function of what the pictures hold, of a column of their table and of `split_seed`.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b

from . import place
from .config import Config
from .read import Example, cells, contents

__all__ = ["contents", "cut"]
FEW = 10  # groups
Three = tuple[list[int], list[int], list[int]]  # train, validation, test: ascending


def cut(
    examples: Sequence[Example],
    contents: list[str],
    shares: tuple[float, float],
    config: Config,
) -> Three:
    """Groups in the order of their hash; two groups that share a copy are one."""
    groups, leader = [group(example, config) for example in examples], {}
    for name, text in zip(groups, contents, strict=True):
        leader[first(leader, f"content {text}")] = first(leader, f"group {name}")
    units: dict[str, list[int]] = defaultdict(list)
    for i, name in enumerate(groups):
        units[first(leader, f"group {name}")].append(i)
    ranked = {
        digest(f"{config.split_seed} {min(groups[i] for i in unit)}"): unit
        for unit in units.values()
    }
    parts: Three = ([], [], [])
    (validation, test), before = shares, 0
    few = len(ranked) < FEW  # then a share may be less than one of them
    first_ones = few * ([2] * (test > 0) + [1] * (validation > 0))
    for i, key in enumerate(sorted(ranked)):  # test, then validation, then training
        middle = (before + len(ranked[key]) / 2) / len(groups)
        part = (middle < test) + (middle < test + validation)
        parts[first_ones[i] if i < len(first_ones) else part].extend(ranked[key])
        before += len(ranked[key])
    train, validating, testing = map(sorted, parts)
    return train, validating, testing


def group(example: Example, config: Config) -> str:
    """The cell of its first row in `split_column`; a picture without one is alone."""
    return column(config).get(example.id.partition("/")[2]) or example.id


@cache
def column(config: Config) -> dict[str, str]:
    """Name of a picture in the table -> its group."""
    rows, (picture, *_) = cells(place(config.data), config), config.columns
    return {row[picture]: row[config.split_column] for row in reversed(rows)}


def first(leader: dict[str, str], name: str) -> str:
    """The name that stands for all those linked to this one."""
    while leader.setdefault(name, name) != name:
        leader[name] = name = leader[leader[name]]
    return name


def digest(text: str) -> str:
    """The same in every process and on every machine, which `hash` is not."""
    return blake2b(text.encode(), digest_size=16).hexdigest()
