"""One step of training: forward, backward, clip the gradients, update."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ..config import Config
from .contract import Target
from .feed import Batch


@dataclass(frozen=True)
class Step:
    """What one step leaves behind, still on the device: reading a number would stall it."""

    loss: Tensor  # before the step
    gradient_norm: Tensor  # before clipping


def batch_loss(
    net: nn.Module, batch: Batch, target: Target, total: Tensor | None = None
) -> Tensor:
    """The mean over the batch, each example by its weight. Nothing is clipped here.

    A part of a batch divides by the `total` weight of the whole, so that the parts add up.
    """
    losses = target.loss(net(batch.x), batch.y)  # [batch]
    weights = target.weight(batch.y).to(losses)  # [batch]
    return losses.dot(weights) / (weights.sum() if total is None else total)


def train_step(
    net: nn.Module,
    optimizer: torch.optim.Optimizer,
    batch: Batch,
    target: Target,
    config: Config,
) -> Step:
    """Forward, backward, clip the gradients, step. The only place where weights change.

    Gradients add up over the parts of the batch: the same step, in less memory.
    """
    optimizer.zero_grad(set_to_none=True)
    total = target.weight(batch.y).sum()
    losses: list[Tensor] = []
    for part in batch.parts(config.accumulate):
        loss = batch_loss(net, part, target, total)
        loss.backward()
        losses.append(loss.detach())
    norm = nn.utils.clip_grad_norm_(net.parameters(), config.clip)
    optimizer.step()
    return Step(torch.stack(losses).sum(), norm)
