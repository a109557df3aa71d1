"""Light of pictures: small ones of one size are one tall picture, as a call costs more than their pixels."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
from PIL import Image

AT_ONCE = 1 << 15  # pixels
LEVELS = np.arange(256.0)
Alike = list[tuple[int, Image.Image]]  # pictures of one mode and size, and their places


def lights(pictures: Iterable[Image.Image], n: int) -> list[dict[str, float]]:
    """Of each, gray or RGB of 8 bits, from 0 to 1: mean, sd, sd of what lies between neighbours; bits
    of the histogram; how far the colours are apart."""
    counts, edges, apart = np.zeros((n, 256)), np.zeros(n), np.full(n, np.nan)
    for some in alike(pictures):
        places, tall = [place for place, _ in some], stacked(some)
        gray = tall.convert("L")
        levels = pixels(gray, "L", len(some))
        counts[places] = histograms(gray, levels)
        edges[places] = between(levels, tall.width)
        if tall.mode == "RGB":
            apart[places] = spread(tall, len(some))
    share = counts / counts.sum(1, keepdims=True)
    mean, square = share @ LEVELS, share @ LEVELS**2
    said = {
        "brightness": mean / 255,
        "contrast": np.sqrt((square - mean**2).clip(0)) / 255,
        "sharpness": edges / 255,
        "entropy": -(share * np.log2(np.where(share > 0, share, 1))).sum(1),
        "colour": apart / 255,
    }
    rows = zip(*(values.tolist() for values in said.values()), strict=True)
    found = [dict(zip(said, row, strict=True)) for row in rows]
    return [{k: v for k, v in row.items() if v == v} for row in found]


def alike(pictures: Iterable[Image.Image]) -> Iterator[Alike]:
    """As many as fit; a large one alone, while the processor still holds it."""
    waiting: dict[tuple[str, tuple[int, int]], Alike] = defaultdict(list)
    for place, picture in enumerate(pictures):
        key = picture.mode, picture.size
        waiting[key].append((place, picture))
        if (len(waiting[key]) + 1) * picture.width * picture.height > AT_ONCE:
            yield waiting.pop(key)
    yield from waiting.values()


def stacked(some: Alike) -> Image.Image:
    """One below the other."""
    first = some[0][1]
    if len(some) == 1:
        return first
    tall = Image.new(first.mode, (first.width, first.height * len(some)))
    for row, (_, picture) in enumerate(some):
        tall.paste(picture, (0, row * first.height))
    return tall


def pixels(tall: Image.Image, channel: str, n: int) -> np.ndarray:
    """uint8 [n, height * width]."""
    return np.frombuffer(tall.tobytes("raw", channel), np.uint8).reshape(n, -1)


def histograms(gray: Image.Image, levels: np.ndarray) -> np.ndarray:
    """[n, 256]; Pillow is faster at one large picture."""
    n = len(levels)
    if n == 1:
        return np.array([gray.histogram()])
    places = levels + 256 * np.arange(n)[:, None]
    return np.bincount(places.ravel(), minlength=256 * n).reshape(n, 256)


def between(levels: np.ndarray, width: int) -> np.ndarray:
    """[n]: the sd of the differences to the right and of those below, their mean, in levels.

    Along a line they add up to its last pixel less its first.
    """
    n, found = len(levels), []
    x = levels.reshape(n, -1, width).astype(np.float32)
    for axis in (1, 2):
        count = x[0].size - x[0].size // x.shape[axis]
        if not count:
            continue
        ends = x.take(-1, axis) - x.take(0, axis)
        apart = np.diff(x, axis=axis).reshape(n, -1)
        square = np.vecdot(apart, apart) / count
        found.append(np.sqrt((square - (ends.sum(1) / count) ** 2).clip(0)))
    return np.mean(found, axis=0) if found else np.zeros(n)


def spread(tall: Image.Image, n: int) -> np.ndarray:
    """[n]: the mean of the strongest colour less the weakest, in levels."""
    red, green, blue = (pixels(tall, channel, n) for channel in "RGB")
    most, least = np.maximum(red, green), np.minimum(red, green)
    np.maximum(most, blue, out=most)
    np.minimum(least, blue, out=least)
    most -= least
    return most.sum(1, dtype=np.uint32) / most.shape[1]
