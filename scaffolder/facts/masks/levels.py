"""Masks whose values have moved: a JPEG rounds them, and resizing smooths their edges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from scaffolder.errors import DataError
from scaffolder.facts.masks.mask import Mask

MANY = 24  # different values, of which a mask of so many classes would be a rare one
AROUND = 24  # of 255: as far as a JPEG moves a value
PART = 0.005  # of the pixels around a value that was drawn
WHOLE = 0.8  # of all pixels hold exactly black or white where only edges were smoothed


def levels_of(masks: Sequence[Mask]) -> tuple[int, ...]:
    """The values that grey masks were drawn with; () if they still have just these."""
    pixels: Counter[int] = Counter()
    for mask in masks:
        if mask.pixels and not all(code.isdigit() for code, _ in mask.pixels):
            return ()
        pixels.update({int(code): many for code, many in mask.pixels})
    if len(pixels) <= MANY or max(pixels) > 255:
        return ()
    if any(mask.format == "JPEG" for mask in masks):
        return _peaks(pixels, masks)
    total = pixels.total()
    binary = pixels[0] >= PART * total <= pixels[255]
    return (0, 255) if binary and pixels[0] + pixels[255] >= WHOLE * total else ()


def _peaks(pixels: Counter[int], masks: Sequence[Mask]) -> tuple[int, ...]:
    """The most frequent value, the next that is far from it, and so on."""
    left, total = dict(pixels), pixels.total()
    found: list[int] = []
    while left:
        peak = max(left, key=lambda value: left[value])
        around = [value for value in left if abs(value - peak) <= AROUND]
        if sum(left[value] for value in around) < PART * total:
            break
        found.append(peak)
        for value in around:
            del left[value]
    if 2 <= len(found) <= 255 // (2 * AROUND):
        return tuple(sorted(found))
    first = next(mask for mask in masks if mask.format == "JPEG")
    raise DataError(
        f"{first.path} is a JPEG, which has moved the values of the mask: {len(pixels)}"
        " of them, and nothing tells the classes apart. Needed: the masks as they were"
        " drawn, as PNG; save them again."
    )


def snapped(mask: Mask, levels: Sequence[int]) -> Mask:
    """With each pixel at the nearest level, as `codes` in read.py of a project does."""
    pixels: Counter[str] = Counter()
    for code, many in mask.pixels:
        nearest = min(levels, key=lambda level: abs(level - int(code)))
        pixels[str(nearest)] += many
    return replace(mask, pixels=tuple(pixels.items()))


def sentences(levels: Sequence[int], masks: Sequence[Mask]) -> list[str]:
    if not levels:
        return []
    jpeg = any(mask.format == "JPEG" for mask in masks)
    why = "are JPEG files, which moves" if jpeg else "have smoothed edges, which moves"
    listed = ", ".join(map(str, levels))
    return [
        f"The masks {why} their values: each pixel counts as the nearest of {listed}."
    ]
