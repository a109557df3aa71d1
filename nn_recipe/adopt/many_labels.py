"""The answer is yes or no, once or for each of several labels: your loss, our formulas on paper.

For a binary cross entropy of logits; the formulas never call `loss`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from ..contract import Example
from .data import shape_of_y
from .per_example import per_example


@dataclass(frozen=True)
class ManyLabels:
    """One output for each label; its `pos_weight` is part of the formulas."""

    counts: list[float]  # training answers that hold each label
    answers: int  # training answers
    shape: tuple[int, ...]  # of one y, as your loss gets it: (labels,), (1,) or ()
    yours: Callable[..., Tensor]  # your loss of a batch

    answers_are = "labels"
    errors = ()  # metrics of which less is better

    @classmethod
    def from_training(cls, train: Sequence[Example], yours: Any) -> "ManyLabels":
        y = torch.stack([torch.tensor(e.answer).double().reshape(-1) for e in train])
        if not bool(((y == 0) | (y == 1)).all()):
            raise ValueError(
                "Found labels other than 0 and 1, and each is a yes or a no: give those in "
                "audit.py: data, or use OneClass or Number there."
            )
        shape = shape_of_y(train[0].raw)
        return cls(y.sum(0).tolist(), len(y), shape, yours)

    @property
    def outputs(self) -> int:
        return len(self.counts)

    @property
    def positive(self) -> Tensor:
        """[labels]: how much a yes counts in your loss; a no counts 1."""
        found = getattr(self.yours, "pos_weight", None)
        each = torch.ones(self.outputs, dtype=torch.float64)
        return each if found is None else each * found.detach().double()

    @property
    def prior(self) -> Tensor:
        """[labels], float64: the share of yes, as your loss counts it; never 0 or 1."""
        yes = torch.tensor(self.counts).double().clamp(0.5, self.answers - 0.5)
        mass = self.positive * yes
        return mass / (mass + self.answers - yes)

    def encode(self, answer: Any) -> Tensor:
        """[labels], float32"""
        return torch.tensor(answer, dtype=torch.float32).reshape(-1)

    def as_yours(self, values: Tensor) -> Tensor:
        """[batch, labels] as your loss gets it."""
        return values.reshape(len(values), *self.shape)

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        """[batch, labels], [batch, labels] -> [batch]"""
        y = y.to(outputs)
        return per_example(self.yours, self.as_yours(outputs), self.as_yours(y))

    def weight(self, y: Tensor) -> Tensor:
        return torch.ones(len(y))

    def head_bias(self) -> Tensor:
        """ln(yes / no) of each label: its sigmoid is the label's share."""
        return torch.logit(self.prior).float()

    def expected_loss_at_init(self, y: Tensor) -> float:
        """-w q ln p - (1 - q) ln(1 - p), the mean over labels: q the share in y, p the prior."""
        q, p = y.double().mean(0), self.prior
        return -(self.positive * q * p.log() + (1 - q) * (1 - p).log()).mean().item()

    def floor(self, y: Tensor) -> float:
        """Each yes or no can be driven to certainty."""
        return 0.0

    def prediction(self, outputs: Tensor) -> Tensor:
        """The probability of each label, [batch, labels]"""
        return outputs.sigmoid()

    def decode(self, outputs: Tensor) -> list[Any]:
        """0 or 1 for each label; a number where there is one."""
        held = (outputs > 0).float()
        return held[:, 0].tolist() if self.outputs == 1 else held.tolist()

    def agrees(self, prediction: Any, answer: Any) -> bool:
        return torch.equal(self.encode(prediction), self.encode(answer))

    def describe(self, y: Tensor) -> str:
        there = [str(i) for i in y.flatten().nonzero().flatten().tolist()]
        return ", ".join(there) or "no label"

    def watch(self, outputs: Tensor, y: Tensor) -> Tensor:
        """The mean probability given to what is true of each label, [batch]"""
        there = outputs.sigmoid()
        return torch.where(y > 0, there, 1 - there).mean(1)

    def tally(self, outputs: Tensor, y: Tensor) -> Tensor:
        """[batch, labels, 2]: logit and truth."""
        return torch.stack([outputs.double(), y.double()], 2)

    def metrics(self, tally: Tensor) -> dict[str, float]:
        guess, there = (tally > 0).unbind(2)
        right = guess == there
        return {
            "label accuracy": right.double().mean().item(),
            "exact match": right.all(1).double().mean().item(),
        }
