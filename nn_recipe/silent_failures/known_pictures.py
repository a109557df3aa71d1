"""Pictures made here, whose pixels are known: marks, stripes, ramps, and one lying on its side."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from ..additions import Pixelled
from ..contract import Project
from ..findings import Findings
from ..specimen import same_bits, some

MEASURED = 20  # training pictures for mean and sd
READ = 2  # of 255: a pixel is standardised in float32 and back
BLURRED = 10  # of 255: where new pixels are means of old ones, at the border above all
ORIENTATION, LYING = 0x0112, 6  # EXIF: the top of the picture is its right side
ENCODE = "data.py: encode"
PICTURES = "recipe/pictures.py: decoded"


def judge_pictures(project: Project, findings: Findings) -> None:
    """In gray and in colour, whichever the data at hand are: the code serves the next as well."""
    if not isinstance(project.inputs, Pixelled):
        return
    examples = some(project.splits.train, MEASURED)
    for channels in (1, 3):
        config = replace(project.config, channels=channels)
        inputs = type(project.inputs).from_training(examples, config)
        _, height, width = inputs.shape
        for what, raw, expected, room, where in known(height, width, channels):
            found = inputs.pixels(inputs.encode(raw))
            gap = np.abs(found.astype(float) - expected)
            findings.demand(
                gap.max() <= room or bool(findings.faults),
                f"{what.capitalize()}, read back from x, is off by {gap.max():.0f} of 255, "
                f"expected at most {room}: {len(np.argwhere(gap.max(2) > room))} of "
                f"{height * width} pixels.",
                where,
            )
        judge_reading(project, inputs, channels, findings)


def known(
    height: int, width: int, channels: int
) -> Iterator[tuple[str, Any, np.ndarray, float, str]]:
    """What it is, raw, the pixels expected, how far off they may be, where to look."""
    shape = (height, width, channels)
    marks = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    marks[0, 0], marks[-1, -1], marks[0, -1] = 255, 0, 255
    yield "a picture of known pixels", squeezed(marks), marks, READ, ENCODE
    for tone in (40, 200):
        even = np.full(shape, tone, np.uint8)
        yield f"an even picture of {tone}", squeezed(even), even, READ, ENCODE
    large = np.kron(marks, np.ones((3, 3, 1), np.uint8))
    small = softened(marks.astype(float))
    yield "a picture three times as large", squeezed(large), small, BLURRED, PICTURES
    stripes = np.zeros((4 * height, 4 * width, channels), np.uint8)
    stripes[:, ::2] = 255
    gray = np.full(shape, 127.5)
    yield "a picture of fine stripes", squeezed(stripes), gray, BLURRED, PICTURES
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "lying.png")
        exif = Image.Exif()
        exif[ORIENTATION] = LYING
        Image.fromarray(squeezed(np.rot90(marks))).save(path, exif=exif)
        what = "a picture stored on its side, as its EXIF tag says"
        yield what, str(path), marks, READ, f"{PICTURES}, exif_transpose"
        path = Path(folder, "deep.png")
        ramp = np.linspace(0, 65535, height * width).astype(np.uint16)
        Image.fromarray(ramp.reshape(height, width)).save(path)
        expected = np.repeat((ramp >> 8).reshape(height, width, 1), channels, 2)
        yield "a ramp of 16 bits", str(path), expected, READ, PICTURES


def softened(middle: np.ndarray) -> np.ndarray:
    """Blocks of 3 x 3 made small by a bilinear filter, a triangle over six pixels.

    Pixels at a distance of 0, 1, 2 from the middle weigh 3, 2, 1 ninths: the block itself
    7/9, its neighbours 1/9 each.
    """
    for axis in (0, 1):
        around = [(1, 1) if a == axis else (0, 0) for a in range(3)]
        wide, n = np.pad(middle, around, "edge"), middle.shape[axis]
        before, after = (wide.take(range(k, k + n), axis) for k in (0, 2))
        middle = (7 * middle + before + after) / 9
    return middle


def squeezed(pixels: np.ndarray) -> np.ndarray:
    """Gray pictures have no axis for their channel."""
    return pixels[..., 0] if pixels.shape[2] == 1 else np.ascontiguousarray(pixels)


def judge_reading(
    project: Project, inputs: Any, channels: int, findings: Findings
) -> None:
    """A new file, handed to `predict`, becomes the x it would have been in training."""

    _, height, width = inputs.shape
    colours = np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "new.png")
        Image.fromarray(colours).save(path)
        (example,) = data.read(str(path), replace(project.config, channels=channels))
        findings.demand(
            same_bits(inputs.encode(example.raw), inputs.encode(str(path))),
            "The same file gives another x when it is read to be predicted than in training.",
            "data.py: read",
        )
