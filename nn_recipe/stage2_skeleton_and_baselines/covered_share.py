"""A range with each number: does it hold as much of what the loss thinks likely, sure or unsure?"""

import torch
from torch import Tensor

from ..contract import Target
from ..findings import Findings

NAMES = ("coverage", "covered", "picp")  # metrics that count answers in their ranges
DRAWN = 400  # answers, evenly from what is likely
ALIKE = 0.02  # of 1; each end of a range is known to 1 of those
SURE = (-1.0, -0.5, 0.0, 0.5, 1.0)  # beside the first bias, for each output
GRID = torch.linspace(-30.0, 30.0, 24001, dtype=torch.float64)  # y
DENSITY = 1e-3  # relative: so alike are the integrals, if the loss is a likelihood
WHERE = (
    "target.py: does the range take the variance for an sd, or a logarithm for itself?"
)


def judge_coverage(target: Target, y: Tensor, findings: Findings) -> None:
    """Where the loss is a likelihood, its range has the same share of it whatever is answered.

    A loss is one if exp(-loss) over all y adds up to the same for all outputs (Gneiting and
    Raftery 2007, section 4.1); answers are then drawn from it. Which share is yours to say.
    """
    bias = target.head_bias().double()
    if y.shape[1:] != (1,) or not y.is_floating_point() or bias.ndim != 1:
        return
    said = [bias + by * one for one in torch.eye(len(bias)).double() for by in SURE]
    known = target.metrics(target.tally(bias.expand(len(y), -1), y.double()))
    for name in known:
        if any(word in name.lower() for word in NAMES):
            judge_share(name, said, target, findings)


def judge_share(
    name: str, said: list[Tensor], target: Target, findings: Findings
) -> None:
    likely = torch.stack([likelihood(outputs, target) for outputs in said])
    sums = likely.sum(1)
    if not bool((sums.amax() - sums.amin() <= DENSITY * sums.amax()).all()):
        return  # quantiles, say, each with a loss of its own
    shares = torch.tensor(
        [
            [share(name, outputs, half, target) for half in drawn(each).tensor_split(2)]
            for outputs, each in zip(said, likely, strict=True)
        ]
    )
    low, high = shares.amin(0), shares.amax(0)
    findings.demand(
        not bool((high - low > ALIKE).all()),  # one end may be cut: nothing is below 0
        f"Of answers drawn from what the loss says is likely, {name} is from {low.min():.2f} to "
        f"{high.max():.2f}, as the net is more or less sure; expected the same share always.",
        WHERE,
    )


def share(name: str, outputs: Tensor, y: Tensor, target: Target) -> float:
    """Of these answers, in their ranges."""
    tally = target.tally(outputs.expand(len(y), -1), y[:, None])
    return target.metrics(tally)[name]


def likelihood(outputs: Tensor, target: Target) -> Tensor:
    """exp(-loss) along GRID, for one vector of outputs."""
    y = GRID[:, None]
    return (-target.loss(outputs.expand(len(y), -1), y).detach()).exp()


def drawn(likely: Tensor) -> Tensor:
    """Evenly along the distribution, ascending: no luck is in it."""
    below = likely.cumsum(0) / likely.sum()
    at = (torch.arange(DRAWN) + 0.5) / DRAWN
    return GRID[torch.searchsorted(below, at.double()).clamp_max(len(GRID) - 1)]
