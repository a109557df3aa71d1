"""One class at each place: the next token, a tag, that of a pixel.

A place that your loss ignores weighs nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from ..contract import Example
from .layout import ALIKE, NO_PLACES, Layout, answers_of, late
from .one_class import OneClass, class_weights
from .per_example import at_once, per_example


@dataclass(frozen=True)
class ClassAt(OneClass):
    """One class at each place: the next token, a tag, a pixel's."""

    layout: Layout = NO_PLACES

    answers_are = "places"

    @classmethod
    def measured(
        cls, train: Sequence[Example], yours: Any, outputs: int, layout: Layout
    ) -> Any:
        y = answers_of(train).flatten()
        left = y[y != ignored(yours)]
        if int(left.min()) < 0 or int(left.max()) >= outputs:
            raise ValueError(
                f"Found answers from {int(left.min())} to {int(left.max())} at the places of y, "
                f"and the last linear map of your net has {outputs} outputs, one for each class."
            )
        return cls(torch.bincount(left, minlength=outputs).tolist(), yours, layout)

    def encode(self, answer: Any) -> Tensor:
        """[*places], int64"""
        return torch.as_tensor(answer).long()

    def as_yours(self, values: Tensor) -> Tensor:
        return (
            values
            if values.ndim == 1 + len(self.layout.places)
            else self.layout.yours(values)
        )

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        """[batch, classes, *places], [batch, *places] -> [batch]"""
        losses = at_once(self.yours)
        if losses is None:
            return per_example(self.yours, outputs, y)
        return losses(outputs, y).flatten(1).sum(1) / self.weight(y).to(
            outputs
        ).clamp_min(1e-12)

    def weight(self, y: Tensor) -> Tensor:
        """[batch]: places that count, each as its class does in your loss."""
        each, known = class_weights(self.yours), y != ignored(self.yours)
        counted = (
            known.float() if each is None else known * each.detach()[y.clamp_min(0)]
        )
        return counted.flatten(1).sum(1)

    def expected_loss_at_init(self, y: Tensor) -> float:
        return super().expected_loss_at_init(y[y != ignored(self.yours)])

    def agrees(self, prediction: Any, answer: Any) -> bool:
        said, meant = torch.as_tensor(prediction), self.encode(answer)
        right = late((said == meant).double(), self.layout)
        right = right[late(meant, self.layout) != ignored(self.yours)]
        return not len(right) or right.mean().item() >= ALIKE

    def describe(self, y: Tensor) -> str:
        return ", ".join(map(str, y.flatten().tolist()[:12]))

    def watch(self, outputs: Tensor, y: Tensor) -> Tensor:
        true = outputs.softmax(1).gather(1, y.clamp_min(0)[:, None])[:, 0]
        known = (y != ignored(self.yours)).double()
        return (
            (true * known).flatten(1).sum(1) / known.flatten(1).sum(1).clamp_min(1)
        ).float()

    def tally(self, outputs: Tensor, y: Tensor) -> Tensor:
        """[batch, 2]: places that count, and those that are right."""
        known = y != ignored(self.yours)
        right = known & (outputs.argmax(1) == y)
        return torch.stack(
            [known.flatten(1).sum(1), right.flatten(1).sum(1)], 1
        ).double()

    def metrics(self, tally: Tensor) -> dict[str, float]:
        counted, right = tally.double().sum(0).tolist()
        return {"accuracy": right / max(1.0, counted)}


def ignored(yours: Any) -> int:
    return int(getattr(yours, "ignore_index", -100))
