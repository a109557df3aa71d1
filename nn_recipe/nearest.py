"""How much nearer the nearest neighbour is than chance allows, whatever the dimension."""

from collections.abc import Sequence

import torch
from torch import Tensor

AROUND = 10  # neighbours
ROUNDED = 1e-9  # nearer than that no two are told apart
FLAT = 1e-3  # more than 1000 dimensions no neighbours can tell


def nearest(asked: Tensor, known: Tensor) -> tuple[Tensor, Tensor]:
    """[asked] each: the chance that so near a neighbour is none of a pair, and where it is.

    In k dimensions (nearest / second distance)^k is evenly spread over 0 to 1, and so is
    (j-th / next)^(j k): Facco et al. 2017, "Estimating the intrinsic dimension of datasets".
    The third to tenth neighbours, of which a twin is none, say what k is there.
    """
    found = torch.cdist(asked, known).topk(AROUND, largest=False)
    near, where = found.values.clamp_min(ROUNDED), found.indices[:, 0]
    places = torch.arange(3, AROUND, dtype=torch.float64)
    apart = places * (near[:, 3:] / near[:, 2:-1]).log()  # of mean 1 / k, around each
    k = 1 / torch.maximum(apart.mean(1), apart.mean().clamp_min(FLAT))
    return (near[:, 0] / near[:, 1]) ** k, where


def whitened(asked: Tensor, known: Tensor, grain: float) -> tuple[Tensor, Tensor]:
    """In directions in which the known ones differ alike: small differences tell as much.

    Directions with less than `grain` of the mean variance are noise of the measurement.
    """
    mean = known.mean(0)
    _, sizes, directions = torch.linalg.svd(known - mean, full_matrices=False)
    variance = sizes.square() / len(known)
    ways = directions.T / (variance + grain * variance.mean() + ROUNDED).sqrt()
    return (asked - mean) @ ways, (known - mean) @ ways


def told_twice(
    names: Sequence[str],
    ids: Sequence[str],
    chance: Tensor,
    where: Tensor,
    sure: Tensor,
) -> tuple[int, str]:
    """How many training examples have a twin, and "such as this and that, ", the surest.

    Of those near one and the same training example, a rare scene maybe, one counts.
    """
    order = [i for i in chance.argsort().tolist() if sure[i]]
    twins = {names[int(where[i])]: ids[i] for i in order[::-1]}
    first = [f"such as {ids[i]} and {names[int(where[i])]}, " for i in order[:1]]
    return len(twins), "".join(first)
