"""Answers that are drawn: boxes, a mask, the course of a series."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..contract import NotOffered, Project
from ..same_answer import as_number
from .forms import Form, names_of, one_of


def boxes(project: Project) -> Form:
    """Corners as shares of the picture, each with a class; y as `Target.encode` lays it out."""
    target: Any = project.target
    names, like = names_of(target), target.encode(project.splits.train[0].answer)
    if like.ndim != 2 or like.shape[1] != 5 or not hasattr(target, "size"):
        raise NotOffered("boxes need `size`, and y as left, top, right, bottom, class")
    height, width = target.size

    def encode(said: Any, raw: Any) -> Tensor:
        if not isinstance(said, list) or len(said) > len(like):
            raise ValueError(f"Needed a list of at most {len(like)} boxes.")
        if not all(isinstance(one, Mapping) for one in said):
            raise ValueError('Needed boxes such as {"box": [0, 0, 1, 1], "name": ...}.')
        y = torch.full_like(like, -1)
        for row, one in zip(y, said, strict=False):
            left, top, right, bottom = corners(one.get("box"))
            kind = names.index(one_of(one.get("name"), names))
            row[:] = torch.tensor(
                [left * width, top * height, right * width, bottom * height, kind]
            )
        return y

    return Form({"form": "boxes", "names": names}, encode, not_in_a_cell)


def corners(found: Any) -> list[float]:
    try:
        left, top, right, bottom = map(float, found)
    except (TypeError, ValueError):
        raise ValueError("A box is four numbers: left, top, right, bottom.") from None
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise ValueError("A box lies within the picture, whose corners are 0 and 1.")
    return [left, top, right, bottom]


def mask(project: Project) -> Form:
    """Runs of equal classes, row by row, at the size of y."""
    target: Any = project.target
    names = names_of(target)
    height, width = target.size

    def encode(said: Any, raw: Any) -> Tensor:
        try:
            kinds = [names.index(one_of(name, names)) for name, _ in said]
            lengths = torch.tensor([int(length) for _, length in said])
        except (TypeError, ValueError) as error:
            raise ValueError(f"Needed runs of [name, pixels]. {error}") from None
        if (lengths < 1).any() or lengths.sum() != height * width:
            raise ValueError(f"Needed runs that cover {width} x {height} pixels.")
        runs = torch.tensor(kinds).repeat_interleave(lengths)
        return runs.reshape(height, width)

    asks = {"form": "mask", "names": names, "height": height, "width": width}
    return Form(asks, encode, not_in_a_cell)


def forecast(project: Project) -> Form:
    """The next values of each channel in its own unit; y is told by `encode` and `locate`."""
    target: Any = project.target
    answer = project.splits.train[0].answer
    if not isinstance(answer, Mapping) or not hasattr(target, "locate"):
        raise NotOffered("a forecast needs channels by name and `locate` in target.py")
    channels, steps = list(answer), len(next(iter(answer.values())))

    def encode(said: Any, raw: Any) -> Tensor:
        if not isinstance(said, Mapping) or set(said) != set(channels):
            raise ValueError(f"Needed the next values of {', '.join(channels)}.")
        zero = target.locate({c: [0.0] * steps for c in channels}, raw)
        away = {}
        for channel, values in said.items():
            if not isinstance(values, list) or len(values) != steps:
                raise ValueError(f"Needed {steps} values of {channel}.")
            values = [as_number(value) for value in values]
            if not all(map(math.isfinite, values)):
                raise ValueError(f"Needed finite values of {channel}.")
            away[channel] = np.array(values) - np.array(zero[channel])
        return target.encode(away)

    asks = {"form": "forecast", "channels": channels, "steps": steps}
    return Form(asks, encode, not_in_a_cell)


def not_in_a_cell(cell: str) -> Any:
    raise ValueError("Boxes, masks and forecasts are imported as JSON lines, not CSV.")
