"""Numbers, or a yes or no, at each place: the steps of a window, the pixels of a mask."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from ..contract import Example
from .layout import ALIKE, NO_PLACES, Layout, late
from .many_labels import ManyLabels
from .number import Number

NEAR = 0.1  # of the range of the answers, some four sds


@dataclass(frozen=True)
class NumberAt(Number):
    """Numbers at each place: every step of a window."""

    layout: Layout = NO_PLACES

    answers_are = "places"

    @classmethod
    def measured(
        cls, train: Sequence[Example], yours: Any, outputs: int, layout: Layout
    ) -> Any:
        y = layout.by_output(train)
        mean, sd = y.mean(1), y.std(1, correction=0)
        return cls(mean.tolist(), sd.tolist(), layout.y, yours, layout)

    def encode(self, answer: Any) -> Tensor:
        """[outputs, *places], float32"""
        return self.layout.answers(torch.as_tensor(answer, dtype=torch.float32)[None])[
            0
        ]

    def as_yours(self, values: Tensor) -> Tensor:
        return self.layout.numbers(values)

    def prediction(self, outputs: Tensor) -> Tensor:
        flat = super().prediction(outputs.movedim(1, -1))
        return flat.movedim(-1, 1)

    def expected_loss_at_init(self, y: Tensor) -> float:
        return super().expected_loss_at_init(y.movedim(1, -1))

    def decode(self, outputs: Tensor) -> list[Any]:
        return self.layout.numbers(outputs).double().tolist()

    def agrees(self, prediction: Any, answer: Any) -> bool:
        said, meant = torch.as_tensor(prediction), torch.as_tensor(answer)
        near = (said - meant).abs() <= NEAR * 4 * max(self.sd)
        return late(near.double(), self.layout).mean().item() >= ALIKE

    def describe(self, y: Tensor) -> str:
        return ", ".join(f"{value:,.4g}" for value in y.flatten().tolist()[:12])

    def watch(self, outputs: Tensor, y: Tensor) -> Tensor:
        return outputs.flatten(1)[:, 0]

    def tally(self, outputs: Tensor, y: Tensor) -> Tensor:
        """[batch, 2]: absolute and squared error, the mean over places."""
        error = (outputs.double() - y.double()).flatten(1)
        return torch.stack([error.abs().mean(1), error.square().mean(1)], 1)

    def metrics(self, tally: Tensor) -> dict[str, float]:
        absolute, square = tally.double().mean(0).tolist()
        return {"MAE": absolute, "RMSE": square**0.5}


@dataclass(frozen=True)
class LabelAt(ManyLabels):
    """Yes or no at each place: the pixels of a mask."""

    layout: Layout = NO_PLACES

    answers_are = "places"

    @classmethod
    def measured(
        cls, train: Sequence[Example], yours: Any, outputs: int, layout: Layout
    ) -> Any:
        y = layout.by_output(train)
        if not bool(((y == 0) | (y == 1)).all()):
            raise ValueError(
                "Found labels other than 0 and 1 at the places of y, and each is a yes or a no: "
                "give those in audit.py: data, or use OneClass or Number there."
            )
        return cls(y.sum(1).tolist(), y.shape[1], layout.y, yours, layout)

    def encode(self, answer: Any) -> Tensor:
        """[labels, *places], float32"""
        y = torch.as_tensor(answer, dtype=torch.float32)
        return self.layout.answers(y[None])[0]

    def as_yours(self, values: Tensor) -> Tensor:
        return self.layout.numbers(values)

    def expected_loss_at_init(self, y: Tensor) -> float:
        return super().expected_loss_at_init(y.transpose(0, 1).flatten(1).T)

    def decode(self, outputs: Tensor) -> list[Any]:
        return self.layout.numbers((outputs > 0).float()).tolist()

    def agrees(self, prediction: Any, answer: Any) -> bool:
        alike = (torch.as_tensor(prediction) == torch.as_tensor(answer)).double()
        return alike.mean().item() >= ALIKE

    def describe(self, y: Tensor) -> str:
        return f"{y.double().mean().item():.1%} yes"

    def watch(self, outputs: Tensor, y: Tensor) -> Tensor:
        return super().watch(outputs.flatten(1), y.flatten(1))

    def tally(self, outputs: Tensor, y: Tensor) -> Tensor:
        """[batch, 3]: both say yes, one does, and the share of places that are right."""
        said, there = (outputs > 0).flatten(1), (y > 0).flatten(1)
        both, either = (said & there).sum(1), (said | there).sum(1)
        right = (said == there).double().mean(1)
        return torch.stack([both.double(), either.double(), right], 1)

    def metrics(self, tally: Tensor) -> dict[str, float]:
        both, either, _ = tally.double().sum(0).tolist()
        iou = both / either if either else float("nan")
        return {"IoU": iou, "accuracy": tally[:, 2].double().mean().item()}
