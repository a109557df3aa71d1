"""Draws the embedded sample of image-regression: `python -m tests.samples.gauges`.

Grey pictures of 28 x 28 with a dial: a ring, a scale from 0 to 100 over three quarters of
the circle, and a needle; the answer is what the needle says. Place, size and brightness
of the dial and the length of the needle differ from picture to picture.
Numbers come from one seed, so the file never changes.
"""

import math
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

SAMPLE = Path(__file__).parents[2] / "templates" / "project" / "data" / "gauges.npz"
SIDE, PICTURES, SEED = 28, 500, 5
FINE = 4  # drawn larger, then shrunk: smooth lines
LEVELS = 32  # grey steps: a coarse scale keeps the file small


def draw(reading: int, rng: np.random.Generator) -> np.ndarray:
    """uint8 [28, 28]"""
    picture = Image.new("L", (SIDE * FINE, SIDE * FINE), int(rng.integers(0, 60)))
    radius = rng.uniform(9, 12) * FINE
    x, y = rng.uniform(12.5, 15.5, 2) * FINE
    pen = ImageDraw.Draw(picture)
    pen.ellipse(
        (x - radius, y - radius, x + radius, y + radius), outline=150, width=FINE
    )
    for mark in (0, 50, 100):
        line(pen, x, y, 0.75 * radius, 0.95 * radius, mark, 150)
    line(pen, x, y, -0.2 * radius, rng.uniform(0.6, 0.8) * radius, reading, 255)
    small = np.asarray(picture.resize((SIDE, SIDE), Image.Resampling.BOX))
    return (small // LEVELS * LEVELS).astype(np.uint8)


def line(pen, x: float, y: float, start: float, end: float, value: int, shade: int):
    """From `start` to `end` pixels off the centre, in the direction of a value."""
    angle = math.radians(
        135 + 2.7 * value
    )  # 0 at the lower left, 100 at the lower right
    along = math.cos(angle), math.sin(angle)
    points = [(x + r * along[0], y + r * along[1]) for r in (start, end)]
    pen.line(points, fill=shade, width=2 * FINE)


def main() -> None:
    rng = np.random.default_rng(SEED)
    readings = rng.integers(0, 101, PICTURES)
    images = np.stack([draw(int(reading), rng) for reading in readings])
    np.savez_compressed(SAMPLE, images=images, readings=readings.astype(np.uint8))


if __name__ == "__main__":
    main()
