"""Columns that give the answer away, and columns that say the same as another."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from scaffolder.facts.listing import share
from scaffolder.facts.model import Column, Proposal

if TYPE_CHECKING:
    import polars as pl

CONTINUOUS = 0.5  # share of different values above which a one-to-one map means nothing
SAME = 1 - 1e-9  # correlation of two columns that differ by unit and offset only
GIVES_AWAY = 0.4  # share of a majority vote's mistakes that one column repairs


def leaks(
    frame: pl.DataFrame, columns: list[Column], target: Column
) -> list[Proposal]:
    """Inputs that are the target in other words: equal, rescaled, or one to one."""
    return [
        Proposal(
            column.name,
            f"{column.name} is {target.name} in other words (one to one): it would give"
            " the answer away",
        )
        for column in columns
        if _same(frame, column, target)
    ]


def copies(
    frame: pl.DataFrame, columns: list[Column]
) -> list[Proposal]:
    """Of two columns that say the same, the one to leave out: text before numbers."""
    dropped: dict[str, Proposal] = {}
    for first, second in combinations(columns, 2):
        if {first.name, second.name} & dropped.keys():
            continue
        if not _same(frame, first, second):
            continue
        out, kept = second, first
        if first.role == "category" and second.role == "number":
            out, kept = first, second
        order = " which keeps the order" if kept.role != out.role else ""
        reason = f"{out.name} says the same as {kept.name}{order and ',' + order}"
        dropped[out.name] = Proposal(out.name, reason)
    return list(dropped.values())


def _same(frame: pl.DataFrame, first: Column, second: Column) -> bool:
    if first.unique != second.unique or first.missing != second.missing:
        return False
    if first.unique > CONTINUOUS * (len(frame) - first.missing):
        numbers = first.role == second.role == "number"
        return numbers and _rescaled(frame, first.name, second.name)
    pairs = frame.select(first.name, second.name)
    sample = pairs.head(10_000)
    if sample.n_unique() > first.unique + bool(first.missing):
        return False
    return pairs.n_unique() == first.unique + bool(first.missing)


def _rescaled(frame: pl.DataFrame, first: str, second: str) -> bool:
    import polars as pl

    rows = frame.head(100_000)
    correlation = rows.select(pl.corr(first, second)).item()
    return correlation is not None and abs(correlation) > SAME


def nearly(
    frame: pl.DataFrame, columns: list[Column], target: Column
) -> list[str]:
    """Sentences on single categories that nearly decide a class (Goodman's lambda)."""
    import polars as pl

    rows = frame.filter(pl.col(target.name).is_not_null())
    majority = rows[target.name].value_counts()["count"].max()
    sentences = []
    for column in columns:
        if column.role != "category" or column.unique > 0.1 * len(rows):
            continue
        counts = rows.group_by(column.name, target.name).len()
        right = counts.group_by(column.name).agg(pl.col("len").max())["len"].sum()
        mistakes = len(rows) - int(majority)  # type: ignore[arg-type]
        if mistakes and right - (len(rows) - mistakes) >= GIVES_AWAY * mistakes:
            sentences.append(
                f"{column.name} alone answers {share(right, len(rows))} of the rows"
                f" (the largest class: {share(len(rows) - mistakes, len(rows))}). Will"
                " it be known, and mean the same, when you predict?"
            )
    return sentences
