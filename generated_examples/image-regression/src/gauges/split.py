"""Who trains, validates and tests: a function of what they hold and of `split_seed` alone."""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from .read import Example, contents

__all__ = ["contents", "cut"]
Three = tuple[list[int], list[int], list[int]]  # train, validation, test: ascending


def cut(examples: Sequence[Example], contents: list[str], shares, config) -> Three:
    """Each answer gives its share to each part; copies stay together.

    They are cut off in the order of their hash: new ones move only the few next to a border.
    Answers that hardly repeat (fewer than ten of each) are numbers, and count as one.
    """
    answers = [example.answer for example in examples]
    classes = len(answers) >= 10 * len(set(answers))
    copies: dict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(contents):
        copies[digest(f"{config.split_seed} {text}")].append(i)
    strata: dict[Any, list[list[int]]] = defaultdict(list)
    for _, unit in sorted(copies.items()):
        strata[answers[unit[0]] if classes else None].append(unit)
    parts: Three = ([], [], [])
    validation, test = shares
    for units in strata.values():
        before, total = 0, sum(map(len, units))
        for unit in units:  # the first test, the next validate; each goes by its middle
            middle = (before + len(unit) / 2) / total
            parts[(middle < test) + (middle < test + validation)].extend(unit)
            before += len(unit)
    return tuple(map(sorted, parts))  # type: ignore[return-value]


def digest(text: str) -> str:
    """The same in every process and on every machine, which `hash` is not."""
    return blake2b(text.encode(), digest_size=16).hexdigest()
