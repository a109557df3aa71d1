"""Two classes that a threshold of a weighted sum of inputs tells apart: passed from 50 points on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolder.facts.commands import flag
from scaffolder.facts.leaks.sums import ROWS_EACH, rows_of
from scaffolder.facts.listing import some
from scaffolder.facts.model import Column

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

MOST_COLUMNS = 50  # each is tried without once, where a plane was found
RIGHT = 0.998  # of the rows; the few at the threshold may be rounded
UNSEEN = 0.98  # of rows that it was not fitted to: of many columns any may fit
FEWEST = 200  # rows: fewer are separated by chance, or by a gap between the classes
STEPS, RIDGE = 30, 1e-6  # of Newton: the weights of classes apart grow for ever
NEAR = 0.1  # share of the rows that lie nearest to the threshold
# Where a rule cuts through rows that know nothing of it, as many lie within once and twice that
# distance; classes that nature keeps apart leave a gap, and nearly all lie beyond.
DENSE = 0.15


def sentences(frame: pl.DataFrame, columns: list[Column], goal: Column) -> list[str]:
    """Needs two classes and at least two numbers; one number alone is told elsewhere."""
    numbers = [column.name for column in columns if column.role == "number"]
    if goal.unique != 2 or not 2 <= len(numbers) <= MOST_COLUMNS:
        return []
    first = frame[goal.name].drop_nulls()[0]
    x, y = rows_of(frame.with_columns(frame[goal.name] == first), numbers, goal.name)
    if len(y) < max(FEWEST, ROWS_EACH * len(numbers)) or not is_cut(x, y > 0):
        return []
    names = [numbers[i] for i in needed(x, y > 0)]
    if len(names) < 2:
        return []
    dropped = " ".join(flag("--drop", name) for name in names)
    return [
        f"A threshold of a weighted sum of {some(names, 5)} says {goal.name} in all rows but"
        " a few at most, with no gap beside it, as a rule does. Will they be known, and mean the same, when you"
        f" predict? If not: {dropped}."
    ]


def is_cut(x: np.ndarray, y: np.ndarray) -> bool:
    """Whether one plane has the classes on its sides, and rows right up to it."""
    import numpy as np

    decided = distances(x, y, x)
    unseen = distances(x[::2], y[::2], x[1::2])
    if ((decided > 0) == y).mean() < RIGHT or ((unseen > 0) == y[1::2]).mean() < UNSEEN:
        return False
    away = np.abs(decided)
    near = np.quantile(away, NEAR)
    return bool(((away > near) & (away <= 2 * near)).mean() <= DENSE)


def distances(x: np.ndarray, y: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Of the rows asked, from the plane of a logistic regression, by Newton's method."""
    import numpy as np

    rows = np.column_stack([x, np.ones(len(x))])
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (chance - y) + RIDGE * weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows
        weights -= np.linalg.solve(bend + RIDGE * np.eye(len(weights)), slope)
    return (asked @ weights[:-1] + weights[-1]) / np.linalg.norm(weights[:-1])


def needed(x: np.ndarray, y: np.ndarray) -> list[int]:
    """Columns without which the plane no longer tells the classes, tried one by one."""
    kept = list(range(x.shape[1]))
    for column in range(x.shape[1]):
        others = [i for i in kept if i != column]
        if others and is_cut(x[:, others], y):
            kept = others
    return kept
