"""What is wrong with the boxes of one picture.

The kinds of Bolya et al. 2020, "TIDE: A General Toolbox for Identifying Object Detection
Errors", section 3: class, localisation, both, duplicate, background, missed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

FOUND, TOUCHED = (
    0.5,
    0.1,
)  # overlap of a hit; with less than the second it is background
CORNERS = ("xmin", "ymin", "xmax", "ymax")


@dataclass(frozen=True)
class Mistake:
    kind: str
    box: dict[str, Any] | None  # as decoded; None of a true one that nobody found
    true: int | None  # row of y


def mistakes(
    said: list[dict[str, Any]], y: Tensor, names: Sequence[str]
) -> list[Mistake]:
    """`said`: best first, in pixels of x; y: [true, 5], corners and class."""
    rows = [[*(box[c] for c in CORNERS), names.index(box["label"])] for box in said]
    boxes = torch.tensor(rows, dtype=torch.float64).reshape(-1, 5)
    shared = overlap(boxes[:, :4], y[:, :4].double())  # [said, true]
    same = boxes[:, 4, None] == y[None, :, 4].double()
    taken = torch.zeros(len(y), dtype=torch.bool)
    explained, found, wrong = taken.clone(), list[Mistake](), list[int]()
    for i in range(len(said)):
        free = shared[i] * same[i] * ~taken
        if len(y) and free.max() >= FOUND:
            taken[free.argmax()] = True
        else:
            wrong.append(i)
    for i in wrong:
        kind, true = kind_of(shared[i], same[i], taken)
        found.append(Mistake(kind, said[i], true))
        if true is not None and kind in ("class", "localisation"):
            explained[true] = True
    left = (~taken & ~explained).nonzero()[:, 0].tolist()
    return found + [Mistake("missed", None, true) for true in left]


def kind_of(shared: Tensor, same: Tensor, taken: Tensor) -> tuple[str, int | None]:
    """Of one box that is no hit, by the true one that it overlaps most: [true] each."""
    if not len(shared):
        return "background", None
    own, other = shared * same, shared * ~same
    if own.max() >= FOUND:
        return "duplicate", int(own.argmax())
    if other.max() >= FOUND:
        return "class", int(other.argmax())
    if own.max() >= TOUCHED:
        return "localisation", int(own.argmax())
    if other.max() >= TOUCHED:
        return "both", int(other.argmax())
    return "background", None


def overlap(one: Tensor, other: Tensor) -> Tensor:
    """Intersection over union: [n, 4], [m, 4] -> [n, m]"""
    a, b = one[:, None], other[None]
    sides = (a[..., 2:].minimum(b[..., 2:]) - a[..., :2].maximum(b[..., :2])).clamp_min(
        0
    )
    both = sides.prod(-1)
    areas = (one[:, 2:] - one[:, :2]).prod(-1)[:, None] + (
        other[:, 2:] - other[:, :2]
    ).prod(-1)
    return both / (areas - both).clamp_min(1e-9)
