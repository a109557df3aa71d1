"""Outputs that say y and nothing else, so that the metrics of the project score a person."""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from ..contract import Project, Target
from ..ideal import perfect_outputs

SURE = 30.0  # of a logit: what is left of the loss is 1e-13
NEAR = 1e-6  # of the loss above its floor


def saying(project: Project, y: Tensor) -> Tensor:
    """[n, ...] -> [n, outputs, *places]: written down, or found down the loss."""
    target, start = project.target, constant(project, len(y)).double()
    for outputs in written(target, y, start.shape):
        if at_its_floor(target, outputs, y):
            return outputs
    return perfect_outputs(target, start, y)


def written(target: Any, y: Tensor, shape: Sequence[int]) -> Iterator[Tensor]:
    """y itself; each yes and no; one class, also at each place; what boxes ask of each place."""
    if hasattr(target, "asked"):  # down the loss takes minutes for a hundred photos
        classes, boxes, _ = target.asked(y)
        yield torch.cat([(2 * classes - 1) * SURE, boxes], 2).mT.reshape(shape)
    elif y.is_floating_point():
        yield y.double()
        yield (2 * y.double() - 1) * SURE
    elif y.min() < target.outputs:
        kinds = F.one_hot(y.clamp_min(0).long(), target.outputs).double()
        yield kinds.movedim(-1, 1) * SURE


def at_its_floor(target: Target, outputs: Tensor, y: Tensor) -> bool:
    try:
        losses, weights = target.loss(outputs, y).double(), target.weight(y).double()
    except (ValueError, RuntimeError, IndexError):  # of another shape
        return False
    loss = ((losses * weights).sum() / weights.sum()).item()
    return abs(loss - target.floor(y)) <= NEAR


def constant(project: Project, n: int) -> Tensor:
    """The best constant answer, as a net of this project would give it: [n, outputs, *places]."""
    like = project.inputs.encode(project.splits.train[0].raw)
    with torch.no_grad():
        net = project.net().eval()
        given = net(like[None].to(next(net.parameters()).device)).cpu()
    bias = project.target.head_bias().reshape(-1, *[1] * (given.ndim - 2))
    return bias.expand(n, *given.shape[1:])
