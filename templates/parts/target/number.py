"""The answer is a number: what it means lives here. Yours to edit.

The formulas on paper never call `loss`: each can find a mistake in the other.
"""

import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import torch
from torch import Tensor

from .config import Config
from .read import Example


@dataclass(frozen=True)
class Target:
    """mean + sd * f(x), or its exponential: a bias alone would crawl there by AdamW's steps."""

    mean: float  # of the training answers, in their own unit or as logarithms
    sd: float  # likewise
    logarithm: bool  # y is the logarithm of the answer: its error is a share of it

    answers_are = "numbers"  # which dumb baselines make sense
    errors = ("MAE", "RMSE", "MAPE")  # metrics of which less is better

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Target":
        plain, answers = cls(0.0, 1.0, config.logarithm), [e.answer for e in examples]
        y = torch.tensor([plain.value(a) for a in answers], dtype=torch.float64)
        if len(y) < 2 or y.std(correction=0) == 0:
            raise ValueError(f"Found {set(answers)}, needed 2 numbers: check `target`.")
        return cls(y.mean().item(), y.std(correction=0).item(), config.logarithm)

    @property
    def outputs(self) -> int:
        return 1

    def encode(self, answer: object) -> Tensor:
        """[1], in units of the training sd around the training mean."""
        return torch.tensor([(self.value(answer) - self.mean) / self.sd])

    def value(self, answer: object) -> float:
        """The answer, or its logarithm if config.py says so."""
        found = number(answer)
        if self.logarithm and found <= 0:
            raise ValueError(f"{answer!r} has no logarithm: set logarithm = False.")
        return math.log(found) if self.logarithm else found

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Squared error in units of sd squared: [batch, 1], [batch, 1] -> [batch]"""
        if outputs.shape != y.shape:  # [batch, 1] - [batch] would be [batch, batch]
            raise ValueError(f"outputs {outputs.shape} and y {y.shape} must match")
        return (outputs - y).square()[:, 0]

    def weight(self, y: Tensor) -> Tensor:
        return torch.ones(len(y), device=y.device)

    def head_bias(self) -> Tensor:
        """0: the training mean, in the units of y."""
        return torch.zeros(1)

    def expected_loss_at_init(self, y: Tensor) -> float:
        """What always answering the mean costs: the variance, 1 on the training split."""
        return y.double().square().mean().item()

    def floor(self, y: Tensor) -> float:
        """A squared error can be driven to 0."""
        return 0.0

    def prediction(self, outputs: Tensor) -> Tensor:
        return outputs  # the distance to the training mean in training sds, [batch, 1]

    def decode(self, outputs: Tensor) -> list[float]:
        return self.in_its_unit(outputs)[:, 0].tolist()

    def describe(self, y: Tensor) -> str:
        return f"{self.in_its_unit(y).item():,.6g}"

    def watch(self, outputs: Tensor, y: Tensor) -> Tensor:
        """The predicted number, in its own unit, [batch]"""
        return self.in_its_unit(outputs)[:, 0]

    def tally(self, outputs: Tensor, y: Tensor) -> Tensor:
        """[batch, 2]: predicted and true number, in their own unit."""
        return torch.cat([self.in_its_unit(outputs), self.in_its_unit(y)], 1)

    def metrics(self, tally: Tensor) -> dict[str, float]:
        """Errors in the unit of the answer, and the share of its variance explained."""
        guess, truth = tally.double().unbind(1)
        error, spread = guess - truth, truth - truth.mean()
        squares = spread.square().sum()
        values = {
            "MAE": error.abs().mean().item(),
            "RMSE": error.square().mean().sqrt().item(),
            "R2": (1 - error.square().sum() / squares).item() if squares else math.nan,
        }
        if self.logarithm:  # then a share of the true number is learnt: in percent
            values["MAPE"] = 100 * (error / truth).abs().mean().item()
        return values

    def in_its_unit(self, value: Tensor) -> Tensor:
        value = self.mean + self.sd * value.double()
        return value.exp() if self.logarithm else value


def number(answer: object) -> float:
    """The answer as a float; text with a number in it counts."""
    with suppress(ValueError):
        if math.isfinite(value := float(str(answer))):
            return value
    raise ValueError(
        f"Found {answer!r}, needed a number: add it to `missing`, or mend the file."
    )
