"""How a picture was turned, mirrored and shifted, found by laying one over the other."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor

OVERLAP = 0.5  # of the picture: what was shifted further leaves too little to tell


@dataclass(frozen=True)
class Turn:
    """Quarter turns, then perhaps mirrored, then moved: what [height, width] at the end becomes."""

    quarters: int
    mirrored: bool
    down: int = 0
    right: int = 0
    like: float = 0.0  # correlation of both pictures where they overlap

    def of(self, picture: Tensor) -> Tensor:
        """Not yet moved."""
        turned = torch.rot90(picture, self.quarters, (-2, -1))
        return turned.flip(-1) if self.mirrored else turned

    def both(self, before: Tensor, after: Tensor) -> tuple[Tensor, Tensor]:
        """What the one has become, and the other, where they overlap."""
        return cut(self.of(before), -self.down, -self.right), cut(
            after, self.down, self.right
        )


def turns(height: int, width: int) -> Iterator[Turn]:
    """The symmetries of a square; of a rectangle those that leave its shape."""
    for quarters in range(0, 4, 1 if height == width else 2):
        yield from (Turn(quarters, False), Turn(quarters, True))


def cut(picture: Tensor, down: int, right: int) -> Tensor:
    """Without its first rows and columns; or, of a negative number, without its last ones."""
    height, width = picture.shape[-2:]
    rows = slice(max(0, down), height + min(0, down))
    return picture[..., rows, max(0, right) : width + min(0, right)]


def found_at(turn: Turn, before: Tensor, after: Tensor) -> Turn:
    """The shift at which both pictures, [channels, height, width], are most alike."""
    one, other = centred(turn.of(before)), centred(after)
    along = torch.fft.fft2(other) * torch.fft.fft2(one).conj()
    where = int(torch.fft.ifft2(along).real.sum(0).argmax())
    height, width = before.shape[-2:]
    down, right = divmod(where, width)
    found = replace(turn, down=signed(down, height), right=signed(right, width))
    pair = found.both(before, after)
    if pair[0].numel() < OVERLAP * before.numel():
        return turn
    one, other = (centred(each).flatten() for each in pair)
    size = one.norm() * other.norm()
    return replace(found, like=(one.dot(other) / size).item() if size else 0.0)


def signed(place: int, side: int) -> int:
    """What stands past the middle has come round from the other end."""
    return place - side if 2 * place >= side else place


def centred(picture: Tensor) -> Tensor:
    """Each channel around 0."""
    return picture.double() - picture.double().mean((-2, -1), keepdim=True)
