"""Draws the embedded sample of image-segmentation: `python -m tests.samples.shapes`.

Grey pictures of 32 x 32 with one to three discs, squares and triangles on a striped
ground, and a mask of each: 0 ground, 1 disc, 2 square, 3 triangle, 255 the pixel-wide
outline, which belongs to neither side. Brightness tells a shape from the ground only in
part: the stripes are as bright. Numbers come from one seed, so the file never changes.
"""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

SAMPLE = Path(__file__).parents[2] / "templates" / "project" / "data" / "shapes.npz"
SIDE, PICTURES, SEED = 32, 180, 8
VOID = 255
LEVELS = 32  # grey steps: coarse noise, so that the file stays small


def draw(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """One picture and its mask, both uint8 [32, 32]."""
    ground, mask = stripes(rng), np.zeros((SIDE, SIDE), np.uint8)
    for _ in range(rng.integers(1, 4)):
        kind = int(rng.integers(1, 4))
        inside, outline = shape(kind, rng)
        ground[inside | outline] = rng.integers(3, 6) * LEVELS
        mask[inside], mask[outline] = kind, VOID
    noise = rng.integers(0, 2, (SIDE, SIDE)) * LEVELS
    return np.clip(ground + noise, 0, 255).astype(np.uint8), mask


def stripes(rng: np.random.Generator) -> np.ndarray:
    """Bright and dark bands in one of four directions."""
    down, right = np.mgrid[:SIDE, :SIDE]
    along = [down, right, down + right, down - right][rng.integers(4)]
    bright = (along // rng.integers(2, 4)) % 2 == 1
    return np.where(bright, 3 * LEVELS, LEVELS).astype(int)


def shape(kind: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Where a shape is, and its outline: bool [32, 32] each."""
    picture = Image.new("L", (SIDE, SIDE))
    size = int(rng.integers(5, 9))
    x, y = (int(rng.integers(size, SIDE - size)) for _ in range(2))
    box = (x - size, y - size, x + size, y + size)
    pen = ImageDraw.Draw(picture)
    if kind == 1:
        pen.ellipse(box, fill=2, outline=1)
    elif kind == 2:
        pen.rectangle(box, fill=2, outline=1)
    else:
        pen.polygon([(x, y - size), (x - size, y + size), (x + size, y + size)], 2, 1)
    drawn = np.asarray(picture)
    return drawn == 2, drawn == 1


def main() -> None:
    rng = np.random.default_rng(SEED)
    images, masks = zip(*(draw(rng) for _ in range(PICTURES)), strict=True)
    np.savez_compressed(SAMPLE, images=np.stack(images), masks=np.stack(masks))


if __name__ == "__main__":
    main()
