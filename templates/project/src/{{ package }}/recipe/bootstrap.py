"""Significant digits: how far a number would move had the split held other examples."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from .contract import Target
from .loop import Evaluation

RESAMPLES = 1000
LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """A measured number and the range that holds the true one in 95 of 100 cases."""

    value: float
    low: float
    high: float
    standard_error: float

    def __str__(self) -> str:
        """ "0.941 [0.921, 0.960]": no more digits than the data can tell."""
        if not math.isfinite(self.value):
            return "undefined here"
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

    return intervals(measure, len(losses), resamples)


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

    return intervals(measure, len(gaps), resamples)["difference"]


def intervals(
    measure: Callable[[Tensor], dict[str, float]], n: int, resamples: int = RESAMPLES
) -> dict[str, Interval]:
    """Percentile intervals of whatever `measure` computes from the indices it is given."""
    generator = torch.Generator().manual_seed(0)
    draws = [
        measure(torch.randint(n, (n,), generator=generator)) for _ in range(resamples)
    ]
    values = measure(torch.arange(n))
    return {
        name: interval(value, [draw[name] for draw in draws])
        for name, value in values.items()
    }


def interval(value: float, draws: list[float]) -> Interval:
    """Draws in which the number is undefined (no positive example, say) are left out."""
    drawn = torch.tensor(draws, dtype=torch.float64)
    drawn = drawn[drawn.isfinite()]
    if len(drawn) < 2 or not math.isfinite(value):
        return Interval(value, math.nan, math.nan, math.nan)
    tails = torch.tensor([(1 - LEVEL) / 2, (1 + LEVEL) / 2], dtype=torch.float64)
    low, high = drawn.quantile(tails).tolist()
    return Interval(value, low, high, drawn.std().item())


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
        return f"{round(value, decimals):,.0f}"
    return f"{value:,.{decimals}f}"
