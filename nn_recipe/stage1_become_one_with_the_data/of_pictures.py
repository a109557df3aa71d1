"""What can be said of a picture without knowing what it shows."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from .light import Parts, lights, parts

MOST = 256  # pixels across at which light is measured: a larger picture is halved until it fits


def is_picture(raw: Any) -> bool:
    """An array [height, width] or [height, width, channels] of whole numbers, or its file."""
    if isinstance(raw, np.ndarray):
        return raw.ndim in (2, 3) and raw.dtype.kind == "u" and min(raw.shape[:2]) > 1
    raw = raw[0] if isinstance(raw, tuple) and len(raw) else raw
    if not isinstance(raw, str | Path) or len(str(raw)) > 1000:
        return False
    return Path(raw).suffix.lower() in Image.registered_extensions()


def of_pictures(raws: Sequence[Any], depth: int = 16) -> list[dict[str, Any]]:
    """Of each: its size in pixels; its light; kB of its file."""
    about: list[dict[str, float]] = []

    def decoded() -> Iterator[Parts]:
        for raw in raws:
            said, lines = seen(raw[0] if isinstance(raw, tuple) else raw, depth)
            about.append(said)
            yield lines

    found = lights(decoded(), len(raws))
    return [a | b for a, b in zip(about, found, strict=True)]


def seen(raw: Any, depth: int) -> tuple[dict[str, float], Parts]:
    """The picture itself ends here: the next one is decoded into the same, still warm memory."""
    if isinstance(raw, np.ndarray):
        height, width = raw.shape[:2]
        lines = parts(eight_bits(raw.squeeze(), depth))
        return {"width": width, "height": height}, lines
    with open(raw, "rb") as stored, Image.open(stored) as file:
        width, height = file.size
        lines = parts(halved(file, depth))
        kilobytes = os.fstat(stored.fileno()).st_size / 1000
    return {"width": width, "height": height, "kB": kilobytes}, lines


def depth_of(project: Any) -> int:
    """Bits in use of what has more than 8; code that was adopted need not say."""
    return getattr(project, "depth", 16)


def halved(file: Image.Image, depth: int) -> Image.Image:
    """In gray or colour, 8 bits, halved until it is no larger than 256; a JPEG while it is decoded."""
    smaller = times(file.size)
    if smaller > 1:
        file.draft("RGB", (file.width // smaller, file.height // smaller))
    found = as_shown(file, depth)
    smaller = times(found.size)
    return found.reduce(smaller) if smaller > 1 else found


def times(size: tuple[int, int]) -> int:
    """The least power of two."""
    return 1 << (-(-max(size) // MOST) - 1).bit_length()


def opened(file: Image.Image, most: int, depth: int) -> Image.Image:
    """Upright, in gray or colour, 8 bits, no larger than that."""
    file.draft("RGB", (most, most))  # a JPEG is decoded no larger than needed
    file.load()
    ImageOps.exif_transpose(file, in_place=True)
    found = as_shown(file, depth)
    smaller = -(-max(found.size) // most)
    return found.reduce(smaller) if smaller > 1 else found


def as_shown(file: Image.Image, depth: int) -> Image.Image:
    """In gray or colour, 8 bits."""
    file.load()
    if file.mode.startswith("I"):
        return eight_bits(np.asarray(file), depth)
    return file if file.mode in ("L", "RGB") else file.convert("RGB")


def eight_bits(pixels: np.ndarray, depth: int) -> Image.Image:
    """[height, width] or [height, width, channels] of so many bits, if not of 8; of channels that
    are neither gray nor colours the first, of more than four the first three."""
    if pixels.ndim == 3 and pixels.shape[2] not in (3, 4):
        pixels = pixels[..., :3] if pixels.shape[2] > 4 else pixels[..., 0]
    if pixels.dtype != np.uint8:
        pixels = (pixels / (2**depth - 1) * 255).clip(0, 255).astype(np.uint8)
    return Image.fromarray(np.ascontiguousarray(pixels))
