"""Columns that hold the words of another once more, such as the parse of a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scaffolder.facts.listing import some

if TYPE_CHECKING:
    from scaffolder.facts.tables.reading import Reading

LOOKED = 500  # rows
MOSTLY = 0.9  # of them
TAG = re.compile(r"\((?:[A-Z][A-Z0-9$,.:'`-]*|[^\w\s()])\s")  # "(NP " of a tree
SIGNS = re.compile(r"[\W_]+")


def copies(reading: Reading, texts: tuple[str, ...]) -> dict[str, str]:
    """Column -> the one whose words it holds; of two alike the plainer one stays."""
    plain = {name: words_of(reading, name) for name in texts}
    order = sorted(texts, key=lambda name: marks(reading, name))
    found: dict[str, str] = {}
    for place, name in enumerate(order):
        for other in order[:place]:
            if other not in found and are_alike(plain[name], plain[other]):
                found[name] = other
                break
    return {name: found[name] for name in texts if name in found}


def words_of(reading: Reading, name: str) -> list[str]:
    """The letters and digits of each cell, without the tags of a tree."""
    cells = reading.train.frame[name].head(LOOKED).to_list()
    return [SIGNS.sub("", TAG.sub(" ", cell or "")).lower() for cell in cells]


def marks(reading: Reading, name: str) -> int:
    cells = reading.train.frame[name].drop_nulls().head(LOOKED).to_list()
    return sum(len(re.findall(r"[()\[\]{}]", cell)) for cell in cells)


def are_alike(ours: list[str], theirs: list[str]) -> bool:
    pairs = [pair for pair in zip(ours, theirs, strict=True) if any(pair)]
    same = sum(one == other for one, other in pairs)
    return bool(pairs) and same >= MOSTLY * len(pairs)


def note(found: dict[str, str]) -> list[str]:
    if not found:
        return []
    others = some(dict.fromkeys(found.values()))
    verb = "hold" if len(found) > 1 else "holds"
    return [
        f"{some(found)}: {verb} the words of {others} once more, such as a parse does, and"
        " left out of the text."
    ]
