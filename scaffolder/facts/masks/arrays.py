"""Pictures and masks in an npz: two arrays of the same height and width."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files import npz
from scaffolder.facts.masks.mask import MOST, Mask, code
from scaffolder.facts.pictures.look import Picture


def keys(path: Path) -> tuple[str, str] | None:
    """Of pictures and masks; None where an npz holds no masks."""
    try:
        headers = npz.headers(path)
    except DataError:
        return None  # whoever reads it next says what is wrong
    frames = [key for key, h in headers.items() if len(h.shape) in (3, 4)]
    for masks in frames:
        others = [key for key in frames if key != masks]
        fit = [
            key for key in others if headers[key].shape[:3] == headers[masks].shape[:3]
        ]
        if fit and headers[masks].dtype[1] in "iub" and "mask" in masks.lower():
            return fit[0], masks
    return None


def pairs(path: Path) -> tuple[tuple[str, str], list[tuple[Picture, Mask]]]:
    found = keys(path)
    assert found, "asked only where there are masks"
    headers = npz.headers(path)
    pixels, codes = (npz.body(path, key) for key in found)
    images, masks = (headers[key] for key in found)
    if masks.dtype[1:] != "u1" or len(masks.shape) != 3:
        raise DataError(
            f"The masks {found[1]!r} of {path} have the type {masks.dtype} and the shape"
            f" {masks.shape}. Needed: bytes of shape (pictures, height, width); save"
            " masks.astype('uint8')."
        )
    count, height, width = masks.shape
    mode = "RGB" if len(images.shape) == 4 and images.shape[3] >= 3 else "L"
    size, area = len(pixels) // max(count, 1), height * width
    both = []
    for i in range(count):
        digest = blake2b(pixels[i * size : (i + 1) * size], digest_size=16).digest()
        picture = Picture(path, "", width, height, mode, "npz", digest)
        own = codes[i * area : (i + 1) * area]
        values = tuple((code(v), own.count(v)) for v in range(MOST) if v in own)
        both.append((picture, Mask(path, width, height, "L", "npz", values)))
    return found, both
