"""How sure is sure? One temperature makes the probabilities of a run honest.

    python -m PACKAGE.calibration last  # fitted on validation, kept in best.pt

`predict` then divides the outputs by it: the answer stays, and how likely it is moves.
`evaluate` says how far off that is, before and after (Guo et al. 2017, section 4.2).
"""

import math
import sys

import torch
import tyro
from torch import Tensor, nn

from .evaluate import answered
from .feed import Feed
from .intervals import LEVELS, RESAMPLES
from .load import load
from .machine import use
from .problem import Problem
from .run import Run

WIDEST = 10.0  # of |ln T|: a search that ends there has found nothing
BINS, FEWEST = 15, 10  # bins of equally many examples; fewer where one would hold less


def calibrate(run: tyro.conf.Positional[str] = "last") -> None:
    """Fit the temperature of a run on its validation split, and keep it in best.pt."""
    found = Run.find(run)
    found.hold()  # a training that goes on would write over it
    problem, net = found.trained()
    feed = Feed(load(problem.config).validation, problem)
    outputs, y = outputs_of(net.to(use(problem.config)), feed)
    fit = fitted(outputs, y)
    found.save("best", found.checkpoint() | {"temperature": fit})
    wrong = int((outputs.argmax(1) != y).sum())
    print(f"{found.folder.name}: temperature {fit:.4g}, by {wrong} errors of {len(y)}.")


def outputs_of(net: nn.Module, feed: Feed) -> tuple[Tensor, Tensor]:
    """What the net says, [n, classes], and the true classes, [n]: the whole split."""
    pairs = ((outputs.cpu(), batch.y.cpu()) for batch, outputs in answered(net, feed))
    outputs, y = map(torch.cat, zip(*pairs, strict=True))
    return outputs, y


def fitted(outputs: Tensor, y: Tensor) -> float:
    """The T above 0 at which outputs / T cost least: [n, classes], [n].

    The cross entropy is convex in 1 / T: its slope says on which side the best T is.
    """
    outputs, low, high = outputs.double(), -WIDEST, WIDEST  # of ln T
    true = outputs.gather(1, y[:, None])[:, 0]
    while high - low > 1e-9:
        middle = (low + high) / 2
        chances = (outputs / math.exp(middle)).softmax(1)
        too_sure = ((chances * outputs).sum(1) - true).mean() > 0
        low, high = (middle, high) if too_sure else (low, middle)
    if abs(low) > WIDEST - 0.01:
        right = int((outputs.argmax(1) == y).sum())
        raise ValueError(
            f"No temperature is best: of {len(y)} validation examples {right} are right."
            " It takes some of each, and a net that says more than chance: give "
            "validation more examples, or `train`."
        )
    return math.exp(low)


def temperature(run: Run, weights: str = "best") -> float:
    """Kept with these weights, gone once `train --resume` finds better ones; else 1."""
    return run.checkpoint(weights).get("temperature", 1.0)


class Calibrated(nn.Module):
    """The net, as sure as it may be."""

    def __init__(self, net: nn.Module, temperature: float):
        super().__init__()
        self.net, self.temperature = net, temperature

    def forward(self, x: Tensor) -> Tensor:
        return self.net(x) / self.temperature


def calibrated(run: Run) -> tuple[Problem, nn.Module]:
    """As `run.trained`, with honest probabilities."""
    problem, net = run.trained()
    return problem, Calibrated(net, temperature(run)).eval()


def how_far_off(
    net: nn.Module, feed: Feed, temperature: float
) -> dict[str, list[float]]:
    """For `evaluate`: ECE of what the net says, and of that by T; 95 % ranges."""
    outputs, y = outputs_of(net, feed)
    found = {"ECE": ece(outputs, y)}
    if temperature != 1:
        found["ECE calibrated"] = ece(outputs / temperature, y)
    return found


def ece(outputs: Tensor, y: Tensor) -> list[float]:
    """Expected calibration error, low, high: [n, classes], [n].

    How far the probability of the answer is from the share of right ones, on average
    over bins of those that are about as sure. Chance alone lifts it, and again where
    examples are drawn anew: so the range is mirrored at it, and begins at 0 where
    honest probabilities come as far off.
    """
    sure, answer = outputs.double().softmax(1).max(1)
    n, generator = len(y), torch.Generator().manual_seed(0)
    bins = max(1, min(BINS, n // FEWEST))
    placed = sure.argsort().argsort() * bins // n

    def error(right: Tensor, chosen: Tensor | slice = slice(None)) -> Tensor:
        off = (right.double() - sure)[chosen]
        return torch.bincount(placed[chosen], off, bins).abs().sum() / n

    right, anew, honest = answer == y, [], []
    for _ in range(RESAMPLES):
        anew.append(error(right, torch.randint(n, (n,), generator=generator)))
        honest.append(error(torch.rand(n, generator=generator).double() < sure))
    value, by_chance = error(right).item(), torch.stack(honest).quantile(LEVELS)[1]
    high, low = (2 * value - torch.stack(anew).quantile(LEVELS)).tolist()
    return [value, max(0.0, low) if value > by_chance else 0.0, max(value, high)]


def note(temperature: float, split: str, weights: str) -> str:
    """What the numbers of `how_far_off` rest on."""
    if temperature == 1:
        fits = f"`python -m {__package__}.calibration` fits one for best.pt"
        return f"Temperature 1, as {weights}.pt holds none: {fits}."
    fit = f"Temperature {temperature:.4g}, fitted on validation"
    flatters = ": ECE calibrated flatters here, the test split is honest"
    return fit + (flatters if split == "validation" else "") + "."


if __name__ == "__main__":
    try:
        tyro.cli(calibrate)
    except (ValueError, OSError) as error:  # the message ends with the remedy
        print(error, file=sys.stderr)
        sys.exit(2)
