"""Boxes among boxes: how far two overlap, which of many say the same, which are right.

Boxes are float [..., 4]: left, top, right, bottom, in pixels of x. Scores and matches follow
pycocotools, the evaluation of COCO (Lin et al. 2014), number for number.
"""

import torch
from torch import Tensor

OVERLAPS = tuple(
    round(0.5 + 0.05 * k, 2) for k in range(10)
)  # COCO's .50, .55, ... .95
RECALLS = 101  # places of the precision-recall curve that are averaged: 0, .01, ... 1


def overlap(one: Tensor, other: Tensor) -> Tensor:
    """Intersection over union, [..., n, 4], [..., m, 4] -> [..., n, m]; 0 for boxes without area."""
    left, top, right, bottom = one[..., :, None, :].unbind(-1)
    west, north, east, south = other[..., None, :, :].unbind(-1)
    wide = (right.minimum(east) - left.maximum(west)).clamp_min(0)
    high = (bottom.minimum(south) - top.maximum(north)).clamp_min(0)
    both = area(one)[..., :, None] + area(other)[..., None, :]
    return wide * high / (both - wide * high).clamp_min(1e-9)


def area(boxes: Tensor) -> Tensor:
    """[..., 4] -> [...]"""
    return (boxes[..., 2:] - boxes[..., :2]).clamp_min(0).prod(-1)


def suppress(boxes: Tensor, classes: Tensor, most: float) -> Tensor:
    """Which boxes stay, [batch, n]: those that no better box of their class overlaps by `most`.

    Boxes come best first. The greedy rule, one box after the other, is the only fixed point of
    asking all at once (Zheng et al. 2020, Cluster-NMS): repeated until nothing changes.
    """
    same = classes[..., :, None] == classes[..., None, :]
    better = ((overlap(boxes, boxes) > most) & same).triu(1)  # [batch, better, worse]
    stays = torch.ones_like(classes, dtype=torch.bool)
    while True:
        now = ~(better & stays[..., :, None]).any(-2)
        if torch.equal(now, stays):
            return stays
        stays = now


def matched(
    boxes: Tensor, classes: Tensor, true: Tensor, true_classes: Tensor
) -> Tensor:
    """Which boxes find a true one of their class that no better box has found, at each overlap.

    [batch, n, 4] best first, [batch, n], [batch, m, 4], [batch, m] with -1 for none
    -> bool [batch, n, overlaps]. Each box takes the free one it overlaps most.
    """
    shared = overlap(boxes.double(), true.double())  # [batch, n, m]
    same = classes[:, :, None] == true_classes[:, None, :]
    shared = shared.masked_fill(~(same & (true_classes >= 0)[:, None, :]), -1).flip(2)
    least = shared.new_tensor(OVERLAPS)
    free = shared.new_ones(len(boxes), len(OVERLAPS), true.shape[1])
    found = []
    for one in shared.unbind(1):  # of two that are level the later: hence the flip
        best, place = (one[:, None] * free - (1 - free)).max(2)  # [batch, overlaps]
        hit = best >= least
        free.scatter_(
            2,
            place[..., None],
            free.gather(2, place[..., None]) - hit[..., None].double(),
        )
        found.append(hit)
    return torch.stack(found, 1)


def average_precision(scores: Tensor, hits: Tensor, true: int) -> Tensor:
    """Of one class, at each overlap: [n], bool [n, overlaps] -> [overlaps]; nan without a true box.

    The mean, over 101 levels of recall, of the best precision that is had at that recall or more.
    """
    if not true:
        return hits.new_full((hits.shape[1],), float("nan"), dtype=torch.float64)
    hits = (
        hits[scores.argsort(descending=True, stable=True)].double().T
    )  # [overlaps, n]
    if not hits.shape[1]:
        return hits.new_zeros(len(hits))
    right = hits.cumsum(1)
    precision = right / torch.arange(1, hits.shape[1] + 1, device=hits.device)
    best = precision.flip(1).cummax(1).values.flip(1)  # at this recall or more
    levels = (
        torch.arange(RECALLS, dtype=torch.float64, device=hits.device) * 0.01
    )  # to the last bit as numpy has it
    place = torch.searchsorted(
        (right / true).contiguous(), levels.expand(len(hits), -1).contiguous()
    )
    reached = place < hits.shape[1]
    return (best.gather(1, place.clamp_max(hits.shape[1] - 1)) * reached).mean(1)
