"""Average precision once more, the slow way: box by box, in plain Python, from the raw answers."""

import math
from collections.abc import Sequence
from statistics import fmean
from typing import Any

from .. import boxes
from ..contract import Problem

Corners = tuple[float, float, float, float]
Said = tuple[float, bool]  # score, and whether it is right
THRESHOLDS = [50, 55, 60, 65, 70, 75, 80, 85, 90, 95]  # percent of overlap


def of_boxes(
    problem: Problem, decoded: Sequence[boxes.Found], answers: Sequence[Any]
) -> dict[str, float]:
    """COCO's average precision of each class, from the file's own corners and the decoded boxes."""
    names = dict(problem.config.classes)  # type: ignore[attr-defined]
    truth = [corners_of(problem, answer, names) for answer in answers]
    each = {
        name: [precision(name, percent / 100, decoded, truth) for percent in THRESHOLDS]
        for name in sorted(set(names.values()))
    }
    known = [values for values in each.values() if not math.isnan(values[0])]
    if not known:
        return {}
    return {
        "mAP@.5": fmean(values[0] for values in known),
        "mAP@.5:.95": fmean(map(fmean, known)),
    } | {f"AP@.5 {name}": values[0] for name, values in each.items()}


def corners_of(
    problem: Problem, answer: Any, names: dict[str, str]
) -> list[tuple[str, Corners]]:
    """The boxes of one picture, moved to pixels of x: cut at its border, none without area."""
    stored, first = boxes.truth(answer), problem.config.first_pixel  # type: ignore[attr-defined]
    _, height, width = problem.inputs.shape
    found = []
    for label, x1, y1, x2, y2 in stored.boxes:
        if x1 == x2 or y1 == y2:
            continue
        left, right = (min(x1, x2) - first) / stored.width, max(x1, x2) / stored.width
        top, bottom = (min(y1, y2) - first) / stored.height, max(y1, y2) / stored.height
        cut = [min(1.0, max(0.0, side)) for side in (left, top, right, bottom)]
        if cut[0] < cut[2] and cut[1] < cut[3]:
            left, top, right, bottom = cut
            box = left * width, top * height, right * width, bottom * height
            found.append((names[label], box))
    return found


def precision(
    name: str,
    least: float,
    decoded: Sequence[boxes.Found],
    truth: Sequence[list[tuple[str, Corners]]],
) -> float:
    """The mean, over 101 recalls, of the best precision at that recall or beyond."""
    said, true = list[Said](), 0
    for found, marked in zip(decoded, truth, strict=True):
        own = [corners for label, corners in marked if label == name]
        true += len(own)
        said += judged([box for box in found if box["label"] == name], own, least)
    if not true:
        return math.nan
    said.sort(key=lambda one: -one[0])
    right, curve = 0, []
    for rank, (_, yes) in enumerate(said, 1):
        right += yes
        curve.append((right / true, right / rank))
    best, reached = 0.0, {}
    for recall, value in reversed(curve):
        best = max(best, value)
        reached[recall] = best
    recalls = sorted(reached)
    total, place = 0.0, 0
    for percent in range(101):
        while place < len(recalls) and recalls[place] < percent * 0.01:
            place += 1
        total += reached[recalls[place]] if place < len(recalls) else 0.0
    return total / 101


def judged(found: boxes.Found, own: list[Corners], least: float) -> list[Said]:
    """Best first, each takes the free true box that it overlaps most."""
    free, said = list(own), list[Said]()
    for box in sorted(found, key=lambda box: -box["score"]):
        corners = box["xmin"], box["ymin"], box["xmax"], box["ymax"]
        nearest = max(free, key=lambda one: overlap(corners, one), default=None)
        right = nearest is not None and overlap(corners, nearest) >= least
        if right and nearest is not None:
            free.remove(nearest)
        said.append((box["score"], right))
    return said


def overlap(one: Corners, other: Corners) -> float:
    """What two boxes share, as a part of what both cover."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    both = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return wide * high / (both - wide * high)
