"""What more nets are worth: every size of ensemble, with other seeds and other examples."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from ..bootstrap import Interval
from ..contract import Evaluation, Target
from ..progress import track
from ..trials.gap import Gap, draws, measure, of_examples

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

    def by_seed(self, size: int) -> np.ndarray:
        """[1 + draws, k]: what each net brings in, so that the mean is that of all.

        Pseudo-values of the jackknife: k nets give one ensemble of k, and how far another set
        of seeds would move it is told by leaving each net out (Efron and Stein 1981: on average
        no less than the true variance). Of size 1 they are the nets themselves.
        """
        smaller = min(size, self.k - 1)
        left = np.stack([self.mean(smaller, i) for i in range(self.k)], 1)
        moved = (self.k - 1) * (left.mean(1, keepdims=True) - left)
        return self.mean(size)[:, None] + moved

    def gap(self, few: int, many: int) -> Gap:
        """`many` nets together instead of `few`, paired: the same seeds, the same examples."""
        one, other = self.by_seed(few), self.by_seed(many)
        drawn = (other - one)[1:]
        drawn = drawn[np.isfinite(drawn).all(1)]
        spread = of_examples(drawn) if len(drawn) > 1 else np.nan
        sides = one[0].tolist(), other[0].tolist()
        return Gap(self.metric, *sides, self.sign, spread, self.units)

    def at(self, size: int) -> Interval:
        """The metric of such an ensemble, of other seeds and on other examples."""
        found = self.by_seed(size)
        drawn = found[1:][np.isfinite(found[1:]).all(1)]
        nothing = [0.0] * self.k
        spread = of_examples(drawn) if len(drawn) > 1 else np.nan
        return Gap("", nothing, found[0].tolist(), 1, spread, self.units).interval

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
    values = [[{"loss": e.loss, **e.metrics}[metric] for e in evaluated]]
    for some in track(drawn, f"intervals of {metric}", len(drawn)):
        values.append([measure(e, metric, target, some) for e in evaluated])
    sign = -1 if metric in ("loss", *target.errors) else 1
    return Curve(metric, sign, chosen, np.array(values), apart)
