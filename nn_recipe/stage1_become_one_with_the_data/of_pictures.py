"""What can be said of a picture without knowing what it shows."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from .light import lights

MOST = 256  # pixels across at which light is measured: a larger picture is made smaller


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
    sizes: list[dict[str, float]] = []
    weights: list[dict[str, float]] = []

    def decoded() -> Iterator[Image.Image]:
        for raw in raws:
            raw = raw[0] if isinstance(raw, tuple) else raw
            if isinstance(raw, np.ndarray):
                height, width = raw.shape[:2]
                found, weight = eight_bits(raw.squeeze(), depth), {}
            else:
                with Image.open(raw) as file:
                    width, height = file.size
                    found = opened(file, MOST, depth)
                weight = {"kB": os.stat(raw).st_size / 1000}
            sizes.append({"width": width, "height": height})
            weights.append(weight)
            yield found

    said = lights(decoded(), len(raws))
    return [a | b | c for a, b, c in zip(sizes, said, weights, strict=True)]


def depth_of(project: Any) -> int:
    """Bits in use of what has more than 8; code that was adopted need not say."""
    return getattr(project, "depth", 16)


def opened(file: Image.Image, most: int, depth: int) -> Image.Image:
    """Upright, in gray or colour, 8 bits, no larger than that."""
    file.draft("RGB", (most, most))  # a JPEG is decoded no larger than needed
    file.load()
    ImageOps.exif_transpose(file, in_place=True)
    found = file
    if found.mode.startswith("I"):
        found = eight_bits(np.asarray(found), depth)
    found = found if found.mode in ("L", "RGB") else found.convert("RGB")
    smaller = -(-max(found.size) // most)
    return found.reduce(smaller) if smaller > 1 else found


def eight_bits(pixels: np.ndarray, depth: int) -> Image.Image:
    """[height, width] or [height, width, channels] of so many bits, if not of 8; of channels that
    are neither gray nor colours the first, of more than four the first three."""
    if pixels.ndim == 3 and pixels.shape[2] not in (3, 4):
        pixels = pixels[..., :3] if pixels.shape[2] > 4 else pixels[..., 0]
    if pixels.dtype != np.uint8:
        pixels = (pixels / (2**depth - 1) * 255).clip(0, 255).astype(np.uint8)
    return Image.fromarray(np.ascontiguousarray(pixels))
