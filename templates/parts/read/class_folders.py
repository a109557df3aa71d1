"""Pictures in class folders: which there are, and how a file becomes a picture.

Yours to edit. The folder of a picture is its answer: "train/ants/old/1.jpg" shows ants.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from .config import Config

ENDINGS = {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp"}
ENDINGS |= {".ppm", ".pgm", ".pbm"}


@dataclass(frozen=True)
class Example:
    """One picture, decoded when it is asked for."""

    id: str  # "train/ants/1.jpg"
    raw: str  # the path of its file
    answer: Any  # the first folder below the one named; None if there is none


def read(path: str | Path, config: Config) -> list[Example]:
    """Every picture below a folder, or one file, but for those named in `drop`."""
    path, found = Path(path), []
    if not path.exists():
        raise ValueError(f"No {path}: correct the path, or `data` in config.py.")
    for file in [path] if path.is_file() else sorted(path.rglob("*")):
        inside = file.relative_to(path.parent)  # "train/ants/1.jpg"
        fits = file.suffix.lower() in ENDINGS and file.is_file()
        if fits and not hidden(file, path) and not dropped(file, config):
            answer = inside.parts[1] if len(inside.parts) > 2 else None
            found.append(Example(inside.as_posix(), str(file), answer))
    return found


def hidden(file: Path, top: Path) -> bool:
    """No part of the data: .ipynb_checkpoints, __MACOSX and the like."""
    parts = file.relative_to(top).parts
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def dropped(file: Path, config: Config) -> bool:
    return any(file.as_posix().endswith(f"/{name}") for name in config.drop)


def fault(example: Example, config: Config) -> str:
    """Why a picture can neither train nor measure, "" if it can."""
    return "in no class folder" if example.answer is None else ""


def contents(examples: Sequence[Example], config: Config) -> list[str]:
    """Equal for files that are copies, byte for byte."""
    files = (Path(example.raw).read_bytes() for example in examples)
    return [blake2b(file, digest_size=16).hexdigest() for file in files]


def picture(raw: str, mode: str, height: int, width: int) -> Image.Image:
    """Decoded in full, turned as its EXIF says, converted, resized.

    Resizing is bilinear over all pixels that a new one covers: nothing flickers.
    """
    try:
        with Image.open(raw) as file:
            found = ImageOps.exif_transpose(file)
    except (OSError, Image.DecompressionBombError) as error:
        raise ValueError(
            f"{raw} cannot be decoded ({error}): add it to `drop` in config.py."
        ) from error
    if found.mode.startswith("I"):  # 16 bits: convert() would clip them at 255
        found = Image.fromarray((np.asarray(found) >> 8).astype(np.uint8))
    found = found.convert(mode)
    return found.resize((width, height), Image.Resampling.BILINEAR)
