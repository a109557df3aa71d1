"""What tells a mask from a photograph: its pixels, a few values in large areas."""

from __future__ import annotations

from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

from scaffolder.facts.masks.levels import AROUND, PART
from scaffolder.facts.masks.mask import grey_jpeg

if TYPE_CHECKING:
    from PIL.Image import Image

FEW = 64  # values of a mask; a photograph has hundreds
LEVELS = 6  # values that a mask with moved ones may have
STILL = 0.8  # of its pixels stand close to one of them
AREAS = 0.5  # of the pixels have the value of the next one, on average of some files
LOOKED_AT = 5  # files of a family whose pixels are looked at


def look_like_masks(files: list[Path]) -> bool:
    """Few values in each of the files that are looked at, in areas; not one value only."""
    looked = files[:: max(1, len(files) // LOOKED_AT)]
    counts = [values_in(file) for file in looked]
    return max(counts) > 1 and min(counts) > 0 and mean(map(like_next, looked)) >= AREAS


def like_next(file: Path) -> float:
    """Share of the pixels with the value of their neighbour on the right: little in noise.

    1.0 of a JPEG, which moves the values of any mask.
    """
    from PIL import Image, ImageChops

    with Image.open(file) as picture:
        grey = picture.convert("L")
    wide, high = grey.size
    if wide < 2 or file.suffix.lower() in (".jpg", ".jpeg"):
        return 1.0
    left, right = grey.crop((0, 0, wide - 1, high)), grey.crop((1, 0, wide, high))
    return ImageChops.difference(left, right).histogram()[0] / ((wide - 1) * high)


def values_in(file: Path) -> int:
    """Different values of a picture, as stored; 0 for more than FEW, or for no picture."""
    from PIL import Image

    try:
        with Image.open(file) as picture:
            whole = picture.convert("I") if picture.mode.startswith("I") else picture
            return len(whole.getcolors(FEW) or ()) or moved(whole)
    except (OSError, ValueError, Image.DecompressionBombError):
        return 0


def moved(picture: Image) -> int:
    """How many values a grey mask was drawn with, if a JPEG or a smoothing moved some.

    Nearly all pixels still stand close to one of them; those of a photograph do not.
    """
    if picture.mode not in ("L", "RGB"):
        return 0
    if picture.mode == "RGB" and not grey_jpeg(picture):
        return 0
    counts, found, close = picture.convert("L").histogram(), 0, 0
    total = sum(counts)
    while found < LEVELS:
        peak = max(range(256), key=counts.__getitem__)
        far = range(max(0, peak - AROUND), min(256, peak + AROUND + 1))
        if sum(counts[value] for value in far) < PART * total:
            break
        close += sum(counts[max(0, peak - 4) : peak + 5])
        found += 1
        for value in far:
            counts[value] = 0
    return found if close >= STILL * total else 0
