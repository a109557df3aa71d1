"""A slow step of plain SGD over single examples, that anybody can check by eye."""

import copy
import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ..contract import Example, Project, Target
from ..specimen import doubled

LEARNING_RATE = 0.01  # of plain SGD; Adam would hide a loss too large by a factor
# how gradients are kept short: all together, each tensor by itself, each number by itself
TOGETHER, EACH, VALUES = FORMS = ("together", "each", "values")
TINY = 1e-6  # as torch has it


def by_hand(
    start: nn.Module,
    batches: Sequence[Sequence[Example]],
    project: Project,
    clip: float,
    loss: str,
    form: str = TOGETHER,
) -> tuple[nn.Module, list[tuple[float, float]]]:
    """The net after a naive step on each batch; of each the loss and the norm before it."""
    net = copy.deepcopy(start)
    return net, [
        naive_step(net, chosen, project, clip, loss, form) for chosen in batches
    ]


def naive_step(
    net: nn.Module,
    examples: Sequence[Example],
    project: Project,
    clip: float,
    loss: str = "loss",
    form: str = TOGETHER,
) -> tuple[float, float]:
    """One step of plain SGD; the loss before it and the norm of the gradient before clipping."""
    inputs, target = project.inputs, project.target
    pairs = [(inputs.encode(e.raw), doubled(target.encode(e.answer))) for e in examples]
    cost, norm, gradients = naive_gradients(net, pairs, target, clip, loss, form)
    with torch.no_grad():
        for parameter, gradient in gradients.items():
            parameter -= LEARNING_RATE * gradient
    return cost, norm


def naive_gradients(
    net: nn.Module,
    pairs: Sequence[tuple[Tensor, Tensor]],
    target: Target,
    clip: float,
    asked: str = "loss",
    form: str = TOGETHER,
) -> tuple[float, float, dict[Tensor, Tensor]]:
    """The weighted mean loss over (x, y), the norm of its gradient, and that clipped."""
    total = weights = torch.zeros((), dtype=torch.float64)
    for x, y in pairs:
        weight = target.weight(y[None])[0].double()
        total = total + weight * getattr(target, asked)(net(x[None]), y[None])[0]
        weights = weights + weight
    loss = total / weights
    trained = [p for p in net.parameters() if p.requires_grad]
    found = torch.autograd.grad(loss, trained, allow_unused=True)
    gradients: dict[Tensor, Tensor] = {
        p: gradient
        for p, gradient in zip(trained, found, strict=True)
        if gradient is not None
    }
    norm = math.sqrt(sum(g.square().sum().item() for g in gradients.values()))
    return loss.item(), norm, clipped(gradients, norm, clip, form)


def clipped(
    gradients: dict[Tensor, Tensor], norm: float, clip: float, form: str
) -> dict[Tensor, Tensor]:
    """`norm` is that of all of them."""
    if form == VALUES:
        return {p: g.clamp(-clip, clip) for p, g in gradients.items()}
    if form == EACH:
        norms = {p: g.norm().item() for p, g in gradients.items()}
        return {p: min(1.0, clip / (norms[p] + TINY)) * g for p, g in gradients.items()}
    shrink = min(1.0, clip / (norm + TINY))
    return {p: shrink * g for p, g in gradients.items()}
