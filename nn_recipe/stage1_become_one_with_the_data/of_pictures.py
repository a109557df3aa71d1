"""What can be said of a picture without knowing what it shows."""

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageChops, ImageOps, ImageStat

MOST = 256  # pixels across at which light is measured: a larger picture is made smaller


def is_picture(raw: Any) -> bool:
    """An array [height, width] or [height, width, channels] of whole numbers, or its file."""
    if isinstance(raw, np.ndarray):
        return raw.ndim in (2, 3) and raw.dtype.kind == "u" and min(raw.shape[:2]) > 1
    raw = raw[0] if isinstance(raw, tuple) and len(raw) else raw
    if not isinstance(raw, str | Path) or len(str(raw)) > 1000:
        return False
    return Path(raw).suffix.lower() in Image.registered_extensions()


def of_picture(raw: Any, depth: int = 16) -> dict[str, Any]:
    """Size in pixels; light from 0 to 1: its mean, its sd, the sd of what lies between neighbours;
    bits of its histogram; how far the colours are apart; kB of its file.
    """
    raw = raw[0] if isinstance(raw, tuple) else raw
    if isinstance(raw, np.ndarray):
        size = {"width": raw.shape[1], "height": raw.shape[0]}
        return size | light(eight_bits(raw.squeeze(), depth))
    with Image.open(raw) as file:
        size = {"width": file.width, "height": file.height}
        found = opened(file, MOST, depth)
    return size | light(found) | {"kB": Path(raw).stat().st_size / 1000}


def depth_of(project: Any) -> int:
    """Bits in use of what has more than 8; code that was adopted need not say."""
    return getattr(project, "depth", 16)


def opened(file: Image.Image, most: int, depth: int) -> Image.Image:
    """Upright, in gray or colour, 8 bits, no larger than that."""
    file.draft("RGB", (most, most))  # a JPEG is decoded no larger than needed
    found = ImageOps.exif_transpose(file)
    if found.mode.startswith("I"):
        found = eight_bits(np.asarray(found), depth)
    found = found if found.mode in ("L", "RGB") else found.convert("RGB")
    return found.reduce(-(-max(found.size) // most))


def eight_bits(pixels: np.ndarray, depth: int) -> Image.Image:
    """[height, width] or [height, width, channels] of so many bits, if not of 8; of channels that
    are neither gray nor colours the first, of more than four the first three."""
    if pixels.ndim == 3 and pixels.shape[2] not in (3, 4):
        pixels = pixels[..., :3] if pixels.shape[2] > 4 else pixels[..., 0]
    if pixels.dtype != np.uint8:
        pixels = (pixels / (2**depth - 1) * 255).clip(0, 255).astype(np.uint8)
    return Image.fromarray(np.ascontiguousarray(pixels))


def light(found: Image.Image) -> dict[str, float]:
    gray = found.convert("L")
    counts = np.array(gray.histogram())
    share, level = counts / counts.sum(), np.arange(256) / 255
    mean, bits = float(share @ level), share[share > 0]
    pixels = np.asarray(gray, dtype=np.float32) / 255
    edges = [
        np.diff(pixels, axis=axis).std() for axis in (0, 1) if gray.size[1 - axis] > 1
    ]
    said = {
        "brightness": mean,
        "contrast": float(np.sqrt(max(0.0, share @ level**2 - mean**2))),
        "sharpness": float(np.mean(edges)) if edges else 0.0,
        "entropy": float(-(bits * np.log2(bits)).sum()),
    }
    if found.mode == "RGB":
        red, green, blue = found.split()
        most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
        least = ImageChops.darker(ImageChops.darker(red, green), blue)
        apart = ImageStat.Stat(ImageChops.subtract(most, least))
        said["colour"] = apart.mean[0] / 255
    return said
