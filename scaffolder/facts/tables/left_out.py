"""The columns of a table that are no inputs, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.commands import beside, on_table, text, write
from scaffolder.facts.leaks import columns as leaks
from scaffolder.facts.leaks import foretold, sums
from scaffolder.facts.listing import some
from scaffolder.facts.model import Column, Proposal
from scaffolder.facts.splits import given_folds, repeats
from scaffolder.facts.splits.rows import is_called_group
from scaffolder.facts.tables import compared, survival
from scaffolder.facts.tables.columns import useless as columns_alone
from scaffolder.facts.tables.reading import Reading

if TYPE_CHECKING:
    import polars as pl

BLANK = 0.3  # of the rows with an answer lack a value that others of their group have
SURELY = 0.9  # of these cells can be filled


def naming(reading: Reading, name: str, drop: list[Proposal]) -> list[Column]:
    """The inputs, and the numbers that are none because they only name."""
    inputs = {column.name for column in reading.inputs(name, drop)}
    return [
        column
        for column in reading.inputs(name, [])
        if column.name in inputs or repeats.is_code(column)
    ]


def useless(columns: tuple[Column, ...], rows: int) -> list[Proposal]:
    return columns_alone(columns, rows) + repeats.left_out(columns, rows)


def unanswered(reading: Reading, name: str, inputs: list[Column]) -> list[Proposal]:
    """Columns that say nothing in the rows that have an answer."""
    train = reading.train.frame
    frame = train.filter(train[name].is_not_null())
    if len(frame) == len(train):
        return []
    counts = {c.name: frame[c.name].drop_nulls().n_unique() for c in inputs}
    why = ("is empty", "has one value only")
    return [
        Proposal(column, f"{column} {why[n]} in the rows that have an answer")
        for column, n in counts.items()
        if n < len(why)
    ]


def elsewhere(reading: Reading, name: str, split_column: str) -> list[str]:
    """What stands in other rows of the same person or thing than the answer does."""
    called = [c.name for c in reading.columns if is_called_group(c)]
    group = next(iter([split_column] if split_column else called), name)
    if group == name or group not in reading.train.names:
        return []
    names = [
        column.name
        for column in reading.columns
        if column.missing and column.unique > 1 and column.name not in (group, name)
        if _stands_elsewhere(reading.train.frame, column.name, group, name)
    ]
    if not names:
        return []
    how, ending = write(reading.train)
    output = beside(reading.train, "filled", ending)
    code = (
        f"t.with_columns(pl.col({text(names)}).forward_fill().backward_fill()"
        f".over({text(group)})).{how}({text(output.name)})"
    )
    several = len(names) > 1
    return [
        f"{some(names)} {'stand' if several else 'stands'} in other rows of the same {group}"
        f" than the answers do, and {'are' if several else 'is'} missing beside these. If"
        f" known before the answer, write them into each row: {on_table(reading.train, code)}"
        f" and name {output}."
    ]


def _stands_elsewhere(frame: pl.DataFrame, column: str, group: str, goal: str) -> bool:
    """Whether a group has one value, which most of its rows with an answer lack."""
    import polars as pl

    cell, whose = pl.col(column), pl.col(group)
    values = (
        frame.filter(whose.is_not_null())
        .group_by(group)
        .agg(cell.drop_nulls().n_unique().alias("values"))
    )
    if (values["values"] > 1).any() or not (values["values"] == 1).any():
        return False
    rows = frame.with_columns(cell.count().over(group).alias("known"))
    rows = rows.filter(pl.col(goal).is_not_null())
    blank = rows.filter(cell.is_null())
    enough = len(blank) >= BLANK * len(rows) and len(blank) > 0
    return enough and (blank["known"] > 0).mean() >= SURELY  # type: ignore[operator]


def drop(
    reading: Reading, name: str, split_column: str
) -> tuple[list[Proposal], list[Proposal]]:
    """(columns that leak the target, all columns to leave out)"""
    frame, goal = reading.train.frame, reading.column(name)
    others = tuple(column for column in reading.columns if column.name != name)
    drop = useless(others, len(frame))
    drop += given_folds.left_out(others, name, split_column)
    if split_column and split_column not in {proposal.value for proposal in drop}:
        why = f"{split_column} names groups of rows: it serves the split"
        drop.append(Proposal(split_column, why))
    drop += survival.left_out(reading, name)
    drop += unanswered(reading, name, reading.inputs(name, drop))
    leaking = foretold.left_out(reading.inputs(name, drop), goal)
    known = reading.inputs(name, drop + leaking)
    leaking += leaks.leaks(frame, known, goal)
    known = reading.inputs(name, drop + leaking)
    leaking += foretold.second_answers(frame, known, goal)
    if len(leaking) < len(reading.inputs(name, drop)):  # else nothing would be left
        drop += leaking
    together = sums.given_away(frame, reading.inputs(name, drop), goal)
    together += compared.given_away(frame, reading.inputs(name, drop), goal)
    if len(together) < len(reading.inputs(name, drop)):
        drop += together
    leaking += {proposal.reason: proposal for proposal in together}.values()
    drop += leaks.copies(frame, reading.inputs(name, drop))
    if reading.inputs(name, drop):
        return leaking, drop
    why = "; ".join(proposal.reason for proposal in drop)
    way = " ".join(["", *elsewhere(reading, name, split_column)])
    raise DataError(
        f"No column is left to predict {name!r} from: {why}. Needed: one column of"
        f" numbers or categories; add one, or name another --target.{way}"
    )
