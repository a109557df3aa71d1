"""Inputs that together give a numeric answer away: a sum, a difference, a weighted mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolder.facts.model import Column, Proposal

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

EXACT = 1e-6  # of the variance is left: no law of nature is measured so well
MOST_COLUMNS = 200
SAMPLE = 5_000  # rows
ROWS_EACH = 5  # rows a column, or a fit of anything would be exact


def given_away(
    frame: pl.DataFrame, columns: list[Column], goal: Column
) -> list[Proposal]:
    """The columns whose sum, weighted, or product is the answer, each with that reason."""
    numbers = [column.name for column in columns if column.role == "number"]
    if not 2 <= len(numbers) <= MOST_COLUMNS:
        return []
    for read, what in ((rows_of, "a linear combination"), (_logarithms, "a product")):
        x, y = read(frame, numbers, goal.name)
        if len(y) < max(50, ROWS_EACH * len(numbers)) or not y.std():
            continue
        if _left(x, y) <= EXACT:
            return _named(x, y, numbers, f"{goal.name} is {what}")
    return []


def _named(
    x: np.ndarray, y: np.ndarray, numbers: list[str], what: str
) -> list[Proposal]:
    needed = _needed(x, y)
    names = [numbers[i] for i in needed]
    left = _left(x[:, needed], y)
    listed = " and ".join(names) if len(names) < 3 else ", ".join(names)
    why = f"{what} of {listed} (R2 {_floor(1 - left)}): they would give the answer away"
    return [Proposal(name, why) for name in names]


def _floor(share: float) -> str:
    return "1.000000" if share >= 1 - 1e-9 else f"{share:.6f}"


def rows_of(
    frame: pl.DataFrame, numbers: list[str], goal: str
) -> tuple[np.ndarray, np.ndarray]:
    """Standardised inputs and the answer, of rows without a gap."""
    import polars as pl

    chosen = frame.select(*numbers, pl.col(goal).cast(pl.Float64, strict=False))
    whole = chosen.drop_nulls().to_numpy()
    whole = whole[:: max(1, len(whole) // SAMPLE)]
    x, y = whole[:, :-1], whole[:, -1]
    if not len(y):
        return x, y
    spread = x.std(0)
    return (x - x.mean(0)) / (spread + (spread == 0)), y - y.mean()


def _logarithms(
    frame: pl.DataFrame, numbers: list[str], goal: str
) -> tuple[np.ndarray, np.ndarray]:
    """The same of logarithms, which make a sum of a product; columns above 0 only."""
    import polars as pl

    positive = pl.col(*numbers, goal).cast(pl.Float64, strict=False)
    logs = frame.select(pl.when(positive > 0).then(positive.log()))
    x, y = rows_of(logs, numbers, goal)
    if len(y) < 0.5 * len(frame):  # most rows have a number that is not above 0
        return x[:0], y[:0]
    return x, y


def _left(x: np.ndarray, y: np.ndarray) -> float:
    """The share of the variance of y that no combination explains."""
    import numpy as np

    weights = np.linalg.lstsq(x, y, rcond=None)[0]
    return float(np.square(y - x @ weights).sum() / np.square(y).sum())


def _needed(x: np.ndarray, y: np.ndarray) -> list[int]:
    """Columns without which the fit is no longer exact, the least weighty tried first."""
    import numpy as np

    weights = np.abs(np.linalg.lstsq(x, y, rcond=None)[0])
    kept = [int(i) for i in np.argsort(weights) if weights[i] > 1e-6 * y.std()]
    for column in list(kept):
        others = [i for i in kept if i != column]
        if others and _left(x[:, others], y) <= EXACT:
            kept = others
    return sorted(kept)
