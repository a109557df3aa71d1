"""Answers at places: where in your outputs they stand, and how the contract has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from ..contract import Example

ALIKE = 0.95  # of the counted places: so many are right where an answer is

Places = tuple[int, ...]


@dataclass(frozen=True)
class Layout:
    """[batch, outputs, *places] is the contract's; `last`: your net has the outputs at the end."""

    places: Places = ()
    last: bool = False
    y: Places = ()  # the shape of one y of yours

    @classmethod
    def of(cls, y: Tensor, head: Any) -> "Layout":
        """By one y, and by the head: a convolution answers at the front, a linear map at the end."""
        shape, outputs = tuple(y.shape), width(head)
        last = isinstance(head, nn.Linear)
        if not y.is_floating_point():
            places = () if shape in ((), (1,)) else shape
        elif y.numel() in (1, outputs) or not shape:
            places = ()
        elif last:
            places = shape[:-1] if shape[-1] == outputs else shape
        else:
            places = shape[1:] if shape[0] == outputs and len(shape) > 2 else shape
        return cls(places, last and bool(places), shape)

    def outputs(self, found: Tensor) -> Tensor:
        """Your net's -> [batch, outputs, *places]."""
        if found.ndim == 1 + len(self.places):
            return found[:, None]
        return found.movedim(-1, 1) if self.last else found

    def yours(self, outputs: Tensor) -> Tensor:
        """Back: outputs as your net gives them, of the shape of y where those are numbers."""
        return outputs.movedim(1, -1) if self.last else outputs

    def numbers(self, values: Tensor) -> Tensor:
        """[batch, outputs, *places] as your loss gets y."""
        return self.yours(values).reshape(len(values), *self.y)

    def by_output(self, train: Sequence[Example]) -> Tensor:
        """[outputs, n]: the numbers of all training answers, at whatever place, float64."""
        return self.answers(answers_of(train).double()).transpose(0, 1).flatten(1)

    def answers(self, y: Tensor) -> Tensor:
        """y of yours -> [batch, *places] classes as int64, or [batch, outputs, *places] numbers."""
        if not y.is_floating_point():
            return y.long() if self.places else y.reshape(len(y)).long()
        if not self.places:
            return y.reshape(len(y), -1)
        if y.ndim == 1 + len(self.places):
            return y[:, None]
        return y.movedim(-1, 1) if self.last else y


NO_PLACES = Layout()


def width(layer: Any) -> int:
    return getattr(layer, "out_features", 0) or getattr(layer, "out_channels", 0)


def late(values: Tensor, layout: Layout) -> Tensor:
    """From the middle on, where places have an order: the first have too little before them."""
    return values[len(values) // 2 :] if len(layout.places) == 1 else values


def answers_of(train: Sequence[Example]) -> Tensor:
    return torch.stack([torch.as_tensor(example.answer) for example in train])
