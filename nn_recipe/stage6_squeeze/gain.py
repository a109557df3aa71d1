"""What more nets are worth: every size of ensemble, with other seeds and other examples."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from ..contract import Evaluation, Target
from ..progress import track
from ..trials.gap import Gap, draws, measure

MOST = 10  # subsets of one size: of more, neighbours in a circle stand for all
Subset = tuple[int, ...]


def subsets(k: int) -> list[Subset]:
    """Of each size from 1 to k; each of the k stands in equally many of a size."""
    found = []
    for size in range(1, k + 1):
        some = [*combinations(range(k), size)]
        circle = [tuple(sorted((i + j) % k for j in range(size))) for i in range(k)]
        found += some if len(some) <= MOST else circle
    return found


@dataclass(frozen=True)
class Curve:
    """A metric of ensembles of 1 to k nets."""

    metric: str
    sign: int  # -1 where less of it is better
    subsets: Sequence[Subset]
    table: np.ndarray  # [1 + draws, subsets]: on all examples, then on those drawn
    units: int  # examples, or groups of them, that are drawn apart

    @cached_property
    def k(self) -> int:
        return max(map(len, self.subsets))

    def mean(self, size: int, without: int = -1) -> np.ndarray:
        """[1 + draws], over the ensembles of this size that do without this net."""
        chosen = [
            i
            for i, one in enumerate(self.subsets)
            if len(one) == size and without not in one
        ]
        return self.table[:, chosen].mean(1)

    @cached_property
    def over_seeds(self) -> float:
        """Variance of what all k gain over one, had they other seeds: by leaving each net out.

        On average no less than the true variance (Efron and Stein 1981).
        """
        left = [self.mean(self.k - 1, i)[0] - self.mean(1, i)[0] for i in range(self.k)]
        return float((self.k - 1) * np.var(left))

    def gap(self, few: int, many: int) -> "Gain":
        """`many` nets together instead of `few`: the same seeds, the same examples.

        Of a squared error M nets gain (1 - 1/M) of what infinitely many would, whatever the
        seeds: in that ratio the spread over seeds goes from k to other sizes.
        """
        one, other = self.mean(few), self.mean(many)
        other = np.where(np.isclose(other, one, rtol=1e-12, atol=0), one, other)
        drawn = (other - one)[1:]
        drawn = drawn[np.isfinite(drawn)]
        spread = float(drawn.var(ddof=1)) if len(drawn) > 1 else np.nan
        part = (1 / few - 1 / many) / (1 - 1 / self.k)
        sides = [float(one[0])] * self.k, [float(other[0])] * self.k
        seeds = self.over_seeds * part**2
        return Gain(self.metric, *sides, self.sign, spread, self.units, seeds)

    def share(self, size: int) -> float:
        """Of what all nets together gain over one; nan if that is nothing, or a loss."""
        one, some, all = (self.mean(m)[0] for m in (1, size, self.k))
        whole = self.sign * (all - one)
        return self.sign * (some - one) / whole if whole > 0 else np.nan


def curve(
    metric: str,
    chosen: Sequence[Subset],
    evaluated: Sequence[Evaluation],
    target: Target,
    units: Sequence[str] | None,
) -> Curve:
    """`evaluated`: each of these ensembles on the same examples."""
    drawn, apart = draws(evaluated[0], units)
    values = [[e.numbers[metric] for e in evaluated]]
    for some in track(drawn, f"intervals of {metric}", len(drawn)):
        values.append([measure(e, metric, target, some) for e in evaluated])
    sign = -1 if metric in ("loss", *target.errors) else 1
    return Curve(metric, sign, chosen, np.array(values), apart)


@dataclass(frozen=True)
class Gain(Gap):
    """A gap of which no seed has a pair of its own: all of them make one ensemble."""

    over: float  # variance over other seeds

    @property
    def seeds(self) -> float:
        return self.over
