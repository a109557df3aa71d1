"""Pictures and their boxes in the arrays of an .npz file.

Yours to edit. `columns` in config.py names the two arrays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from zipfile import is_zipfile

import numpy as np
from PIL import Image

from .config import Config

Box = tuple[str, float, float, float, float]  # class, left, top, right, bottom


@dataclass(frozen=True)
class Truth:
    """The boxes of one picture as its file has them, in pixels of a frame of this size."""

    width: int
    height: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Example:
    """One picture and its boxes."""

    id: str  # "things.npz:17", counted from 1
    raw: np.ndarray  # uint8 [height, width] or [height, width, channels]
    answer: Truth | None  # None if nobody knows


def read(path: str | Path, config: Config) -> list[Example]:
    """Every picture of a file; the boxes may be missing: then predict them."""
    path, (images, boxes) = Path(path), config.columns
    if not is_zipfile(path):
        raise ValueError(f"No .npz file {path}: correct it, or `data` in config.py.")
    with np.load(path, allow_pickle=False) as file:
        if images not in file:
            raise ValueError(
                f"{path.name} holds {file.files}, needed {images!r}: correct `columns` in "
                "config.py, or name the array so."
            )
        pixels = file[images]
        answers: list[Truth | None] = [None] * len(pixels)
        if boxes in file:
            height, width = pixels.shape[1:3]
            rows = file[boxes].tolist()  # [pictures, most, 5]: corners, class or -1
            kept = ([(str(int(k)), *b) for *b, k in each if k >= 0] for each in rows)
            answers = [Truth(width, height, tuple(each)) for each in kept]
    both = enumerate(zip(pixels, answers, strict=True), 1)
    return [Example(f"{path.name}:{i}", raw, answer) for i, (raw, answer) in both]


def fault(example: Example, config: Config) -> str:
    """Why a picture can neither train nor measure, "" if it can."""
    if example.id in config.drop:
        return "named in `drop`"
    return "no boxes are known" if example.answer is None else ""


def contents(examples: Sequence[Example], config: Config) -> list[str]:
    """Equal for pictures that are copies, pixel for pixel."""
    return [blake2b(e.raw.tobytes(), digest_size=16).hexdigest() for e in examples]


def size(raw: np.ndarray) -> tuple[int, int]:
    """Width and height."""
    return raw.shape[1], raw.shape[0]


def picture(raw: np.ndarray, mode: str, height: int, width: int) -> Image.Image:
    """Converted and resized: bilinear over all pixels that a new one covers."""
    found = Image.fromarray(raw.squeeze()).convert(mode)
    return found.resize((width, height), Image.Resampling.BILINEAR)
