"""Columns that say which fold of a cross-validation a row belongs to: no input, but a split."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scaffolder.facts.model import Column, Proposal
from scaffolder.facts.tables.columns import words

NAMES = {"fold", "folds", "kfold", "cvfold", "cv"}
BESIDE = {"id", "ids", "nr", "no", "num", "number", "index", "idx"}
FEWEST, MOST = 2, 20  # folds
FOR_THREE = 3  # folds: one trains, one validates, one tests


def find(columns: Sequence[Column], target: str) -> list[Column]:
    return [c for c in columns if c.name != target and is_fold(c)]


def is_fold(column: Column) -> bool:
    """By its name, which ends in "fold", and by its few values without a gap: 1 to 5."""
    named = [re.sub(r"\d+$", "", word) for word in words(column.name)]
    named = [word for word in named if word not in BESIDE and word]
    if not (named and named[-1] in NAMES and FEWEST <= column.unique <= MOST):
        return False
    if column.role == "category":
        return all(re.fullmatch(r"\D*\d+", cell) for cell in column.examples)
    if column.role != "number" or column.minimum not in (0, 1):
        return False
    return column.maximum - column.minimum + 1 == column.unique  # type: ignore[operator]


def split(columns: Sequence[Column], target: str) -> tuple[Proposal, Proposal] | None:
    """(split, split_column) where somebody cut the rows already."""
    enough = (c for c in find(columns, target) if c.unique >= FOR_THREE)
    if not (column := next(enough, None)):
        return None
    return (
        Proposal("group", "the rows were cut into folds: keep each on one side"),
        Proposal(column.name, f"{column.name} names {column.unique} folds"),
    )


def left_out(columns: Sequence[Column], target: str, by: str) -> list[Proposal]:
    """Folds are drawn by whoever made the table: they tell nothing of a row."""
    return [
        Proposal(
            column.name,
            f"{column.name} names {column.unique} folds of a cross-validation"
            f"{', by which the rows are split' if column.name == by else ''}: no input",
        )
        for column in find(columns, target)
    ]
