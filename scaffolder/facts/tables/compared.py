"""Two numbers of which the larger one names the class: goals of both sides and who won."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from scaffolder.facts.model import Column, Proposal

if TYPE_CHECKING:
    import polars as pl

MOST_COLUMNS = 60  # all pairs of them are looked at
MOST_CLASSES = 3  # less, equal, more
ROWS = 50  # of fewer some pair may agree by chance
LOOKED = 500  # rows that can refute at once


def given_away(
    frame: pl.DataFrame, columns: list[Column], goal: Column
) -> list[Proposal]:
    """Both columns of each such pair, with that reason."""
    numbers = [column.name for column in columns if column.role == "number"]
    if not 2 <= goal.unique <= MOST_CLASSES or len(numbers) > MOST_COLUMNS:
        return []
    found: dict[str, Proposal] = {}
    for pair in combinations(numbers, 2):
        rows = [*pair, goal.name]
        head = frame.head(LOOKED).select(rows)
        if _decide(head) and _decide(frame.select(rows)):
            one, other = pair
            why = (
                f"{goal.name} says which of {one} and {other} is larger: they would give"
                " the answer away"
            )
            found |= {name: Proposal(name, why) for name in pair}
    return list(found.values())


def _decide(rows: pl.DataFrame) -> bool:
    """Whether less, equal and more each go with one class, and more than one class occurs."""
    import polars as pl

    one, other, goal = rows.columns
    whole = rows.drop_nulls()
    if len(whole) < max(ROWS, 0.9 * len(rows)):
        return False
    signs = whole.select((pl.col(one) - pl.col(other)).sign().alias("sign"), goal)
    classes = signs.unique()
    each = len(classes) == classes["sign"].n_unique()
    return each and classes[goal].n_unique() == whole[goal].n_unique() > 1
