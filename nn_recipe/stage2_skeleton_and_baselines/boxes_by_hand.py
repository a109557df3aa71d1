"""Average precision once more, the slow way: box by box, in plain Python, from the raw answers."""

import math
from collections.abc import Sequence
from statistics import fmean
from typing import Any

import numpy as np

from ..additions import Located
from ..contract import Example, Project

Corners = tuple[float, float, float, float]
Guess = tuple[str, float, Corners]  # class, score
Said = tuple[float, bool]  # score, and whether it is right
Found = Sequence[dict[str, Any]]  # label, score, xmin, ymin, xmax, ymax, best first
AT_BORDER = 1e-3  # pixels: float32 in pictures of thousands
THRESHOLDS = [50, 55, 60, 65, 70, 75, 80, 85, 90, 95]  # percent of overlap


def of_boxes(
    project: Project, decoded: Sequence[Found], examples: Sequence[Example]
) -> dict[str, float]:
    """COCO's average precision of each class, in pixels of the raw pictures: the file's own
    corners against what `predict` would say."""
    names = dict(project.config.classes)  # type: ignore[attr-defined]
    truth = [corners_of(project, example, names) for example in examples]
    found = in_the_picture(project, decoded, examples)
    each = {
        name: [precision(name, percent / 100, found, truth) for percent in THRESHOLDS]
        for name in sorted(set(names.values()))
    }
    known = [values for values in each.values() if not math.isnan(values[0])]
    if not known:
        return {}
    return {
        "mAP@.5": fmean(values[0] for values in known),
        "mAP@.5:.95": fmean(map(fmean, known)),
    } | {f"AP@.5 {name}": values[0] for name, values in each.items()}


def in_the_picture(
    project: Project, decoded: Sequence[Found], examples: Sequence[Example]
) -> list[list[Guess]]:
    """In pixels of each raw picture, from 0."""
    first: int = project.config.first_pixel  # type: ignore[attr-defined]
    target: Located = project.target  # type: ignore[assignment]
    pairs = zip(decoded, examples, strict=True)
    return [plain(target.locate(said, e.raw), first) for said, e in pairs]


def not_cut(
    project: Project, decoded: Sequence[Found], examples: Sequence[Example]
) -> list[int]:
    """The examples of which no predicted box ends at the border of the picture."""
    found = in_the_picture(project, decoded, examples)
    sizes = [size_of(example.raw) for example in examples]

    def reaches(corners: Corners, size: tuple[int, int]) -> bool:
        begins, ends = min(corners[:2]), (size[0] - corners[2], size[1] - corners[3])
        return min(begins, *ends) <= AT_BORDER

    return [
        i
        for i, (guesses, size) in enumerate(zip(found, sizes, strict=True))
        if not any(reaches(corners, size) for _, _, corners in guesses)
    ]


def corners_of(
    project: Project, example: Example, names: dict[str, str]
) -> list[tuple[str, Corners]]:
    """The boxes that a file marks in one picture: cut at its border, none without area."""
    stored, first = example.answer, project.config.first_pixel
    width, height = size_of(example.raw)
    found = []
    for label, x1, y1, x2, y2 in stored.boxes:
        if x1 == x2 or y1 == y2:
            continue
        across, down = width / stored.width, height / stored.height
        left, right = (min(x1, x2) - first) * across, max(x1, x2) * across
        top, bottom = (min(y1, y2) - first) * down, max(y1, y2) * down
        left, right = max(left, 0.0), min(right, float(width))
        top, bottom = max(top, 0.0), min(bottom, float(height))
        if left < right and top < bottom:
            found.append((names[label], (left, top, right, bottom)))
    return found


def size_of(raw: Any) -> tuple[int, int]:
    """Width and height of a picture, upright; of a file only its header is read."""
    if isinstance(raw, np.ndarray):
        return raw.shape[1], raw.shape[0]
    from PIL import Image

    with Image.open(raw) as opened:
        turned = opened.getexif().get(0x0112) in (5, 6, 7, 8)  # a camera held sideways
        width, height = opened.size
    return (height, width) if turned else (width, height)


def plain(found: Found, first: int) -> list[Guess]:
    """In pixels from 0, as the truth."""
    return [
        (
            box["label"],
            box["score"],
            (box["xmin"] - first, box["ymin"] - first, box["xmax"], box["ymax"]),
        )
        for box in found
    ]


def precision(
    name: str,
    least: float,
    decoded: Sequence[list[Guess]],
    truth: Sequence[list[tuple[str, Corners]]],
) -> float:
    """The mean, over 101 recalls, of the best precision at that recall or beyond."""
    said, true = list[Said](), 0
    for found, marked in zip(decoded, truth, strict=True):
        own = [corners for label, corners in marked if label == name]
        true += len(own)
        said += judged([guess for guess in found if guess[0] == name], own, least)
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


def judged(guesses: list[Guess], own: list[Corners], least: float) -> list[Said]:
    """Best first, each takes the free true box that it overlaps most."""
    free, said = list(own), list[Said]()
    for _, score, box in sorted(guesses, key=lambda guess: -guess[1]):
        nearest = max(free, key=lambda one: overlap(box, one), default=None)
        right = nearest is not None and overlap(box, nearest) >= least
        if right and nearest is not None:
            free.remove(nearest)
        said.append((score, right))
    return said


def overlap(one: Corners, other: Corners) -> float:
    """What two boxes share, as a part of what both cover."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    both = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return wide * high / (both - wide * high)
