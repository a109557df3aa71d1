"""How the rows should be split: by chance, by group or by time; and what crosses a split."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolder.facts.columns import dates, words
from scaffolder.facts.listing import said
from scaffolder.facts.model import Column, Proposal
from scaffolder.facts.table import Table

if TYPE_CHECKING:
    import polars as pl

GROUP_WORDS = {"id", "ids", "subject", "patient", "user", "customer", "person", "client"}
GROUP_WORDS |= {"individual", "participant", "speaker", "session", "animal", "device"}


def propose(
    table: Table, columns: tuple[Column, ...], target: str
) -> tuple[Proposal, Proposal]:
    """(split, split_column)"""
    others = [column for column in columns if column.name != target]
    for column in others:
        if _orders_the_rows(table.frame[column.name], column):
            return (
                Proposal("time", "the rows are in the order of time: test on the latest"),
                Proposal(column.name, f"{column.name} is a date that orders the rows"),
            )
    for column in others:
        if _is_group(column, len(table.frame)):
            rows = len(table.frame) - column.missing
            return (
                Proposal(
                    "group", "rows of one group are alike: keep them on one side"
                ),
                Proposal(
                    column.name,
                    f"{column.name} repeats: {column.unique:,} ids in {rows:,} rows",
                ),
            )
    return (
        Proposal("chance", "no column groups the rows, no date orders them"),
        Proposal("", "a split by chance needs no column"),
    )


def _orders_the_rows(cells: pl.Series, column: Column) -> bool:
    if column.role != "time" or column.unique < 10 or column.missing:
        return False
    times = dates(cells)
    return times is not None and times.null_count() == 0 and times.is_sorted()


def _is_group(column: Column, rows: int) -> bool:
    """A named id with 10 values and more that repeats: on average up to 100 times."""
    if not GROUP_WORDS & set(words(column.name)) or column.role == "constant":
        return False
    filled = rows - column.missing
    return 10 <= column.unique < 0.95 * filled <= 0.95 * 100 * column.unique


def shared_rows(train: pl.DataFrame, given: pl.DataFrame, inputs: list[str]) -> int:
    """Rows of training data whose inputs also stand, cell for cell, in a given split."""
    ours = train.select(inputs).hash_rows(seed=0)
    theirs = given.select(inputs).hash_rows(seed=0)
    return int(ours.is_in(theirs.implode()).sum())


def repeated(frame: pl.DataFrame, target: str) -> tuple[int, list[str]]:
    """Rows that repeat an earlier one, and the sentences on them."""
    rows = frame.hash_rows(seed=0)
    count = len(rows) - rows.n_unique()
    sentences = []
    if count:
        sentences.append(
            f"{said(count, 'row')} repeat an earlier one: copies are kept on one side of"
            " the split, or the validation score would flatter."
        )
    if target:
        inputs = frame.drop(target).hash_rows(seed=0)
        contradicting = rows.n_unique() - inputs.n_unique()
        if contradicting:
            sentences.append(
                f"{said(contradicting, 'row')} have the inputs of another row and a"
                " different answer: no net can get them all right."
            )
    return count, sentences
