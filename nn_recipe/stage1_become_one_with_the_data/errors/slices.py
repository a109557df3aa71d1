"""Causes: is the net worse where examples are dark, long, of one class? Only what holds is said."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import polars as pl
from scipy import stats

from ...say import number
from .item import Heard

CHANCE = 0.01  # that anything at all is said of errors that fall by chance
FEWEST = 20  # examples in a slice, and outside it
TAILS = (0.2, 0.8)  # of a column of numbers, its lowest and highest fifth are asked
MOST_VALUES = 20  # of a column of words
NAMED = 5


@dataclass(frozen=True)
class Slice:
    """Examples for which `where` is true, and how much worse the net is on them."""

    where: str
    n: int
    inside: float
    outside: float
    low: float  # of the difference, 95 % divided among all that were asked
    high: float
    p: float  # two-sided, times the number of slices asked

    def said(self, of: str) -> str:
        """ "brightness <= 0.2: error 0.31 against 0.08, more by 0.12 to 0.34 (74 examples)" """
        return (
            f"{self.where}: {of} {number(self.inside)} against {number(self.outside)}, more by"
            f" {number(self.low)} to {number(self.high)} ({self.n:,} examples)"
        )


def slices(
    frame: pl.DataFrame, heard: Heard, ids: list[str]
) -> tuple[list[Slice], int]:
    """Where it is worse for sure, the largest difference first; and how many were asked.

    The error is the share of wrong examples, or the rank of the loss where none is wrong or right.
    """
    wrong = heard.rights and len(heard.rights) == len(ids)
    values = [float(not r) for r in heard.rights] if wrong else heard.losses
    own = pl.DataFrame({"id": ids, "its error": values})
    joined = own.join(frame.unique("id"), on="id", how="inner", maintain_order="left")
    errors = joined["its error"].to_numpy()
    asked = [(w, inside) for w, inside in conditions(joined.drop("its error"))]
    found = [
        judged(where, errors[inside], errors[~inside], bool(wrong), len(asked))
        for where, inside in asked
    ]
    sure = [s for s in found if s.p < CHANCE and s.low > 0]
    sure.sort(key=lambda s: (s.outside - s.inside, s.where))
    return sure[:NAMED], len(asked)


def conditions(frame: pl.DataFrame) -> Iterator[tuple[str, np.ndarray]]:
    """Each slice that is asked: the condition as `look --where` takes it, and who is in."""
    for name in frame.columns:
        if name in ("id", "split"):
            continue
        column = frame[name]
        quoted = name if name.isidentifier() else f'"{name}"'
        if column.dtype.is_numeric():
            low, high = (column.quantile(t) for t in TAILS)
            if low is None or high is None or low == high:
                continue
            yield from usable(
                f"{quoted} <= {low:.4g}", (column <= low).fill_null(False)
            )
            yield from usable(
                f"{quoted} >= {high:.4g}", (column >= high).fill_null(False)
            )
        elif column.n_unique() <= MOST_VALUES:
            for value in column.drop_nulls().unique().sort().to_list():
                yield from usable(
                    f"{quoted} = '{value}'", (column == value).fill_null(False)
                )


def usable(where: str, inside: pl.Series) -> Iterator[tuple[str, np.ndarray]]:
    chosen = inside.to_numpy()
    if min(chosen.sum(), (~chosen).sum()) >= FEWEST:
        yield where, chosen


def judged(
    where: str, inside: np.ndarray, outside: np.ndarray, shares: bool, asked: int
) -> Slice:
    """Fisher's exact test of shares, Mann and Whitney's of losses; Welch's interval."""
    if shares:
        table = [[x.sum(), len(x) - x.sum()] for x in (inside, outside)]
        p = stats.fisher_exact(table).pvalue  # type: ignore[union-attr]
    else:
        p = stats.mannwhitneyu(inside, outside).pvalue
    a, b = inside.mean(), outside.mean()
    z = NormalDist().inv_cdf(1 - 0.025 / asked)
    half = z * float(np.sqrt(inside.var() / len(inside) + outside.var() / len(outside)))
    gap = float(a - b)
    return Slice(
        where, len(inside), float(a), float(b), gap - half, gap + half, float(p) * asked
    )
