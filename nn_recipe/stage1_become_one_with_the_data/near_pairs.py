"""Pictures saved again, lighter, noisier or smaller: whatever the split, near copies of each other (1.2)."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from ..additions import Heard
from ..contract import Project
from ..silent_failures.near_pictures import FAINT, SMALL, normed

WAYS = 128  # directions in which pictures are compared
GRAIN = 1.0  # of the mean variance: directions with less are noise of a JPEG
NEIGHBOURS, FIFTH = 10, 5  # so that a picture may have four near copies
SURE = (
    0.15  # of the distance to the fifth: what is nearer is a copy, whatever chance says
)
MOST = 0.5  # of it: what is farther is none
BY_CHANCE = 1e-6  # so near one of four neighbours stands
FEWEST = 50  # pictures: of fewer nobody knows what is near
ROWS = 512  # compared with all at once: 40 MB for 20,000 pictures
NOTHING = 1e-3  # a cosine's rounding


class Pair(NamedTuple):
    one: int  # places, the lower first
    other: int
    distance: float  # 1 - cosine of the angle between them, whitened


def are_pictures(project: Project) -> bool:
    """By x: [channels, height, width], which is neither a sound nor a series."""
    shape = getattr(project.inputs, "shape", ())
    heard = isinstance(project.inputs, Heard)
    return len(shape) == 3 and not heard and project.target.answers_are != "series"


def thumbnail(x: Tensor) -> Tensor:
    """[channels, height, width] -> [numbers]: some 16 pixels across, each channel about its mean."""
    smaller = max(1, round(min(x.shape[-2:]) / SMALL))
    small = F.avg_pool2d(x[None].float(), smaller)
    return (small - small.mean((2, 3), keepdim=True)).flatten()


def near_pairs(thumbnails: Sequence[Tensor]) -> list[Pair]:
    """Nearest first. Each is far nearer to the other than either is to its fifth neighbour.

    Photos differ in some 40 ways, and half of that distance is no chance; digits in 8.
    No two of the pictures are equal. What is even is like all that is even, and left out.
    """
    if len(thumbnails) < FEWEST or len({len(t) for t in thumbnails}) > 1:
        return []
    rows = torch.stack([*thumbnails])
    contrast = rows.square().mean(1).sqrt()
    known = (contrast > FAINT * contrast.median()).nonzero().flatten()
    if len(known) < FEWEST:
        return []
    rows = whitened(rows[known])
    distance, place = neighbours(rows)
    limit, closest = limits(distance), distance[:, : FIFTH - 1]
    near = (closest < limit[:, None]) & (closest < limit[place[:, : FIFTH - 1]])
    found = {}
    for i, j in near.nonzero().tolist():
        one, other = sorted((int(known[i]), int(known[place[i, j]])))
        found[one, other] = float(distance[i, j])
    pairs = [Pair(one, other, far) for (one, other), far in found.items()]
    return sorted(pairs, key=lambda pair: (pair.distance, pair))


def neighbours(rows: Tensor) -> tuple[Tensor, Tensor]:
    """[pictures, neighbours] twice: 1 - cosine, nearest first, and where."""
    found = []
    for begin in range(0, len(rows), ROWS):
        alike = rows[begin : begin + ROWS] @ rows.T
        own = torch.arange(len(alike))
        alike[own, begin + own] = -1.0
        found.append(alike.topk(NEIGHBOURS))
    most = torch.cat([each.values for each in found])
    return 1 - most, torch.cat([each.indices for each in found])


def limits(distance: Tensor) -> Tensor:
    """[pictures, neighbours] -> [pictures]: what is nearer is no neighbour, but the same.

    In k dimensions the j-th neighbour's place to that of the next has a logarithm of mean 1 / (j k)
    (as in nearest.py), and one of four stands within a share t of the fifth's by a chance of 4 t^k.
    """
    away = distance.clamp_min(NOTHING).sqrt()  # 1 - cosine is half the square
    steps = (away[:, FIFTH:] / away[:, FIFTH - 1 : -1]).log()
    apart = (steps * torch.arange(FIFTH, NEIGHBOURS)).mean(1)  # 1 / k
    share = (BY_CHANCE / (FIFTH - 1)) ** (2 * torch.maximum(apart, apart.mean()))
    return distance[:, FIFTH - 1].clamp_min(NOTHING) * share.clamp(SURE, MOST)


def whitened(rows: Tensor) -> Tensor:
    """[pictures, directions]: of length 1, in directions in which pictures differ alike."""
    rows = normed(rows)
    rows = rows - rows.mean(0)
    variance, ways = torch.linalg.eigh(rows.T @ rows / len(rows))
    scale = (variance.clamp_min(0) + GRAIN * variance.mean() + 1e-12).sqrt()
    return normed(rows @ (ways / scale)[:, -WAYS:])
