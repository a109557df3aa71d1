"""Draws the embedded sample of image-multilabel: `python -m tests.samples.scenes`.

Grey pictures of 32 x 32, striped as those of the shapes sample. Each shows a disc, a
square, a triangle, all of them or none; the answer names those there: "disc|square". Numbers come from one seed, so the file never changes.
"""

from pathlib import Path

import numpy as np

from .shapes import LEVELS, SIDE, shape, stripes

SAMPLE = Path(__file__).parents[2] / "templates" / "project" / "data" / "scenes.npz"
PICTURES, SEED = 800, 3
SPECKS = 0.06  # of the pixels are a step brighter
LABELS = ("disc", "square", "triangle")
OFTEN = (0.5, 0.35, 0.2)  # share of the pictures with each


def draw(rng: np.random.Generator) -> tuple[np.ndarray, str]:
    picture = stripes(rng)
    there = [k for k in range(3) if rng.random() < OFTEN[k]]
    for k in rng.permutation(there):
        inside, outline = shape(int(k) + 1, rng)
        picture[inside | outline] = rng.integers(4, 7) * LEVELS
    specks = LEVELS * (rng.random(picture.shape) < SPECKS)
    picture = np.clip(picture + specks, 0, 255)
    return picture.astype(np.uint8), "|".join(LABELS[k] for k in there)


def main() -> None:
    rng = np.random.default_rng(SEED)
    images, labels = zip(*(draw(rng) for _ in range(PICTURES)), strict=True)
    assert images[0].shape == (SIDE, SIDE)
    np.savez_compressed(SAMPLE, images=np.stack(images), labels=np.array(labels))


if __name__ == "__main__":
    main()
