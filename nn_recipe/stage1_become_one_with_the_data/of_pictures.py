"""What can be said of a picture without knowing what it shows."""

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

MOST = (
    256  # pixels across at which light is measured: means keep, and 20,000 take seconds
)


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
        top = 255 if raw.dtype == np.uint8 else 2**depth - 1
        return {"width": raw.shape[1], "height": raw.shape[0]} | light(raw / top)
    with Image.open(raw) as file:
        width, height = file.size
        file.draft("RGB", (MOST, MOST))  # a JPEG is decoded no larger than needed
        found = ImageOps.exif_transpose(file)
    if found.mode.startswith("I"):
        pixels = np.asarray(found, dtype=np.float64) / (2**depth - 1)
    else:
        found = found if found.mode in ("L", "RGB") else found.convert("RGB")
        found.thumbnail((MOST, MOST))
        pixels = np.asarray(found) / 255
    size = {"width": width, "height": height, "kB": Path(raw).stat().st_size / 1000}
    return size | light(pixels)


def light(pixels: np.ndarray) -> dict[str, float]:
    """Of [height, width] or [height, width, channels], from 0 to 1."""
    gray = pixels if pixels.ndim == 2 else pixels.mean(2)
    counts = np.bincount(
        (gray * 255).astype(np.int64).clip(0, 255).ravel(), minlength=256
    )
    share = counts[counts > 0] / gray.size
    edges = np.concatenate([np.diff(gray, axis=axis).ravel() for axis in (0, 1)])
    found = {
        "brightness": float(gray.mean()),
        "contrast": float(gray.std()),
        "sharpness": float(edges.std()) if edges.size else 0.0,
        "entropy": float(-(share * np.log2(share)).sum()),
    }
    if pixels.ndim == 3 and pixels.shape[2] >= 3:
        found["colour"] = float(np.ptp(pixels[..., :3], axis=2).mean())
    return found
