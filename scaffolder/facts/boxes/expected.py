"""What the untrained net will cost, on paper: the formula of target.py without torch."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log
from statistics import pvariance

from scaffolder.facts.boxes.found import Marked

STRIDE, NEAR = 8, 1.5  # pixels, strides: as target.py has them
PRIOR, ALPHA, GAMMA = 0.01, 0.25, 2.0
SOME = 300  # pictures are enough for three digits
Said = tuple[float, float, float, float]  # way to the centre, logs of the sides


def loss_at_init(
    train: Sequence[Marked], size: tuple[int, int], classes: int, first: int
) -> float:
    """(rare n1 + common n0 + the variance of the boxes) / (boxes + pictures)"""
    chosen = train[:: max(1, len(train) // SOME)]
    places = (size[0] // STRIDE) * (size[1] // STRIDE)
    said, boxes = list[Said](), 0
    for marked in chosen:
        own = resized(marked, size, first)
        boxes += len(own)
        said += spoken_of(own, size)
    rare = ALPHA * (1 - PRIOR) ** GAMMA * -log(PRIOR)
    common = (1 - ALPHA) * PRIOR**GAMMA * -log(1 - PRIOR)
    n0 = classes * places * len(chosen) - len(said)
    spread = len(said) * sum(map(pvariance, zip(*said, strict=True)))
    return (len(said) * rare + n0 * common + spread) / (boxes + len(chosen))


def resized(marked: Marked, size: tuple[int, int], first: int) -> list[Said]:
    """Boxes as (centre across, down, width, height) in pixels of x."""
    height, width = size
    across, down = width / marked.frame[0], height / marked.frame[1]
    return [
        (
            (left + right) / 2 * across,
            (top + bottom) / 2 * down,
            (right - left) * across,
            (bottom - top) * down,
        )
        for _, left, top, right, bottom in marked.usable(first)
    ]


def spoken_of(boxes: list[Said], size: tuple[int, int]) -> list[Said]:
    """What each place near a centre should say, of the nearest."""
    nearest: dict[tuple[int, int], tuple[float, Said]] = {}
    for x, y, width, height in boxes:
        for i in around(x, size[1]):
            for j in around(y, size[0]):
                way = x / STRIDE - i - 0.5, y / STRIDE - j - 0.5
                far = way[0] ** 2 + way[1] ** 2
                if far < nearest.get((i, j), (far + 1, None))[0]:
                    nearest[i, j] = far, (
                        *way,
                        log(width / STRIDE),
                        log(height / STRIDE),
                    )
    return [said for _, said in nearest.values()]


def around(centre: float, side: int) -> list[int]:
    """Places whose middle is nearer than NEAR strides."""
    at = floor(centre / STRIDE)
    return [
        i
        for i in range(at - 2, at + 3)
        if 0 <= i < side // STRIDE and abs(centre / STRIDE - i - 0.5) < NEAR
    ]
