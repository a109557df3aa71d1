"""The answer is a number, or several, under a mean squared error: your loss, our formulas."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from ..contract import Example
from .data import shape_of_y
from .per_example import per_example


@dataclass(frozen=True)
class Number:
    """y and the outputs are in the unit of your loss, whatever that is."""

    mean: list[float]  # of the training answers
    sd: list[float]
    shape: tuple[int, ...]  # of one y, as your loss gets it: () or (1,)
    yours: Callable[..., Tensor]  # your loss of a batch

    answers_are = "numbers"
    errors = ("MAE", "RMSE")  # metrics of which less is better

    @classmethod
    def from_training(cls, train: Sequence[Example], yours: Any) -> "Number":
        shape = shape_of_y(train[0].raw)
        y = torch.stack([torch.tensor(example.answer).double() for example in train])
        flat = y.flatten(1) if y.ndim > 1 else y[:, None]
        mean, sd = flat.mean(0), flat.std(0, correction=0)
        if not bool((sd > 0).all()):
            raise ValueError(f"Found {len(y)} training answers without any spread.")
        return cls(mean.tolist(), sd.tolist(), shape, yours)

    @property
    def outputs(self) -> int:
        return len(self.mean)

    def encode(self, answer: Any) -> Tensor:
        """[outputs], float32"""
        return torch.tensor(answer, dtype=torch.float32).reshape(-1)

    def as_yours(self, values: Tensor) -> Tensor:
        """[batch, outputs] as your loss gets it: [batch, 1] less [batch] is [batch, batch]."""
        return values.reshape(len(values), *self.shape)

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        """[batch, outputs], [batch, outputs] -> [batch]"""
        return per_example(self.yours, self.as_yours(outputs), self.as_yours(y))

    def weight(self, y: Tensor) -> Tensor:
        return torch.ones(len(y))

    def head_bias(self) -> Tensor:
        """The training mean."""
        return torch.tensor(self.mean)

    def expected_loss_at_init(self, y: Tensor) -> float:
        """What always answering the training mean costs: the variance, if y is training's."""
        away = y.double() - torch.tensor(self.mean).double()
        return away.square().mean().item()

    def floor(self, y: Tensor) -> float:
        """A squared error can be driven to 0."""
        return 0.0

    def prediction(self, outputs: Tensor) -> Tensor:
        """The distance to the training mean in training sds, [batch, outputs]"""
        mean, sd = (torch.tensor(v).to(outputs) for v in (self.mean, self.sd))
        return (outputs - mean) / sd

    def decode(self, outputs: Tensor) -> list[Any]:
        values = outputs.double()
        return values[:, 0].tolist() if self.outputs == 1 else values.tolist()

    def describe(self, y: Tensor) -> str:
        return ", ".join(f"{value:,.6g}" for value in y.flatten().tolist())

    def watch(self, outputs: Tensor, y: Tensor) -> Tensor:
        """The first predicted number, [batch]"""
        return outputs[:, 0]

    def tally(self, outputs: Tensor, y: Tensor) -> Tensor:
        """[batch, 2, outputs]: predicted and true."""
        return torch.stack([outputs.double(), y.double()], 1)

    def metrics(self, tally: Tensor) -> dict[str, float]:
        error = (tally[:, 0] - tally[:, 1]).double()
        rmse = error.square().mean().sqrt().item()
        return {"MAE": error.abs().mean().item(), "RMSE": rmse}
