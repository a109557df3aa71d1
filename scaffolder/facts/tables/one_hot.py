"""One answer that stands in several columns of 0 and 1."""

from __future__ import annotations

from scaffolder.errors import DataError
from scaffolder.facts.listing import some
from scaffolder.facts.model import Proposal
from scaffolder.facts.tables.reading import Reading

FEWEST = 3  # columns: two of them are one column and its opposite


def refuse(reading: Reading, chosen: Proposal, named: str | None) -> None:
    """A guess that is one column of a one-hot answer: the others would give it away."""
    if named or not (columns := around(reading, chosen.value)):
        return
    raise DataError(
        f"Found {len(columns)} columns of 0 and 1 in {reading.path}, of which each row has"
        f" exactly one 1 ({some(columns)}): one answer in several columns. Needed: one"
        " column of names in their place, as pandas makes it of them with"
        " .idxmax(axis=1); or --target with one of them and --drop with the others."
    )


def around(reading: Reading, name: str) -> list[str]:
    """The neighbours of a column of 0 and 1 that are one answer with it."""
    import polars as pl

    flags = [
        c.role == "number" and c.unique == 2 and (c.minimum, c.maximum) == (0, 1)
        for c in reading.columns
    ]
    names = [column.name for column in reading.columns]
    first = last = names.index(name) if name in names else -1
    if first < 0 or not flags[first] or reading.column(name).missing:
        return []
    while first > 0 and flags[first - 1]:
        first -= 1
    while last + 1 < len(names) and flags[last + 1]:
        last += 1
    frame = reading.train.frame
    for begin in range(first, last - FEWEST + 2):
        group = names[begin : last + 1]
        sums = frame.select(pl.sum_horizontal(group)).to_series()
        if name in group and bool((sums == 1).all()):
            return group
    return []
