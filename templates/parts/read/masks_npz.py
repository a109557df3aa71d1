"""Pictures and their masks in the arrays of an .npz file.

Yours to edit. `pairs` in config.py names the two arrays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from zipfile import is_zipfile

import numpy as np
from PIL import Image

from .config import Config


@dataclass(frozen=True)
class Example:
    """One picture and its mask."""

    id: str  # "shapes.npz:17", counted from 1
    raw: np.ndarray  # uint8 [height, width] or [height, width, channels]
    answer: np.ndarray | None  # uint8 [height, width], the code of each pixel


def read(path: str | Path, config: Config) -> list[Example]:
    """Every picture of a file; the masks may be missing: then predict them."""
    path, (images, masks) = Path(path), config.pairs
    if not is_zipfile(path):
        raise ValueError(f"No .npz file {path}: correct it, or `data` in config.py.")
    with np.load(path, allow_pickle=False) as file:
        if images not in file:
            raise ValueError(
                f"{path.name} holds {file.files}, needed {images!r}: correct `pairs` in "
                "config.py, or name the array so."
            )
        pixels = as_bytes(file[images], path)
        answers = file[masks] if masks in file else [None] * len(pixels)
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
    """Why a pair can neither train nor measure, "" if it can."""
    if example.id in config.drop:
        return "named in `drop`"
    return "no mask" if example.answer is None else ""


def contents(examples: Sequence[Example], config: Config) -> list[str]:
    """Equal for pictures that are copies, pixel for pixel."""
    return [blake2b(e.raw.tobytes(), digest_size=16).hexdigest() for e in examples]


def size(raw: np.ndarray) -> tuple[int, int]:
    """Width and height."""
    return raw.shape[1], raw.shape[0]


def picture(raw: np.ndarray, mode: str, height: int, width: int) -> Image.Image:
    """Converted and resized: bilinear over all pixels that a new one covers."""
    found = Image.fromarray(raw).convert(mode)
    return found.resize((width, height), Image.Resampling.BILINEAR)


def codes(mask: np.ndarray) -> np.ndarray:
    """int64 [height, width]: the code of each pixel."""
    return mask.astype(np.int64)


def image(codes: np.ndarray) -> Image.Image:
    """A mask to save."""
    return Image.fromarray(codes.astype(np.uint8))
