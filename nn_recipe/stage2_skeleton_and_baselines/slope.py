"""Backward gives the slope of the loss: measured by taking a small step each way."""

import torch
from torch import Tensor, nn

from ..contract import Batch, Project, Target
from ..findings import Findings
from ..specimen import InDouble, doubled, some, with_random_head

EXAMPLES = 8
# of a length of 1: rounding and curvature are off by 1e-5 at most, measured
STEP = 1e-7
SAME = 1e-4  # relative; the smallest bug planted makes 2e-2
DIRECTIONS = 5  # the median of them
WHERE = "model.py: a detach, a cast or a round in forward; target.py: the same in loss"


def judge_slope(net: nn.Module, project: Project, findings: Findings) -> None:
    """What `backward` gives, along a few random directions in the space of all weights.

    A `detach` in a shortcut lets values pass and no gradient; a cast to three digits makes
    steps of the loss, whose slope is 0 and whose gradient is not.
    """
    double = InDouble(with_random_head(net)).eval()
    feed = project.feed(some(project.splits.train, EXAMPLES))
    batch = feed[range(len(feed))]
    batch = Batch(batch.ids, batch.x, doubled(batch.y))
    weights = [p for p in double.parameters() if p.requires_grad]
    loss = loss_of(double, batch, project)
    gradients = torch.autograd.grad(loss, weights, allow_unused=True)
    gaps = []
    for seed in range(DIRECTIONS):
        direction = random_direction(weights, seed)
        felt = sum(
            (g * d).sum().item()
            for g, d in zip(gradients, direction, strict=True)
            if g is not None
        )
        length = sum(g.square().sum().item() for g in gradients if g is not None) ** 0.5
        typical = length / sum(w.numel() for w in weights) ** 0.5
        sides = both_sides(double, weights, direction, batch, project)
        nearer = min(sides, key=lambda slope: abs(slope - felt))
        gaps.append((abs(nearer - felt) / max(typical, 1e-9), nearer, felt))
    gap, slope, felt = sorted(gaps)[DIRECTIONS // 2]
    findings.demand(
        gap <= SAME,
        f"Along a random direction the loss changes by {slope:.6g} per step, backward says "
        f"{felt:.6g}: {gap:.2g} of the usual slope apart, expected at most {SAME:g}.",
        WHERE,
    )


def judge_rest(
    target: Target, random: Tensor, perfect: Tensor, y: Tensor, findings: Findings
) -> None:
    """On the way from random outputs to perfect ones every example keeps a gradient.

    A loss that is cut, at the top or at the bottom, leaves some examples out of training.
    """
    counted = target.weight(y) > 0
    for way in (0.0, 0.3, 0.6, 0.9):
        outputs = (random + way * (perfect - random)).requires_grad_()
        losses = target.loss(outputs, doubled(y))
        gradient = torch.autograd.grad(losses.sum(), outputs)[0]
        resting = ~gradient.flatten(1).any(1) & counted
        findings.demand(
            not bool(resting.any()),
            f"{way:.0%} of the way from random outputs to perfect ones the loss of "
            f"{int(resting.sum())} of {len(y)} examples has no gradient: they are left out.",
            "target.py: loss, is it cut or clamped?",
        )


def loss_of(net: nn.Module, batch: Batch, project: Project) -> Tensor:
    return project.target.loss(net(batch.x), batch.y).double().mean()


def random_direction(weights: list[nn.Parameter], seed: int) -> list[Tensor]:
    """Of length 1 all together."""
    generator = torch.Generator().manual_seed(seed)
    found = [torch.randn(w.shape, generator=generator, dtype=w.dtype) for w in weights]
    length = sum(d.square().sum() for d in found) ** 0.5
    return [d / length for d in found]


@torch.no_grad()
def both_sides(
    net: nn.Module,
    weights: list[nn.Parameter],
    direction: list[Tensor],
    batch: Batch,
    project: Project,
) -> list[float]:
    """The slope to the left and to the right: where a ReLU bends, one of them is backward's."""
    losses = []
    for step in (0.0, STEP, -2 * STEP):  # here, there, and back across the middle
        for w, d in zip(weights, direction, strict=True):
            w.add_(d, alpha=step)
        losses.append(loss_of(net, batch, project).item())
    for w, d in zip(weights, direction, strict=True):
        w.add_(d, alpha=STEP)
    here, right, left = losses
    return [(right - here) / STEP, (here - left) / STEP]
