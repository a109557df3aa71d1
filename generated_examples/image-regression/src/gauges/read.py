"""Pictures in the arrays of an .npz file, and how one becomes a picture.

Yours to edit. config.py names the two arrays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

import numpy as np
from PIL import Image

from .config import Config


@dataclass(frozen=True)
class Example:
    """One picture."""

    id: str  # "digits.npz:17", counted from 1
    raw: np.ndarray  # uint8 [height, width] or [height, width, channels]
    answer: Any  # None if nobody knows


def read(path: str | Path, config: Config) -> list[Example]:
    """Every picture of a file; the answers may be missing: then predict them."""
    path, (images, labels) = Path(path), config.columns
    if not is_zipfile(path):
        raise ValueError(f"No .npz file {path}: correct it, or `data` in config.py.")
    with np.load(path, allow_pickle=False) as file:
        if images not in file:
            raise ValueError(
                f"{path.name} holds {file.files}, needed {images!r}: correct `columns` in "
                "config.py, or name the array so."
            )
        pixels = as_bytes(file[images], path)
        answers: list[str | None] = [None] * len(pixels)
        if labels in file:
            answers = [str(label) for label in file[labels].ravel().tolist()]
    rows = enumerate(zip(pixels, answers, strict=True), 1)
    return [Example(f"{path.name}:{i}", raw, answer) for i, (raw, answer) in rows]


def as_bytes(pixels: np.ndarray, path: Path) -> np.ndarray:
    """uint8, without an axis for a single channel."""
    if pixels.dtype != np.uint8 and not (pixels.min() >= 0 and 1 < pixels.max() < 256):
        raise ValueError(
            f"{path.name} has pixels from {pixels.min()} to {pixels.max()}, needed 0 to "
            "255: save them as uint8."
        )
    pixels = pixels[..., 0] if pixels.shape[3:] == (1,) else pixels
    return pixels.astype(np.uint8)


def fault(example: Example, config: Config) -> str:
    """Why a picture can neither train nor measure, "" if it can."""
    if example.id in config.drop:
        return "named in `drop`"
    return "no answer" if example.answer is None else ""


def contents(examples: Sequence[Example], config: Config) -> list[str]:
    """Equal for copies, pixel for pixel."""
    return [blake2b(e.raw.tobytes(), digest_size=16).hexdigest() for e in examples]


def picture(raw: np.ndarray, mode: str, height: int, width: int) -> Image.Image:
    """Converted and resized: bilinear over all pixels that a new one covers."""
    found = Image.fromarray(raw).convert(mode)
    return found.resize((width, height), Image.Resampling.BILINEAR)
