"""Who trains, who validates, who tests: whole groups, and copies always on one side.

A pure function of what the examples hold and of `split_seed`, never of `seed` or of their order.
"""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import blake2b

from .read import Example, contents

__all__ = ["contents", "cut"]
Three = tuple[list[int], list[int], list[int]]  # train, validation, test: ascending


def cut(examples: Sequence[Example], contents: list[str], shares, config) -> Three:
    """Groups in the order of their hash; two groups that share a copy are one."""
    units: dict[str, list[int]] = defaultdict(list)
    leader: dict[str, str] = (
        {}
    )  # "group ..." or "content ..." -> one that it belongs to
    groups = [example.group for example in examples]
    for group, text in zip(groups, contents, strict=True):
        if group is not None:
            leader[first(leader, f"content {text}")] = first(leader, f"group {group}")
    for i, group in enumerate(groups):
        if group is not None:  # one without a group is in no part
            units[first(leader, f"group {group}")].append(i)
    ranked = {
        digest(f"{config.split_seed} {min(str(groups[i]) for i in unit)}"): unit
        for unit in units.values()
    }
    parts: Three = ([], [], [])
    deal([ranked[key] for key in sorted(ranked)], shares, parts)
    return tuple(map(sorted, parts))  # type: ignore[return-value]


def first(leader: dict[str, str], name: str) -> str:
    """The name that stands for all those linked to this one."""
    while leader.setdefault(name, name) != name:
        leader[name] = name = leader[leader[name]]
    return name


def deal(units: list[list[int]], shares: tuple[float, float], parts: Three) -> None:
    """The first units test, the next validate, the rest trains; each goes by its middle."""
    (validation, test), before, total = shares, 0, sum(map(len, units))
    for unit in units:
        middle = (before + len(unit) / 2) / total
        parts[(middle < test) + (middle < test + validation)].extend(unit)
        before += len(unit)


def digest(text: str) -> str:
    """The same in every process and on every machine, which `hash` is not."""
    return blake2b(text.encode(), digest_size=16).hexdigest()
