"""Pictures in the idx files of MNIST, and how one becomes a picture.

Yours to edit. The labels stand beside them, in the file of the same name with idx1.
"""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from .config import Config


@dataclass(frozen=True)
class Example:
    """One picture."""

    id: str  # "train-images-idx3-ubyte.gz:17", counted from 1
    raw: np.ndarray  # uint8 [height, width] or [height, width, channels]
    answer: Any  # None if nobody knows


def read(path: str | Path, config: Config) -> list[Example]:
    """Every picture of a file; without labels beside it they can be predicted."""
    path = Path(path)
    pixels = values(path)
    answers: list[str | None] = [None] * len(pixels)
    name = path.name.replace("images", "labels").replace("idx3", "idx1")
    for labels in path.parent.glob(name.removesuffix(".gz") + "*"):
        if labels.name != path.name:
            answers = [str(label) for label in values(labels)]
    rows = enumerate(zip(pixels, answers, strict=True), 1)
    return [Example(f"{path.name}:{i}", raw, answer) for i, (raw, answer) in rows]


def values(path: Path) -> np.ndarray:
    """Bytes: 0, 0, type (8: uint8), number of axes, their lengths as int32, values."""
    if not path.is_file():
        raise ValueError(f"No file {path}: correct the path, or `data` in config.py.")
    stored = path.read_bytes()
    stored = gzip.decompress(stored) if path.suffix == ".gz" else stored
    if stored[:3] != b"\x00\x00\x08":
        raise ValueError(
            f"{path.name} begins with {stored[:3]!r}, needed 0, 0, 8: an idx file of "
            "uint8. Save it so, or download it again."
        )
    shape = np.frombuffer(stored, ">i4", count=stored[3], offset=4)
    return np.frombuffer(stored, np.uint8, offset=4 + 4 * stored[3]).reshape(shape)


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
