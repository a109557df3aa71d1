"""Draws the embedded sample of image-detection: `python -m tests.samples.things`.

Grey pictures, 64 wide and 48 high, of none to four things on a noisy ground: 0 disc, 1 square,
2 bar (twice as wide as high, or the other way), each in a box [left, top, right, bottom,
class], rows of -1 after the last. Some reach over the border, as a box and as a thing; one
picture in ten is empty. And as in most real files one box has no area and one has its left
and right in the wrong order. Numbers come from one seed, so the file never changes.
"""

from pathlib import Path

import numpy as np

SAMPLE = Path(__file__).parents[2] / "templates" / "project" / "data" / "things.npz"
HEIGHT, WIDTH, PICTURES, SEED = 48, 64, 240, 11
MOST = 4  # things in a picture
LEVELS = 32  # grey steps: noise of 2 x 2 pixels, so that the file stays small
NAMES = ("disc", "square", "bar")
APART = 2  # pixels between two things, at least


def draw(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """One picture, uint8 [48, 64], and its boxes, int16 [4, 5]."""
    picture = (
        np.kron(rng.integers(0, 3, (HEIGHT // 2, WIDTH // 2)), np.ones((2, 2), int))
        * LEVELS
    )
    boxes = np.full((MOST, 5), -1, np.int16)
    count = 0 if rng.random() < 0.1 else int(rng.integers(1, MOST + 1))
    for row in range(count):
        kind = int(rng.integers(3))
        box = placed(kind, boxes[:row], rng)
        if box is not None:
            boxes[row] = *box, kind
            paint(picture, box, kind, int(rng.integers(4, 8)) * LEVELS)
    return (
        np.clip(picture, 0, 255).astype(np.uint8),
        boxes[np.argsort(boxes[:, 4] < 0, kind="stable")],
    )


def placed(
    kind: int, others: np.ndarray, rng: np.random.Generator
) -> tuple[int, ...] | None:
    """A box that keeps away from the others; None if twenty tries find no room."""
    for _ in range(20):
        side = int(rng.integers(9, 19))
        wide, high = (
            (side, side) if kind < 2 else rng.permutation([side, side // 2 + 1])
        )
        left = int(rng.integers(-wide // 4, WIDTH - wide + wide // 4))
        top = int(rng.integers(-high // 4, HEIGHT - high + high // 4))
        box = left, top, left + int(wide), top + int(high)
        if all(o[4] < 0 or away(box, o) for o in others):
            return box
    return None


def away(box: tuple[int, ...], other: np.ndarray) -> bool:
    beside = box[0] >= other[2] + APART or box[2] + APART <= other[0]
    return bool(beside or box[1] >= other[3] + APART or box[3] + APART <= other[1])


def paint(picture: np.ndarray, box: tuple[int, ...], kind: int, bright: int) -> None:
    left, top, right, bottom = box
    down, across = np.mgrid[:HEIGHT, :WIDTH] + 0.5
    inside = (across > left) & (across < right) & (down > top) & (down < bottom)
    if kind == 0:
        middle, radius = ((left + right) / 2, (top + bottom) / 2), (right - left) / 2
        inside &= np.hypot(across - middle[0], down - middle[1]) < radius
    picture[inside] = bright


def flawed(boxes: np.ndarray) -> np.ndarray:
    """With a box that has no area, and one whose left and right change places."""
    room = next(i for i, own in enumerate(boxes) if own[0, 4] >= 0 and own[-1, 4] < 0)
    boxes[room, -1] = 20, 20, 20, 20, 1
    other = next(i for i, own in enumerate(boxes) if i > room and own[0, 4] >= 0)
    boxes[other, 0, [0, 2]] = boxes[other, 0, [2, 0]]
    return boxes


def main() -> None:
    rng = np.random.default_rng(SEED)
    images, boxes = zip(*(draw(rng) for _ in range(PICTURES)), strict=True)
    boxes = flawed(np.stack(boxes))
    np.savez_compressed(SAMPLE, images=np.stack(images), boxes=boxes, names=NAMES)


if __name__ == "__main__":
    main()
