"""One answer that stands in several columns of 0 and 1."""

from __future__ import annotations

from scaffolder.errors import DataError
from scaffolder.facts.commands import beside, on_table, text, write
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
        f" column of names in their place; write it: {in_one(reading, columns)}; or --target"
        " with one of them and --drop with the others."
    )


def in_one(reading: Reading, columns: list[str]) -> str:
    """The command that writes the names in a column "class", for each part, and what to name."""
    how, ending = write(reading.train)
    homes = {
        split: beside(table, f"{split}_in_one", ending)
        for split, table in reading.tables.items()
    }
    named = "class" if "class" not in reading.train.names else "one_class"
    cells = f"pl.col({text(columns)}).cast(pl.Float64)"
    code = (
        f"names = {text(columns)}; one = t.select({cells}).to_numpy().argmax(1); t"
        f".drop(names).with_columns(pl.Series({text(named)}, [names[i] for i in one]))"
    )
    lines = [
        on_table(table, f"{code}.{how}({text(homes[split].name)})")
        for split, table in reading.tables.items()
    ]
    given = "".join(f" --{s}-data {h}" for s, h in homes.items() if s != "train")
    with_them = f" with{given}" if given else ""
    return f"{'; '.join(lines)} and name {homes['train']}{with_them} --target {named}"


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
