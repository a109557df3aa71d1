"""Verify loss @ init: the first loss has the value that theory gives it."""

import torch
from torch import Tensor, nn

from ..additions import Cautious
from ..contract import Feed, Project, Target
from ..findings import Findings
from ..ledger import Ledger, Record
from ..specimen import (
    affordable,
    device_of,
    fresh_net,
    some,
    with_usual_head,
    with_zero_head,
)
from .best_constant import fitted

MOST = 4096  # examples: beyond that only the time grows
ZERO_HEAD = 2e-3  # relative; rounding is 1e-7, a prior smoothed by +1 gives 1e-3
REAL_HEAD = 1e-2  # relative: a head of .01 the usual size adds at most .0015
FLAT = 2e-3  # of the pull that a typical example has on the bias
NUDGE, KINK = 1e-3, 0.9  # of an output; share of the examples that pull as before
ENOUGH = 1e-2  # of the loss: what a constant without a formula may lie above the best


def check(project: Project, ledger: Ledger) -> Record:
    """The untrained net costs what always answering the best constant costs (recipe 2.5).

    For a softmax that is the entropy of the class shares, and ln(classes) only where they
    are balanced; for a squared error the variance. A copy with a zeroed head must hit it to
    2e-3, the net you will train to 1 %. And since that constant is the best one, the loss is
    flat in the final bias: no formula needed, true for every loss. Huber's has none for its
    best constant; to begin at the mean costs less than a hundredth there, and is enough.
    """
    target = project.target
    feed = project.feed(some(project.splits.train, affordable(project, MOST)))
    y = feed[range(len(feed))].y
    expected = target.expected_loss_at_init(y)
    experiment = ledger.expect(
        "2.5",
        "The first loss is what always answering the best constant costs.",
        value=expected,
        how=f"target.expected_loss_at_init on {len(y)} training examples",
        tolerance=f"{ZERO_HEAD:g} with a zeroed head, {REAL_HEAD:g} as it is (relative)",
    )
    net, findings = fresh_net(project), Findings()
    constant = project.evaluate(with_zero_head(net), feed, keep_outputs=True)
    assert constant.outputs is not None
    slope, room = slope_of_bias(constant.outputs, y, project)
    real = project.evaluate(net, feed).loss
    judge_loss(constant.loss, real, expected, findings)
    if not near_enough(constant.loss, constant.outputs, y, project):
        judge_slope(slope, room, findings)
    measured = {
        "zeroed head": constant.loss,
        "real head": real,
        "slope along the bias": slope,
        # ln(classes) for a softmax
        "loss of all-zero outputs": loss_of(
            torch.zeros_like(constant.outputs), y, target
        ),
        "sd of the outputs with the usual head": spread_of_outputs(net, feed),
    }
    because = f"Expected {expected:.4f}, measured {real:.4f}."
    return findings.conclude(experiment, measured, because)


def judge_loss(zeroed: float, real: float, expected: float, findings: Findings) -> None:
    findings.demand(
        close(zeroed, expected, ZERO_HEAD),
        f"Expected a first loss of {expected:.4f}, but a copy that answers only its final "
        f"bias costs {zeroed:.4f}.",
        "target.py: loss, head_bias and expected_loss_at_init disagree",
    )
    findings.demand(
        close(real, expected, REAL_HEAD),
        f"Expected a first loss of {expected:.4f}, the net as it is costs {real:.4f}.",
        "model.py: nothing may follow the head; data.py: are the inputs of size 1?",
    )


def judge_slope(slope: float, room: float, findings: Findings) -> None:
    findings.demand(
        slope <= room,
        f"At the best constant the loss is flat, but it still falls along the final bias: "
        f"slope {slope:.2g} of a typical example's, expected at most {room:.2g}.",
        "target.py: head_bias is not the best constant for this loss",
    )


