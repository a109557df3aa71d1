"""Pictures made by a check, handed to a project in the form in which it reads its own."""

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image


def as_raw(pixels: np.ndarray, like: Any, path: Path, **options: Any) -> Any:
    """uint8 [height, width, channels] as an array, a file, or the only one of several views.

    `like` is a raw example of the project.
    """
    if isinstance(like, np.ndarray):
        return squeezed(pixels)
    Image.fromarray(squeezed(pixels)).save(path, **options)
    return in_file(path, like)


def in_file(path: Path, like: Any) -> Any:
    """The path as the project names a picture."""
    return (str(path),) if isinstance(like, tuple) else str(path)


def squeezed(pixels: np.ndarray) -> np.ndarray:
    """Gray pictures have no axis for their channel."""
    return pixels[..., 0] if pixels.shape[2:] == (1,) else np.ascontiguousarray(pixels)
