"""How good is a net? Every example of a split once: nothing is a mean of means (recipe 2.4)."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .feed import Batch, Feed
from .target import Target


@dataclass(frozen=True)
class Evaluation:
    ids: list[str]  # of n examples
    losses: Tensor  # [n]
    weights: Tensor  # [n]
    tally: Tensor  # [n, ...], what the metrics need
    target: Target

    def values(self, chosen: Tensor | slice = slice(None)) -> dict[str, float]:
        """The loss and every metric, of all examples or of those chosen."""
        losses, weights = self.losses[chosen].double(), self.weights[chosen].double()
        loss = (losses.dot(weights) / weights.sum()).item()
        return {"loss": loss, **self.target.metrics(self.tally[chosen])}

    def rank(self, watch: str) -> tuple[float, float]:
        """Less is better: what `config.watch` says, and the loss where that is level."""
        values = self.values()
        if watch not in values:
            raise ValueError(f"watch is {watch!r} in config.py, not of {list(values)}.")
        value = values[watch] * (1 if watch in ("loss", *self.target.errors) else -1)
        return math.inf if math.isnan(value) else value, values["loss"]


def evaluate(net: nn.Module, feed: Feed) -> Evaluation:
    return judged(answered(net, feed), feed.problem.target)


@torch.no_grad()
def answered(net: nn.Module, feed: Feed) -> Iterator[tuple[Batch, Tensor]]:
    """Each batch in order with the net's outputs; the net comes back in its mode."""
    training, device = net.training, next(net.parameters()).device
    net.eval()
    for batch in feed.in_order():
        batch = batch.to(device)
        yield batch, net(batch.x)
    net.train(training)


def judged(pairs: Iterable[tuple[Batch, Tensor]], target: Target) -> Evaluation:
    """What these outputs cost, whoever gave them: a net or a dumb baseline."""
    ids: list[str] = []
    rows: list[tuple[Tensor, Tensor, Tensor]] = []
    for batch, outputs in pairs:
        ids += batch.ids
        loss, tally = target.loss(outputs, batch.y), target.tally(outputs, batch.y)
        rows.append((loss, target.weight(batch.y), tally))
    losses, weights, tally = map(torch.cat, zip(*rows, strict=True))
    return Evaluation(ids, losses.cpu(), weights.cpu(), tally.cpu(), target)
