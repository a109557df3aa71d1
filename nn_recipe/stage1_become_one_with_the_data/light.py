"""Light of pictures, many at once: a call costs more than the pixels of a small one, or of some lines of a large one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image

AT_ONCE = 1 << 16  # pixels
GRID = 64  # pixels across and down: a picture with more is not measured as a whole
LINES = 32  # rows, and as many columns, evenly spread
LEVELS = np.arange(256.0)
Axes = tuple[int, ...]  # along which neighbours are neighbours: 1 down, 2 across
Parts = list[tuple[Axes, Image.Image]]  # of a picture


@dataclass
class Tall:
    """Pictures of one mode and size, one below the other."""

    picture: Image.Image
    height: int  # of each
    places: list[int]

    @classmethod
    def of(cls, first: Image.Image, n: int) -> "Tall":
        many = max(1, min(n, AT_ONCE // (first.width * first.height)))
        whole = Image.new(first.mode, (first.width, first.height * many))
        return cls(whole, first.height, [])

    @property
    def full(self) -> bool:
        return len(self.places) * self.height == self.picture.height

    def take(self, place: int, part: Image.Image) -> None:
        self.picture.paste(part, (0, self.height * len(self.places)))
        self.places.append(place)

    def taken(self) -> Image.Image:
        if self.full:
            return self.picture
        height = self.height * len(self.places)
        return self.picture.crop((0, 0, self.picture.width, height))


@dataclass
class Sums:
    """Of n pictures, over whichever of their pixels were asked, in levels."""

    counts: np.ndarray  # [n, 256], pixels of each level of gray
    edges: np.ndarray  # [n], sds of what lies between neighbours
    axes: np.ndarray  # [n], along how many axes
    apart: np.ndarray  # [n], between the strongest and the weakest colour
    coloured: np.ndarray  # [n]

    @classmethod
    def of(cls, n: int) -> "Sums":
        return cls(
            np.zeros((n, 256)),
            np.zeros(n),
            np.zeros(n),
            np.zeros(n),
            np.zeros(n, dtype=bool),
        )

    def add(self, some: Tall, axes: Axes) -> None:
        places, tall, n = some.places, some.taken(), len(some.places)
        levels = pixels(tall.convert("L"), "L", n)
        if axes:
            lines = levels.astype(np.float64).reshape(n, -1, tall.width)
            for axis in axes:
                if lines.shape[axis] > 1:
                    self.edges[places] += between(lines, axis)
                    self.axes[places] += 1
        if len(axes) == 1:
            return
        self.counts[places] = [np.bincount(each, minlength=256) for each in levels]
        if tall.mode == "RGB":
            self.apart[places] = spread(tall, n)
            self.coloured[places] = True


def lights(pictures: Iterable[Parts], n: int) -> list[dict[str, float]]:
    """Of each, gray or RGB of 8 bits, from 0 to 1: mean, sd, sd of what lies between neighbours; bits
    of the histogram; how far the colours are apart.

    Of more than 64 x 64 pixels a grid of so many is asked, and 32 rows and 32 columns for what
    lies between neighbours. docs/looking.md has how far that is off.
    """
    sums = Sums.of(n)
    for axes, some in alike(pictures, n):
        sums.add(some, axes)
    asked = sums.counts.sum(1)
    share = sums.counts / asked[:, None]
    mean, square = share @ LEVELS, share @ LEVELS**2
    said = {
        "brightness": mean / 255,
        "contrast": np.sqrt((square - mean**2).clip(0)) / 255,
        "sharpness": sums.edges / sums.axes.clip(1) / 255,
        "entropy": -(share * np.log2(np.where(share > 0, share, 1))).sum(1),
        "colour": sums.apart / asked / 255,
    }
    rows = zip(*(values.tolist() for values in said.values()), strict=True)
    found = [dict(zip(said, row, strict=True)) for row in rows]
    for i in np.flatnonzero(~sums.coloured):
        del found[i]["colour"]
    return found


def alike(pictures: Iterable[Parts], n: int) -> Iterator[tuple[Axes, Tall]]:
    """As many of one form as fit.

    Each is pasted at once: what stays behind between two pictures makes the next one be decoded
    into cold memory, which costs a tenth of it.
    """
    waiting: dict[tuple[Axes, str, tuple[int, int]], Tall] = {}
    for place, picture in enumerate(pictures):
        for axes, part in picture:
            key = axes, part.mode, part.size
            if key not in waiting:
                waiting[key] = Tall.of(part, n)
            tall = waiting[key]
            tall.take(place, part)
            if tall.full:
                yield axes, tall
                tall.places.clear()
    for (axes, _, _), tall in waiting.items():
        if tall.places:
            yield axes, tall


def parts(picture: Image.Image) -> Parts:
    """The whole of a small one; of a large one a grid, and some rows and columns in gray."""
    width, height = picture.size
    if width * height <= GRID * GRID:
        return [((2, 1), picture)]

    def spread_out(across: int, down: int) -> Image.Image:
        size = min(across, width), min(down, height)
        return picture.resize(size, Image.Resampling.NEAREST)

    rows, columns = spread_out(width, LINES), spread_out(LINES, height)
    return [
        ((), spread_out(GRID, GRID)),
        ((2,), rows.convert("L")),
        ((1,), columns.convert("L")),
    ]


def pixels(tall: Image.Image, channel: str, n: int) -> np.ndarray:
    """uint8 [n, height * width]."""
    return np.frombuffer(tall.tobytes("raw", channel), np.uint8).reshape(n, -1)


def between(lines: np.ndarray, axis: int) -> np.ndarray:
    """[n, height, width] whole numbers -> [n]: the sd of the differences along an axis, in levels.

    Differences squared are squares less products, which whole numbers have exactly; along a
    line they add up to its last pixel less its first.
    """
    n, step = len(lines), lines.shape[2] if axis == 1 else 1
    flat, first, last = lines.reshape(n, -1), lines.take(0, axis), lines.take(-1, axis)
    products = np.vecdot(flat[:, step:], flat[:, :-step])
    if axis == 2:  # the end of a row is no neighbour of the next one's beginning
        products -= np.vecdot(first[:, 1:], last[:, :-1])
    ends = np.vecdot(first, first) + np.vecdot(last, last)
    count = flat.shape[1] - first.shape[1]
    square = (2 * np.vecdot(flat, flat) - ends - 2 * products) / count
    mean = (last.sum(1) - first.sum(1)) / count
    return np.sqrt((square - mean**2).clip(0))


def spread(tall: Image.Image, n: int) -> np.ndarray:
    """[n]: the strongest colour less the weakest, in levels, over all pixels."""
    red, green, blue = (pixels(tall, channel, n) for channel in "RGB")
    most, least = np.maximum(red, green), np.minimum(red, green)
    np.maximum(most, blue, out=most)
    np.minimum(least, blue, out=least)
    most -= least
    return most.sum(1, dtype=np.uint32)
