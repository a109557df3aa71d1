"""Who trains, validates and tests: a function of the cells and of `split_seed` alone."""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from .config import Config
from .read import Example

Three = tuple[list[int], list[int], list[int]]  # train, validation, test: ascending


def contents(examples: Sequence[Example], config: Config) -> list[str]:
    """Of each row all cells but the answer and row numbers: the same for copies."""
    columns = {name: [e.raw.get(name) for e in examples] for name in config.drop}
    aside = {name for name, cells in columns.items() if len(set(cells)) == len(cells)}
    rows = ([e.raw[c] or "" for c in e.raw if c not in aside] for e in examples)
    return ["\x1f".join(cells) for cells in rows]


def cut(examples: Sequence[Example], contents: list[str], shares, config) -> Three:
    """Each answer gives its share to each part; copies stay together.

    Rows are cut off in the order of their hash: new ones move only the few next to a border.
    Answers that hardly repeat (fewer than ten rows each) are numbers, and count as one.
    """
    answers = [example.answer for example in examples]
    classes = len(answers) >= 10 * len(set(answers))
    copies: dict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(contents):  # `hash` is another one in each process
        key = blake2b(
            f"{config.split_seed} {text}".encode(), digest_size=16
        ).hexdigest()
        copies[key].append(i)
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
