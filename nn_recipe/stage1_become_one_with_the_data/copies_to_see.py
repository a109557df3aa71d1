"""The copies that a person should see: a line for each, with the other one that it is like (1.2)."""

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..contract import Example

PLACE = "data/copies.csv"  # in the folder of the ledger
Place = tuple[str, Example]  # its split
Near = tuple[Place, Place]


def said(example: Example) -> str:
    """Of arrays every number."""
    answer = example.answer
    return str(answer.tolist() if isinstance(answer, np.ndarray) else answer)


def in_a_word(example: Example) -> str:
    """Of masks and boxes nothing: the pictures show them."""
    words = isinstance(example.answer, str | int | float)
    return f"{said(example)[:20]} " if words else ""


def keep(
    path: Path,
    torn: Sequence[list[Place]],
    crossing: Sequence[list[Place]],
    near: Sequence[Near],
):
    """Copies with another answer, those on both sides of a split, near ones: id, what, likelier
    answer, the other one."""
    rows: dict[str, tuple[str, str, str, str]] = {}
    for group in torn:
        usual = Counter(said(e) for _, e in group).most_common(1)[0][0]
        for _, one in group:
            other = next(e for _, e in group if said(e) != said(one))
            what = f"{said(one)[:20]}, but its copy {other.id} says {said(other)[:20]}"
            says = usual if usual != said(one) else ""
            rows[one.id] = (one.id, what, says, other.id)
    for (part, one), *others in crossing:
        other, there = next((p, e) for p, e in others if p != part)
        what = f"in {part}, and as {there.id} in {other}"
        rows.setdefault(one.id, (one.id, what, "(leave out)", there.id))
    for (part, one), (there, other) in near:
        what = f"{in_a_word(one)}in {part}, nearly the same as {other.id}, {in_a_word(other)}"
        out = "(leave out)" if there != part else ""
        rows.setdefault(one.id, (one.id, f"{what}in {there}", out, other.id))
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="", encoding="utf-8", errors="replace") as file:
        csv.writer(file).writerows([("id", "what", "says", "other"), *rows.values()])
