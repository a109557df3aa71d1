"""How good is a net? Every example of a split once: nothing is a mean of means (recipe 2.4)."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .feed import Batch, Feed
from .read import codes
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
    return judged(answered(net, feed), feed)


@torch.no_grad()
def answered(net: nn.Module, feed: Feed) -> Iterator[tuple[Batch, Tensor]]:
    """Each batch in order with the net's outputs; the net comes back in its mode."""
    training, device = net.training, next(net.parameters()).device
    net.eval()
    for batch in feed.in_order():
        batch = batch.to(device)
        yield batch, net(batch.x)
    net.train(training)


def judged(pairs: Iterable[tuple[Batch, Tensor]], feed: Feed) -> Evaluation:
    """What these outputs cost, whoever gave them: a net or a dumb baseline."""
    target, ids = feed.problem.target, list[str]()
    rows: list[tuple[Tensor, Tensor, Tensor]] = []
    for batch, outputs in pairs:
        answers = [feed.examples[len(ids) + i].answer for i in range(len(batch.ids))]
        ids += batch.ids
        loss, each = target.loss(outputs, batch.y), zip(outputs, answers, strict=True)
        tally = torch.cat([at_its_size(one, answer, target) for one, answer in each])
        rows.append((loss, target.weight(batch.y), tally))
    losses, weights, tally = map(torch.cat, zip(*rows, strict=True))
    return Evaluation(ids, losses.cpu(), weights.cpu(), tally.cpu(), target)


def at_its_size(outputs: Tensor, answer: Any, target: Target) -> Tensor:
    """The tally of one picture at the size of your mask: what is lost in y is missed."""
    stored = codes(answer)
    y = replace(target, size=[*stored.shape]).encode(stored)[None]
    last = outputs[None].contiguous(memory_format=torch.channels_last)  # thrice as fast
    larger = F.interpolate(last, stored.shape, mode="bilinear")
    return target.tally(larger, y.to(larger.device))
