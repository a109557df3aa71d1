"""Looks at every picture of a folder: decodes it in full, and notes what is odd."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from scaffolder.facts.listing import share
from scaffolder.facts.model import Proposal

DECODE_ALL = 20_000  # pictures; of more, every n-th is decoded and all headers are read
ORIENTATION = 274  # EXIF tag; 1 is upright, and a value beyond 8 turns nothing
TURNED, ON_THE_SIDE = range(2, 9), range(5, 9)
GREY_MODES = {"1", "L", "LA", "I", "I;16", "F"}
PLACEHOLDER = re.compile(
    r"(not.?found|no.?image|no.?photo|placeholder|unavailable|removed|missing)", re.I
)
DEAD = 0.001  # of the pixels
FEWEST_GREYS = 64  # of 256 that are left if black is 0
FLAT = 0.5  # share of a picture in one colour: drawings reach it, photographs do not


@dataclass(frozen=True)
class Picture:
    """One file: its size in pixels and what is wrong with it ("" if nothing)."""

    path: Path
    answer: str
    width: int = 0
    height: int = 0
    mode: str = ""
    format: str = ""
    digest: bytes = b""
    turned: bool = False  # EXIF says that the camera was not upright
    on_its_side: bool = False  # and that width and height change places
    flat: float = 0.0  # share of its most frequent colour; 1.0 for a blank picture
    deepest: int = 0  # the largest number of a picture with more than 8 bits
    lowest: int = 0  # of those numbers, but for 0 (no measure) and 0.1 % (dead pixels)
    wrong: str = ""

    @property
    def side(self) -> int:
        return min(self.width, self.height)


def look(
    files: list[tuple[Path, str]], done: Callable[[int, int], None]
) -> list[Picture]:
    """Pictures in the order of `files`, which holds (path, answer)."""
    every = max(1, -(-len(files) // DECODE_ALL))
    pictures = []
    with ThreadPoolExecutor(max_workers=4) as threads:
        work = ((i, *file, i % every == 0) for i, file in enumerate(files))
        for picture in threads.map(lambda job: _look(*job[1:]), work):
            pictures.append(picture)
            if len(pictures) % 100 == 0 or len(pictures) == len(files):
                done(len(pictures), len(files))
    return pictures


def _look(path: Path, answer: str, in_full: bool) -> Picture:
    import io
    import warnings

    from PIL import Image

    try:
        content = path.read_bytes()
        digest = blake2b(content, digest_size=16).digest()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content)) as image:
                if in_full:
                    image.load()
                orientation = image.getexif().get(ORIENTATION)
                return Picture(
                    path,
                    answer,
                    image.width,
                    image.height,
                    image.mode,
                    image.format or "",
                    digest,
                    turned=orientation in TURNED,
                    on_its_side=orientation in ON_THE_SIDE,
                    flat=_flatness(image) if in_full else 0.0,
                    deepest=_deepest(image) if in_full else 0,
                    lowest=_lowest(image) if in_full else 0,
                )
    except Exception as error:  # Pillow raises many classes on broken files
        return Picture(path, answer, wrong=_why(path, error))


def _why(path: Path, error: Exception) -> str:
    from PIL import UnidentifiedImageError

    if isinstance(error, UnidentifiedImageError):
        empty = path.stat().st_size == 0
        return "the file is empty" if empty else "its content is not a picture"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


def _flatness(image) -> float:
    """Share of the most frequent colour on a grid of 32 x 32 of the picture's own pixels."""
    grid = image.convert("RGB").resize((32, 32), resample=0)
    counts = grid.getcolors(32 * 32) or [(0, None)]
    return max(count for count, _ in counts) / (32 * 32)


def _deepest(image) -> int:
    """Of a picture of whole numbers with more than 8 bits; 0 for any other."""
    return int(image.getextrema()[1]) if image.mode.startswith("I") else 0


def _lowest(image) -> int:
    """Of the same pictures; 0 for any other, and where all is 0."""
    import numpy as np

    if not image.mode.startswith("I"):
        return 0
    numbers = np.asarray(image)
    measured = numbers[numbers > 0]
    return int(np.quantile(measured, DEAD, method="lower")) if measured.size else 0