def near_enough(loss: float, outputs: Tensor, y: Tensor, project: Project) -> bool:
    """Numbers under a loss that is neither a square nor one kink, and hardly a better constant."""
    asked = project.target.answers_are in ("numbers", "series")
    if not asked or has_formula(outputs, y, project.target):
        return False
    best = loss_of(fitted(project, y, same=True).expand_as(outputs), y, project.target)
    return loss - best <= ENOUGH * abs(best)


def has_formula(outputs: Tensor, y: Tensor, target: Target) -> bool:
    """Is the best constant a mean, as of squares, or a median or quantile, as of a kink alone?

    A square pulls in proportion to the distance, a kink always alike.
    """
    below, here, above = (pulls(outputs + side, y, target) for side in (-1.0, 0.0, 1.0))
    near = pulls(outputs + NUDGE, y, target)
    same = ((near - here).abs() <= 1e-6).double().mean().item()
    return torch.allclose(above - here, here - below, atol=1e-5) or same > KINK


def close(measured: float, expected: float, relative: float) -> bool:
    """Relative closeness; an expected value near 0 is compared on a scale of .01."""
    return abs(measured - expected) <= relative * max(abs(expected), 0.01)


def slope_of_bias(outputs: Tensor, y: Tensor, project: Project) -> tuple[float, float]:
    """Largest |dL/d(output)| of the mean loss, and how much of it chance may explain.

    Not along outputs whose first bias is a choice (Cautious).
    Both in units of one example's typical pull. Over the whole training split the slope of
    the best constant is 0; a sample of it is off by its standard error, and 4 of those are
    allowed.
    """
    pull = pulls(outputs, y, project.target)
    turns = bends(outputs, y, project.target)
    if isinstance(project.target, Cautious):
        chosen = torch.tensor(project.target.cautious())
        asked = ~torch.isin(torch.arange(pull.shape[1]), chosen)
        pull, turns = pull[:, asked], turns[asked]
    if not pull.shape[1]:
        return 0.0, FLAT
    n, whole = len(pull), len(project.splits.train)
    typical = pull.square().mean().sqrt().clamp_min(1e-12)
    error = pull.std(0, correction=0) * (max(0.0, 1 - n / whole) / n) ** 0.5
    slope, chance = pull.mean(0).abs() / typical, 4 * error / typical
    slope = slope.where(~turns, 0)  # the least is there: no slope at a kink is 0
    worst = (slope - chance).argmax()
    return slope[worst].item(), FLAT + chance[worst].item()


def bends(outputs: Tensor, y: Tensor, target: Target) -> Tensor:
    """[outputs], bool: does the slope turn within FLAT of the spread of y, each side of here?"""
    spread = y.double().nan_to_num().std().item() if y.is_floating_point() else 1.0
    below, above = (
        pulls(outputs + side * FLAT * spread, y, target).mean(0) for side in (-1, 1)
    )
    return (below <= 0) & (above >= 0)


def pulls(outputs: Tensor, y: Tensor, target: Target) -> Tensor:
    """The gradient of each example's loss at its outputs: [batch, outputs], float64."""
    outputs = outputs.detach().requires_grad_()
    losses = target.loss(outputs, y) * target.weight(y)
    (gradient,) = torch.autograd.grad(losses.sum(), outputs)
    return (
        gradient.double().flatten(2).sum(2) if gradient.ndim > 2 else gradient.double()
    )


@torch.no_grad()
def loss_of(outputs: Tensor, y: Tensor, target: Target) -> float:
    weights = target.weight(y)
    return ((target.loss(outputs, y) * weights).sum() / weights.sum()).item()


@torch.no_grad()
def spread_of_outputs(net: nn.Module, feed: Feed) -> float:
    """Is the trunk healthy? With torch's usual head about 0.1 to 1 in a sound net."""
    usual = with_usual_head(net).eval()
    x = feed[range(min(256, len(feed)))].x.to(device_of(net))
    return usual(x).std(0).mean().item()
