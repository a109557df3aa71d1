"""Pictures made here, whose pixels are known: marks, stripes, ramps, and one lying on its side."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from ..additions import Pixelled
from ..contract import Project
from ..findings import Findings
from ..picture_files import as_raw, in_file
from ..specimen import same_bits, some

MEASURED = 20  # training pictures for mean and sd
READ = 2  # of 255: a pixel is standardised in float32 and back
BLURRED = 10  # of 255: where new pixels are means of old ones, at the border above all
ORIENTATION, LYING = 0x0112, 6  # EXIF: the top of the picture is its right side
ENCODE = "data.py: encode"
PICTURES = "read.py: picture"


def judge_pictures(project: Project, findings: Findings) -> None:
    """In gray and in colour, whichever the data at hand are: the code serves the next as well."""
    like = project.splits.train[0].raw
    if not isinstance(project.inputs, Pixelled):
        return
    for one in in_channels(project):
        inputs: Any = one.inputs
        channels, height, width = inputs.shape  # of x, which may derive some of its own
        channels = getattr(one.config, "channels", channels)
        with tempfile.TemporaryDirectory() as folder:
            made = known(
                height, width, channels, like, Path(folder), getattr(one, "depth", 16)
            )
            for what, raw, expected, room, where in made:
                found = inputs.pixels(inputs.encode(raw))
                gap = np.abs(found.astype(float) - expected)
                findings.demand(
                    gap.max() <= room or bool(findings.faults),
                    f"{what.capitalize()}, read back from x, is off by {gap.max():.0f} of 255, "
                    f"expected at most {room}: {len(np.argwhere(gap.max(2) > room))} of "
                    f"{height * width} pixels.",
                    where,
                )
        judge_reading(one, like, findings)


def in_channels(project: Project) -> Iterator[Project]:
    """As it is, and with as many channels as it does not have."""
    yield project
    if not hasattr(project.config, "channels"):
        return
    other = project.but(channels=4 - project.config.channels)
    try:
        yield other.measured(some(project.splits.train, MEASURED))
    except ValueError:
        return  # the target refuses so few: a class may be too rare


def known(
    height: int, width: int, channels: int, like: Any, folder: Path, depth: int
) -> Iterator[tuple[str, Any, np.ndarray, float, str]]:
    """What it is, raw, the pixels expected, how far off they may be, where to look."""
    shape = (height, width, channels)
    marks = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    marks[0, 0], marks[-1, -1], marks[0, -1] = 255, 0, 255
    large = np.kron(marks, np.ones((3, 3, 1), np.uint8))
    small = softened(marks.astype(float))
    stripes = np.zeros((4 * height, 4 * width, channels), np.uint8)
    stripes[:, ::2] = 255
    dark, light = (np.full(shape, tone, np.uint8) for tone in (40, 200))
    pictures: list[tuple[str, np.ndarray, np.ndarray, float, str]] = [
        ("a picture of known pixels", marks, marks, READ, ENCODE),
        ("an even picture of 40", dark, dark, READ, ENCODE),
        ("an even picture of 200", light, light, READ, ENCODE),
        ("a picture three times as large", large, small, BLURRED, PICTURES),
        ("stripes", stripes, np.full(shape, 127.5), BLURRED, PICTURES),
    ]
    for number, (what, pixels, expected, room, where) in enumerate(pictures):
        raw = as_raw(pixels, like, folder / f"{number}.png")
        yield what, raw, expected, room, where
    if not isinstance(like, np.ndarray):
        yield from stored(marks, like, folder, depth)


def stored(
    marks: np.ndarray, like: Any, folder: Path, depth: int
) -> Iterator[tuple[str, Any, np.ndarray, float, str]]:
    """What only a file can hold: a tag that turns it, and numbers above 255."""
    exif, path = Image.Exif(), folder / "lying.png"
    exif[ORIENTATION] = LYING
    raw = as_raw(np.rot90(marks), like, path, exif=exif)
    what = "a picture stored on its side, as its EXIF tag says"
    yield what, raw, marks, READ, f"{PICTURES}, exif_transpose"
    height, width, channels = marks.shape
    ramp = np.linspace(0, 2**depth - 1, height * width).astype(np.uint16)
    path = folder / "deep.png"
    Image.fromarray(ramp.reshape(height, width)).save(path)
    expected = np.repeat((ramp >> depth - 8).reshape(height, width, 1), channels, 2)
    yield f"a ramp of {depth} bits", in_file(path, like), expected, READ, PICTURES


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


def judge_reading(project: Project, like: Any, findings: Findings) -> None:
    """A new file, handed to `predict`, becomes the x it would have been in training."""
    inputs = project.inputs
    _, height, width = inputs.shape
    colours = np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        in_arrays = isinstance(like, np.ndarray)
        path = Path(folder, "new.npz" if in_arrays else "new.png")
        raw = as_raw(colours, like, path)
        if in_arrays:
            names = getattr(project.config, "columns", ("images",))
            names = getattr(project.config, "pairs", names)
            arrays: dict[str, Any] = {names[0]: colours[None]}
            np.savez(path, **arrays)
        try:
            (example,) = project.read(str(path))
        except ValueError:
            return  # a project whose pictures are named in a table reads that
        findings.demand(
            same_bits(inputs.encode(example.raw), inputs.encode(raw)),
            "The same file gives another x when it is read to be predicted than in training.",
            "read.py: read",
        )
