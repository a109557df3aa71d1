"""The places of a net's outputs in the picture, and which box each of them speaks of.

Boxes of an answer are y, float [batch, most, 5]: left, top, right, bottom in pixels of x, and
a class, -1 for none. What a place says of a box is [4]: the way from its middle to the box's
centre, across and down, in strides; and the logs of the box's width and height in strides.
"""

from dataclasses import dataclass
from math import log

import torch
from torch import Tensor


@dataclass(frozen=True)
class Grid:
    height: int  # of x, pixels
    width: int
    stride: int  # pixels from one place to the next
    near: float  # strides around its centre in which places speak of a box

    def middles(self, like: Tensor) -> Tensor:
        """[places, 2], across and down in pixels of x, row by row."""
        down, right = (
            torch.arange(n // self.stride) for n in (self.height, self.width)
        )
        places = torch.stack(torch.meshgrid(right, down, indexing="xy"), 2).flatten(
            0, 1
        )
        return self.stride * (places.to(like) + 0.5)

    def assigned(self, y: Tensor) -> tuple[Tensor, Tensor]:
        """Row of y that each place speaks of, and whether it does: [batch, places] each.

        The box of the nearest centre, if that is near both ways (FCOS: centre sampling).
        """
        away = (centres(y)[:, None] - self.middles(y)[:, None]).abs()
        near = (away < self.near * self.stride).all(3) & (y[:, None, :, 4] >= 0)
        far = (
            away.square().sum(3).masked_fill(~near, torch.inf)
        )  # [batch, places, most]
        return far.argmin(2), near.any(2)

    def owned(self, y: Tensor) -> Tensor:
        """[batch, most]: has a row of y a place that speaks of it?"""
        owner, speaks = self.assigned(y)
        rows = torch.arange(y.shape[1], device=y.device)
        return ((owner[..., None] == rows) & speaks[..., None]).any(1)

    def wanted(self, y: Tensor, owner: Tensor) -> Tensor:
        """What each place should say: [batch, places, 4]; anything where it owns no box."""
        own = y.gather(1, owner[..., None].expand(-1, -1, 5))
        way = (centres(own) - self.middles(y)) / self.stride
        sides = (own[..., 2:4] - own[..., :2]).clamp_min(1e-3) / self.stride
        return torch.cat([way, sides.log()], 2)

    def corners(self, said: Tensor) -> Tensor:
        """The boxes that places speak of, cut at the border: [batch, places, 4], both ways
        the same shape; left, top, right, bottom."""
        middle = self.middles(said) + self.stride * said[..., :2]
        most = log(
            2 * max(self.height, self.width) / self.stride
        )  # exp of more overflows
        half = self.stride / 2 * said[..., 2:].clamp_max(most).exp()
        border = said.new_tensor([self.width, self.height] * 2)
        return torch.cat([middle - half, middle + half], 2).clamp_min(0).minimum(border)


def centres(y: Tensor) -> Tensor:
    """[..., 5] -> [..., 2]: across, down"""
    return (y[..., :2] + y[..., 2:4]) / 2
