"""The answer is one class out of several, as an index: your loss, and our formulas on paper.

The formulas never call `loss`: each can find a mistake in the other.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from ..contract import Example
from .per_example import per_example


@dataclass(frozen=True)
class OneClass:
    """Under a cross entropy; its `weight` and its `label_smoothing` are part of the formulas."""

    counts: list[int]  # training answers of each class
    yours: Callable[..., Tensor]  # your loss of a batch

    answers_are = "classes"
    errors = ()  # metrics of which less is better

    @classmethod
    def from_training(cls, train: Sequence[Example], yours: Any) -> "OneClass":
        counts = torch.bincount(torch.tensor([whole(e.answer) for e in train]))
        return cls(counts.tolist(), yours)

    @property
    def outputs(self) -> int:
        return len(self.counts)

    @property
    def smoothing(self) -> float:
        return getattr(self.yours, "label_smoothing", 0.0)

    def encode(self, answer: Any) -> Tensor:
        """The index of the class, int64."""
        if not 0 <= whole(answer) < self.outputs:
            raise ValueError(f"Found the class {answer!r}, which training never saw.")
        return torch.tensor(whole(answer))

    def as_yours(self, values: Tensor) -> Tensor:
        """As your loss gets it: nothing to change."""
        return values

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        """[batch, classes], [batch] -> [batch], of each example what you take of a batch."""
        losses = per_example(self.yours, outputs, y)
        each = class_weights(self.yours)
        return losses if each is None else losses / each.to(losses)[y]

    def weight(self, y: Tensor) -> Tensor:
        """[batch]: that of its class in your loss, else 1."""
        each = class_weights(self.yours)
        return torch.ones(len(y)) if each is None else each.detach()[y]

    def shares(self, counts: Tensor) -> Tensor:
        """[classes], float64: how much each class counts, and what smoothing makes of it."""
        each = class_weights(self.yours)
        mass = counts.double() if each is None else counts * each.detach().double()
        shares = mass / mass.sum()
        return (1 - self.smoothing) * shares + self.smoothing / self.outputs

    def head_bias(self) -> Tensor:
        """log of the shares: softmax of the bias alone then answers what training did."""
        return self.shares(torch.tensor(self.counts)).clamp_min(1e-12).log().float()

    def expected_loss_at_init(self, y: Tensor) -> float:
        """-sum q ln p, q the shares in y, p those in training; ln(classes) if both are equal."""
        found = torch.bincount(y.flatten(), minlength=self.outputs)
        return -(self.shares(found) * self.head_bias().double()).sum().item()

    def floor(self, y: Tensor) -> float:
        """0; with smoothing the entropy of one smoothed answer."""
        rest = self.smoothing / self.outputs
        top = 1 - self.smoothing + rest
        others = (self.outputs - 1) * rest * math.log(rest) if rest else 0.0
        return max(0.0, -(top * math.log(top) + others))

    def prediction(self, outputs: Tensor) -> Tensor:
        """The probability of each class, [batch, classes]"""
        return outputs.softmax(1)

    def decode(self, outputs: Tensor) -> list[int]:
        return outputs.argmax(1).tolist()

    def describe(self, y: Tensor) -> str:
        return str(int(y))

    def watch(self, outputs: Tensor, y: Tensor) -> Tensor:
        """The probability given to the true class, [batch]"""
        return outputs.softmax(1).gather(1, y[:, None])[:, 0]

    def tally(self, outputs: Tensor, y: Tensor) -> Tensor:
        """[batch, 2]: the true class, and the one that is answered."""
        return torch.stack([y, outputs.argmax(1)], 1)

    def metrics(self, tally: Tensor) -> dict[str, float]:
        return {"accuracy": (tally[:, 0] == tally[:, 1]).double().mean().item()}


def class_weights(yours: Any) -> Tensor | None:
    """How much each class counts in your loss, if it says so."""
    found = getattr(yours, "weight", None)
    return found if isinstance(found, Tensor) else None


def whole(answer: Any) -> int:
    """The index of a class."""
    try:
        found = int(str(answer))
    except ValueError:
        found = -1
    if found < 0:
        raise ValueError(
            f"Found the answer {answer!r}, and a class is an index from 0 on: give those "
            "that your loss is given, or use Number in audit.py."
        )
    return found
