"""Boxes as files have them, and as the outputs of a net speak of them.

Boxes of an answer are y, float [batch, most, 5]: left, top, right, bottom in pixels of x, and
a class, -1 for none. What a place says of a box is [4]: the way from its middle to the box's
centre, across and down, in strides; and the logs of the box's width and height in strides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite, log

import torch
from torch import Tensor

from .read import Box, Example, Truth

STRIDE = 8  # pixels of x from one place to the next: the three halvings of model.py
NEAR = 1.5  # strides around its centre in which places speak of a box


def judged(found: Truth, first: int) -> Iterator[tuple[Box, str]]:
    """Each box in pixels from 0, its corners in order, cut at the border; why it is no use.

    `first` is the number of the first pixel: with 1, as in VOC, a box from 1 to 3 is 3 wide.
    """
    for label, *corners in found.boxes:
        (left, right), (top, bottom) = sorted(corners[0::2]), sorted(corners[1::2])
        fault = "" if left < right and top < bottom else "a box without area"
        left, top = max(left - first, 0.0), max(top - first, 0.0)
        right, bottom = min(right, found.width), min(bottom, found.height)
        if not fault and not (left < right and top < bottom):
            fault = "a box off the picture"
        if not all(map(isfinite, corners)):
            fault = "a box with a corner that is no number"
        yield (label, left, top, right, bottom), fault


def odd_boxes(examples: Sequence[Example], first: int) -> dict[str, str]:
    """Boxes are left out one by one: "train/BloodImage_00338, box 7" -> why."""
    return {
        f"{example.id}, box {number}": why
        for example in examples
        for number, (_, why) in enumerate(judged(example.answer, first), 1)  # type: ignore[arg-type]
        if why
    }


def inside(y: Tensor, size: Sequence[int]) -> Tensor:
    """[n, 5] -> bool [height, width]: pixels whose middle is in one of the boxes."""
    left, top, right, bottom = y[:, :4, None].unbind(1)  # [n, 1] each
    down, across = (torch.arange(side) + 0.5 for side in size)
    along = ((top < down) & (down < bottom))[:, :, None]
    return (along & ((left < across) & (across < right))[:, None]).any(0)


@dataclass(frozen=True)
class Grid:
    """The places of a net's outputs in the picture, and which box each of them speaks of."""

    height: int  # of x, pixels
    width: int

    def places(self, like: Tensor) -> Tensor:
        """Their middles, across and down in pixels of x, row by row: [places, 2]"""
        sides = self.height // STRIDE, self.width // STRIDE
        down, across = (STRIDE * (torch.arange(n).to(like) + 0.5) for n in sides)
        return torch.stack(torch.meshgrid(across, down, indexing="xy"), 2).flatten(0, 1)

    def assigned(self, y: Tensor) -> tuple[Tensor, Tensor]:
        """Row of y that each place speaks of, and whether it does: [batch, places] each.

        The box of the nearest centre, if that is near both ways (FCOS: centre sampling).
        """
        middles = self.places(y)[:, None]
        away = (centres(y)[:, None] - middles).abs()  # [batch, places, most, 2]
        near = (away < NEAR * STRIDE).all(3) & (y[:, None, :, 4] >= 0)
        nearest = away.square().sum(3).masked_fill(~near, torch.inf).min(2)
        return nearest.indices, nearest.values.isfinite()

    def owned(self, y: Tensor) -> Tensor:
        """[batch, most]: has a row of y a place that speaks of it?"""
        owner, speaks = self.assigned(y)
        rows = torch.arange(y.shape[1], device=y.device)
        return ((owner[..., None] == rows) & speaks[..., None]).any(1)

    def wanted(self, y: Tensor, owner: Tensor) -> Tensor:
        """What each place should say: [batch, places, 4]; anything where it owns no box."""
        own = y.gather(1, owner[..., None].expand(-1, -1, 5))
        way = (centres(own) - self.places(y)) / STRIDE
        sides = (own[..., 2:4] - own[..., :2]).clamp_min(1e-3) / STRIDE
        return torch.cat([way, sides.log()], 2)

    def corners(self, said: Tensor) -> Tensor:
        """The boxes that places speak of, cut at the border: [batch, places, 4] both ways."""
        middle = self.places(said) + STRIDE * said[..., :2]
        most = log(2 * max(self.height, self.width) / STRIDE)  # more overflows
        half = STRIDE / 2 * said[..., 2:].clamp_max(most).exp()
        border = said.new_tensor([self.width, self.height] * 2)
        return torch.cat([middle - half, middle + half], 2).clamp_min(0).minimum(border)


def centres(y: Tensor) -> Tensor:
    """Across and down: [..., 5] -> [..., 2]"""
    return (y[..., :2] + y[..., 2:4]) / 2
