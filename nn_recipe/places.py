"""Outputs at the places of an x that may end in pads."""

from typing import Any

from torch import Tensor

from .additions import Padded
from .contract import Inputs, Target


def decoded(outputs: Tensor, x: Tensor, inputs: Inputs, target: Target) -> list[Any]:
    """Answers in the user's words; of each x as many places as it has tokens."""
    outputs = outputs.cpu()
    if outputs.ndim != 3 or not isinstance(inputs, Padded):
        return target.decode(outputs)
    lengths = [inputs.length_of(one) for one in x.cpu()]
    return [
        target.decode(one[None, :, :length])[0]
        for one, length in zip(outputs, lengths, strict=True)
    ]
