"""Boxes among boxes: how far two overlap, which repeat another, which are right, how good all are.

Boxes are float [..., 4]: left, top, right, bottom, in pixels of x. Matches and precisions are
those of pycocotools, the evaluation of COCO (Lin et al. 2014), number for number.
"""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

SCORE = 0.05  # the least that is kept at all
REPEATED = 0.6  # overlap with a better box of the class: more is a repetition
CANDIDATES, KEPT = 300, 100  # scores looked at in a picture, boxes left
OVERLAPS = tuple(round(0.5 + 0.05 * k, 2) for k in range(10))  # COCO's .50, ... .95
RECALLS = 101  # places of the precision-recall curve that are averaged: 0, .01, ... 1
TRUE = -1.0  # in a tally, in place of a score: a box of the answer
CORNERS = ("xmin", "ymin", "xmax", "ymax")

# best first: {"label": "cat", "score": 0.9, "xmin": 3.0, ...}
Found = list[dict[str, Any]]


def overlap(one: Tensor, other: Tensor) -> Tensor:
    """Intersection over union, [..., n, 4], [..., m, 4] -> [..., n, m]; 0 without area."""
    left, top, right, bottom = one[..., :, None, :].unbind(-1)
    west, north, east, south = other[..., None, :, :].unbind(-1)
    wide = (right.minimum(east) - left.maximum(west)).clamp_min(0)
    high = (bottom.minimum(south) - top.maximum(north)).clamp_min(0)
    both = (right - left) * (bottom - top) + (east - west) * (south - north)
    return wide * high / (both - wide * high).clamp_min(1e-9)


def suppress(boxes: Tensor, classes: Tensor, most: float = REPEATED) -> Tensor:
    """Which boxes stay, [batch, n]: those that no better one of their class overlaps by `most`.

    Boxes come best first. The greedy rule, one box after the other, is the only fixed point of
    asking all at once (Zheng et al. 2020, Cluster-NMS): repeated until nothing changes.
    """
    same = classes[..., :, None] == classes[..., None, :]
    better = ((overlap(boxes, boxes) > most) & same).triu(1)  # [batch, better, worse]
    stays, before = torch.ones_like(classes, dtype=torch.bool), None
    while before is None or not torch.equal(stays, before):
        stays, before = ~(better & stays[..., :, None]).any(-2), stays
    return stays


def best(p: Tensor, boxes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Of boxes [batch, places, 4], with p [batch, places, classes], the best without
    repetitions, best first: boxes [batch, KEPT, 4], classes, -1 for none, and scores.
    """
    classes = p.shape[2]
    p, order = p.flatten(1).sort(dim=1, descending=True, stable=True)
    few = min(CANDIDATES, int((p >= SCORE).sum(1).max()))
    p, order = p[:, :few], order[:, :few]
    boxes = boxes.gather(1, (order // classes)[..., None].expand(-1, -1, 4))
    kinds = order % classes
    stays = (p >= SCORE) & suppress(boxes, kinds)
    front = stays.int().sort(dim=1, descending=True, stable=True).indices[:, :KEPT]
    room = (0, KEPT - front.shape[1])
    boxes = F.pad(boxes.gather(1, front[..., None].expand(-1, -1, 4)), (0, 0, *room))
    kinds = F.pad(kinds.where(stays, -1).gather(1, front), room, value=-1)
    return boxes, kinds, F.pad((p * stays).gather(1, front), room)


def matched(boxes: Tensor, classes: Tensor, y: Tensor) -> Tensor:
    """Which boxes find a true one of their class that no better box has found, at each overlap.

    [batch, n, 4] best first, [batch, n], -1 for no box, and y -> bool [batch, n, overlaps].
    Each box takes the free one it overlaps most.
    """
    shared = overlap(boxes.double(), y[..., :4].double())  # [batch, n, most]
    same = (classes[:, :, None] == y[:, None, :, 4]) & (classes >= 0)[..., None]
    shared = shared.masked_fill(~same, -1).flip(
        2
    )  # of two that are level the later wins
    least = shared.new_tensor(OVERLAPS)
    free = shared.new_ones(len(boxes), len(OVERLAPS), y.shape[1])
    found = []
    for one in shared.unbind(1):
        most, place = (one[:, None] * free - (1 - free)).max(2)  # [batch, overlaps]
        hit = most >= least
        taken = free.gather(2, place[..., None]) - hit[..., None].double()
        free.scatter_(2, place[..., None], taken)
        found.append(hit)
    return torch.stack(found, 1)


def named(boxes: list, kinds: list, scores: list, names: list[str]) -> Found:
    """The boxes of one picture in words; those of class -1 are none."""
    rows = zip(boxes, kinds, scores, strict=True)
    return [
        {"label": names[kind], "score": score} | dict(zip(CORNERS, box, strict=True))
        for box, kind, score in rows
        if kind >= 0
    ]


def scaled(found: Found, across: float, down: float, first: int) -> Found:
    """In pixels of a picture that is larger by so much, of which the first has this number."""
    by = dict(zip(CORNERS, (across, down, across, down), strict=True))
    return [
        box | {c: box[c] * by[c] + first * c.endswith("min") for c in CORNERS}
        for box in found
    ]


def agree(found: Found, y: Tensor, names: list[str]) -> bool:
    """As many boxes as are true, and each overlaps its own, of its class, by half?"""
    rows = [[*(box[c] for c in CORNERS), names.index(box["label"])] for box in found]
    said, true = torch.tensor(rows).reshape(1, -1, 5), int((y[:, 4] >= 0).sum())
    if len(rows) != true or not true:
        return len(rows) == true
    return bool(matched(said[..., :4], said[..., 4], y[None])[..., 0].all())


def tally(boxes: Tensor, classes: Tensor, scores: Tensor, y: Tensor) -> Tensor:
    """[batch, n + most, 2 + overlaps]: of each box class, score, and whether it is right at
    each overlap; then the true ones, with TRUE as their score."""
    hits = matched(boxes, classes, y)
    ours = torch.cat([classes[..., None], scores[..., None], hits], 2)
    true = ours.new_full((*y.shape[:2], ours.shape[2]), TRUE)
    true[..., 0] = y[..., 4]
    return torch.cat([ours, true], 1)


def precisions(tally: Tensor, classes: int) -> Tensor:
    """Average precision over all pictures together: [classes, overlaps], nan where a class
    never occurs."""
    rows, table = tally.flatten(0, 1), []
    for kind in range(classes):
        own = rows[rows[:, 0] == kind]
        true = own[:, 1] == TRUE
        table.append(average_precision(own[~true, 1], own[~true, 2:], int(true.sum())))
    return torch.stack(table)


def average_precision(scores: Tensor, hits: Tensor, true: int) -> Tensor:
    """Of one class, at each overlap: [n], [n, overlaps] -> [overlaps]; nan without a true box.

    The mean, over 101 levels of recall, of the best precision that is had at that recall or more.
    """
    if not true:
        return torch.full((len(OVERLAPS),), torch.nan, dtype=torch.float64)
    hits = hits[scores.argsort(descending=True, stable=True)].double().T.contiguous()
    right = hits.cumsum(1)  # [overlaps, n]
    precision = F.pad(right / torch.arange(1, hits.shape[1] + 1), (0, 1))  # 0 after all
    best = precision.flip(1).cummax(1).values.flip(1)  # at this recall or more
    levels = torch.arange(RECALLS, dtype=torch.float64) * 0.01  # to the bit as numpy's
    place = torch.searchsorted(right / true, levels.repeat(len(hits), 1))
    return best.gather(1, place).mean(1)