def depth(pictures: list[Picture]) -> int:
    """The bits in use where pictures have more than 8; 0 where they all have 8.

    Cameras and scanners write 10, 12 or 14 bits into files of 16.
    """
    deepest = max((picture.deepest for picture in pictures), default=0)
    if not deepest:
        return 0
    return max(8, (deepest - black(pictures)).bit_length())


def black(pictures: list[Picture]) -> int:
    """What read.py takes for black: 0, or just below the lowest number if that keeps greys.

    Temperatures in hundredths of a kelvin lie between 29,300 and 31,000.
    """
    deepest = max(picture.deepest for picture in pictures)
    lowest = min((p.lowest for p in pictures if p.lowest), default=0)
    between = deepest - lowest
    if between <= 0 or between >> max(0, deepest.bit_length() - 8) >= FEWEST_GREYS:
        return 0
    step = 2 ** max(0, between.bit_length() - 8)  # so that 0, no measure, is darker
    return max(0, lowest - step)


def depth_setting(pictures: list[Picture]) -> dict[str, Proposal]:
    """For read.py, where fewer than all 16 bits are in use."""
    bits = depth(pictures)
    if not 0 < bits < 16:
        return {}
    given = {"bits": Proposal(bits, "bits in use of the 16 in a file")}
    if dark := black(pictures):
        why = "taken for black: every number of a picture is above it, but for 0"
        given["lowest"] = Proposal(dark, why)
    return given


def placeholders(pictures: list[Picture]) -> dict[Path, str]:
    """Files that stand for a picture that is not there, each with the reason.

    By name ("imageNotFound.gif") if also drawn or of another format than its siblings, or
    by content: blank while the others are not.
    """
    readable = [picture for picture in pictures if not picture.wrong]
    common = _most_common([picture.format for picture in readable])
    found = {}
    blank = [picture for picture in readable if picture.flat == 1.0]
    for picture in readable:
        odd = picture.format != common
        named = PLACEHOLDER.search(picture.path.stem)
        if named and (odd or picture.flat > FLAT):
            what = (
                f"{picture.format}, mode {picture.mode}" if odd else "mostly one colour"
            )
            found[picture.path] = f"named as a placeholder, and {what}"
        elif odd and picture.mode == "P" and picture.flat > FLAT:
            one = share(picture.flat, 1)
            found[picture.path] = f"a drawing among photographs: {one} is one colour"
        elif picture.flat == 1.0 and len(blank) < 0.05 * len(readable):
            found[picture.path] = "blank: every pixel has the same colour"
    return found


def _most_common(values: list[str]) -> str:
    return max(set(values), key=values.count, default="")


def image_size(pictures: list[Picture], views: int = 1) -> tuple[int, str]:
    """The side to resize to, in pixels, with the reason; `views` are tiled into one."""
    if views > 1:
        across = math.ceil(math.sqrt(views))
        return 64 * across, f"{across} x {across} views of 64 x 64 pixels"
    sides = sorted(picture.side for picture in pictures)
    median = sides[len(sides) // 2]
    sizes = {(picture.width, picture.height) for picture in pictures}
    most = 64 if len(pictures) > 2000 else 96
    if len(sizes) == 1 and median <= most and len(set(*sizes)) == 1:
        return median, f"every picture is {median} x {median}: nothing is resized"
    if median <= most:
        return median, f"the median of the shorter sides, which go {_range(sides)}"
    return most, (
        f"shorter sides go {_range(sides)}, median {median}; {most} because one step on a"
        " CPU costs its square: raise it once everything works"
    )


def _range(sides: list[int]) -> str:
    return (
        f"from {sides[0]} to {sides[-1]}" if sides[0] < sides[-1] else f"to {sides[0]}"
    )


def channels(modes: set[str]) -> tuple[int, str]:
    listed = ", ".join(sorted(modes))
    if modes <= GREY_MODES:
        return 1, f"every picture is grey (mode {listed})"
    return 3, f"colour (mode {listed}); other modes are turned into RGB"
