"""From a file or an array to a picture of one mode and size."""

import math
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

Raw = str | np.ndarray | tuple[str, ...]  # a path, the pixels, or the paths of views


def contents(raw: Raw) -> list[bytes]:
    """What copies share, of each picture."""
    if isinstance(raw, np.ndarray):
        return [raw.tobytes()]
    return [Path(path).read_bytes() for path in views(raw)]


def views(raw: str | tuple[str, ...]) -> tuple[str, ...]:
    return (raw,) if isinstance(raw, str) else raw


def tiled(raw: Raw, mode: str, height: int, width: int) -> Image.Image:
    """Several views of one thing as one picture, side by side in rows: 2 x 2 for four."""
    if not isinstance(raw, tuple):
        return decoded(raw, mode, height, width)
    across = math.ceil(math.sqrt(len(raw)))
    down = math.ceil(len(raw) / across)
    whole = Image.new(mode, (width, height))
    for i, path in enumerate(raw):
        top, bottom = (height * (i // across + k) // down for k in (0, 1))
        left, right = (width * (i % across + k) // across for k in (0, 1))
        whole.paste(decoded(path, mode, bottom - top, right - left), (left, top))
    return whole


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
