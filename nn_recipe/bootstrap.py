"""Significant digits: how far a number would move had the split held other examples."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from .contract import Evaluation, Target

RESAMPLES = 1000
GROUPS = 200  # of examples left out in turn: more cost time and tell nothing new
TAILS = torch.tensor([0.025, 0.975], dtype=torch.float64)  # 95 of 100 lie between


@dataclass(frozen=True)
class Interval:
    """A measured number and the range that holds the true one in 95 of 100 cases."""

    value: float
    low: float
    high: float
    standard_error: float

    @property
    def three(self) -> list[float]:
        return [self.value, self.low, self.high]

    def __str__(self) -> str:
        """ "0.941 [0.921, 0.960]": no more digits than the data can tell."""
        if not math.isfinite(self.value):
            return "undefined here"
        if self.low < self.high and self.standard_error == 0:
            return f"{self.value:.4g} [{self.low:.2g}, {self.high:.4g}]"
        if self.standard_error == 0:
            return f"{self.value:.4g} (the same in every draw)"
        return (
            f"{digits(self.value, self.standard_error)} "
            f"[{digits(self.low, self.standard_error)}, "
            f"{digits(self.high, self.standard_error)}]"
        )


def bootstrap(
    evaluation: Evaluation, target: Target, resamples: int = RESAMPLES
) -> dict[str, Interval]:
    """The loss and every metric with an interval, from one evaluation.

    Examples are drawn with replacement and the metric is computed anew from their tally:
    no new forward pass, and right for metrics that are not means (F1, AUROC, R2).
    """
    losses, weights = evaluation.losses.double(), evaluation.weights.double()

    def measure(chosen: Tensor) -> dict[str, float]:
        loss = (losses[chosen] * weights[chosen]).sum() / weights[chosen].sum()
        return {"loss": loss.item(), **target.metrics(evaluation.tally[chosen])}

    return intervals(measure, len(losses), resamples, evaluation.overlap)


def paired_difference(
    one: Evaluation, other: Evaluation, resamples: int = RESAMPLES
) -> Interval:
    """Loss of `one` minus loss of `other` on the same examples, matched by id.

    What makes an example hard is hard for both and cancels: pairs need far fewer examples.
    """
    place = {id: i for i, id in enumerate(other.ids)}
    if set(place) != set(one.ids):
        raise ValueError("Two nets can be compared only on the same examples.")
    matched = torch.tensor([place[id] for id in one.ids])
    gaps = one.losses.double() - other.losses[matched].double()
    weights = one.weights.double()

    def measure(chosen: Tensor) -> dict[str, float]:
        mean = (gaps[chosen] * weights[chosen]).sum() / weights[chosen].sum()
        return {"difference": mean.item()}

    return intervals(measure, len(gaps), resamples, one.overlap)["difference"]


def difference(
    one: Evaluation, other: Evaluation, watch: str, target: Target
) -> Interval:
    """`watch` of one minus that of the other, on the same examples drawn again and again."""
    if watch == "loss":
        return paired_difference(one, other)
    assert one.ids == other.ids

    def measure(chosen: Tensor) -> dict[str, float]:
        ours, theirs = (target.metrics(e.tally[chosen])[watch] for e in (one, other))
        return {"gap": ours - theirs}

    return intervals(measure, len(one.ids), overlap=one.overlap)["gap"]


def intervals(
    measure: Callable[[Tensor], dict[str, float]],
    n: int,
    resamples: int = RESAMPLES,
    overlap: int = 1,
) -> dict[str, Interval]:
    """BCa intervals of whatever `measure` computes from the indices it is given.

    Simulated, they hold the true number in 93 to 97 of 100 splits of 200 examples: means and
    paired differences of squared errors and cross entropies, accuracy, balanced accuracy,
    RMSE, R2, AUROC; but in 92.5 for an AUROC of .96 over 20 positives. Of 100 examples, too,
    but for losses with the tail of a lognormal (sigma 1: 92.2) and for balanced accuracy
    where a class has 20 examples (97.7) or 10 (86.5: often all of them are right).

    Neighbours that `overlap` are no separate evidence and are drawn together, in runs as long
    (the circular block bootstrap of Politis and Romano 1992). A share of 1 has no spread, and
    reaches down to what n successes in n leave possible (Clopper and Pearson 1934).
    """
    generator = torch.Generator().manual_seed(0)
    values = measure(torch.arange(n))

    def table(choices: Iterable[Tensor]) -> Tensor:  # [names, choices]
        found = map(measure, choices)
        rows = [[row[name] for name in values] for row in found]
        return torch.tensor(rows, dtype=torch.float64).reshape(-1, len(values)).T

    drawn = table(runs(n, overlap, generator) for _ in range(resamples))
    groups = min(max(2, n // overlap), n, GROUPS)
    group = torch.randperm(n, generator=generator) % groups
    if overlap > 1:
        group = torch.arange(n) * groups // n  # neighbours leave together
    others = [(group != g).nonzero()[:, 0] for g in range(groups) if groups > 1]
    weights = torch.tensor([len(chosen) for chosen in others], dtype=torch.float64)
    without = table(others)
    found = {
        name: interval(value, drawn[i], weights * (value - without[i]))
        for i, (name, value) in enumerate(values.items())
    }
    perfect = 0.025 ** (overlap / n)
    return {
        name: replace(one, low=perfect) if one.low == one.value == 1 else one
        for name, one in found.items()
    }


def runs(n: int, length: int, generator: torch.Generator) -> Tensor:
    """n indices with replacement, in runs of neighbours; after the last comes the first."""
    starts = torch.randint(n, (-(-n // length), 1), generator=generator)
    return ((starts + torch.arange(length)) % n).flatten()[:n]


def interval(value: float, draws: Tensor, influence: Tensor) -> Interval:
    """Draws in which the number is undefined (no positive example, say) are left out.

    Without spread among them (one example, say) the bootstrap is blind, and the interval has
    no width.
    """
    drawn = draws[draws.isfinite()]
    if len(drawn) < 2 or not math.isfinite(value):
        return Interval(value, math.nan, math.nan, math.nan)
    error = drawn.std().item()
    if error <= 1e-12 * abs(value):  # nothing but rounding
        return Interval(value, value, value, 0.0)
    signs = ((drawn - value) / error).round(decimals=9).sign()  # 0 where they are level
    # The k-th of B draws has k / (B + 1) of the distribution below it.
    place = levels(signs, influence) * (len(drawn) + 1) - 1
    low, high = drawn.quantile((place / (len(drawn) - 1)).clamp(0, 1)).tolist()
    return Interval(value, low, high, error)


def levels(signs: Tensor, influence: Tensor) -> Tensor:
    """Which quantiles of the draws bound the interval: 2.5 and 97.5 % if nothing is skewed.

    BCa (Efron, Better Bootstrap Confidence Intervals, JASA 1987). `bias`: the draws' median
    is off, as seen from the `signs` of draw - value. `acceleration`: the standard error grows
    with the value, by the skewness of `influence`, what each group of examples adds (from
    leaving it out). The error is itself an estimate, as in Student's t; what the value does
    not explain of its variance, kurtosis - 1 - skewness^2, leaves it 2 n / that degrees of
    freedom (n for normal data), which widen z as the expansion of t in 1 / n does.
    """
    n, half = len(influence), 0.5 / len(signs)
    bias = torch.special.ndtri(((1 - signs.mean()) / 2).clamp(half, 1 - half))
    influence = influence.nan_to_num(0, 0, 0)  # undefined without this group
    influence = influence - influence.mean()
    unit = (influence / influence.square().mean().sqrt()).nan_to_num(0)
    skewness, kurtosis = unit.pow(3).mean(), unit.pow(4).mean()
    acceleration = skewness / (6 * math.sqrt(n))
    normal = torch.special.ndtri(TAILS)
    unexplained = (kurtosis - 1 - skewness.square()).clamp_min(0)
    z = normal * (1 + 1 / (2 * n) + (normal.square() + 1) * unexplained / (8 * n))
    shifted = bias + z
    return torch.special.ndtr(
        bias + shifted / (1 - acceleration * shifted).clamp_min(1e-3)
    )


def digits(value: float, standard_error: float) -> str:
    """The value down to the first digit that the standard error leaves certain.

    Two digits of the error count when it begins with 1 (the rule of the Particle Data
    Group): 0.94132 with an error of 0.0097 is 0.941, with one of 0.12 it is 0.94.
    """
    if not math.isfinite(value):
        return "undefined"
    if not math.isfinite(standard_error) or standard_error <= 0:
        return f"{value:.4g}"
    exponent = math.floor(math.log10(standard_error))
    leading = int(standard_error / 10.0**exponent)
    decimals = -exponent + (leading == 1)
    if decimals <= 0:
        return f"{round(value, decimals) + 0.0:,.0f}"  # no -0
    return f"{value:,.{decimals}f}"
