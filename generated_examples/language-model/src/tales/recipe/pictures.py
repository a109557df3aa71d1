"""From a file or an array to a picture of one mode and size."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps


def content(raw: str | np.ndarray) -> bytes:
    """What copies share."""
    return Path(raw).read_bytes() if isinstance(raw, str) else raw.tobytes()


def decoded(raw: str | np.ndarray, mode: str, height: int, width: int) -> Image.Image:
    """Resizing is bilinear over all pixels that a new one covers: nothing flickers."""
    if isinstance(raw, np.ndarray):
        picture = Image.fromarray(raw)
    else:
        try:
            picture = ImageOps.exif_transpose(Image.open(raw))
        except OSError as error:
            raise ValueError(
                f"{raw} cannot be decoded ({error}): add it to `drop` in config.py"
            ) from error
    if picture.mode.startswith("I"):  # 16 bits: convert() would clip them at 255
        picture = Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8))
    picture = picture.convert(mode)
    if picture.size != (width, height):
        picture = picture.resize((width, height), Image.Resampling.BILINEAR)
    return picture
