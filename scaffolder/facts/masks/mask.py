"""One mask as its file holds it: what stands at its pixels, and how often.

A code is the text of config.py: "7" for a stored number or an index of a palette,
"#804080" for a colour.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MOST = 256  # codes that masks of classes have
COLOURLESS = 8  # of 255 between the channels of a grey picture that is a JPEG


@dataclass(frozen=True)
class Mask:
    """One mask file."""

    path: Path
    width: int = 0
    height: int = 0
    mode: str = ""
    format: str = ""
    pixels: tuple[tuple[str, int], ...] = ()  # (code, how many)
    wrong: str = ""


def look(files: list[Path], done: Callable[[int, int], None]) -> list[Mask]:
    masks = []
    with ThreadPoolExecutor(max_workers=4) as threads:
        for mask in threads.map(look_at, files):
            masks.append(mask)
            if len(masks) % 100 == 0 or len(masks) == len(files):
                done(len(masks), len(files))
    return masks


def look_at(path: Path) -> Mask:
    from PIL import Image

    try:
        with Image.open(path) as picture:
            shape = picture.width, picture.height, picture.mode, picture.format or ""
            plain = picture.convert("L") if grey_jpeg(picture) else stored(picture)
            found = plain.getcolors(4 * MOST)
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        return Mask(path, wrong=f"its mask cannot be decoded ({error})")
    counts = found or [(picture.width * picture.height, "many")]
    return Mask(path, *shape, tuple((code(value), count) for count, value in counts))


def grey_jpeg(picture: Image) -> bool:
    """A mask of grey that was saved as a JPEG in colour."""
    from PIL import ImageChops

    if picture.format != "JPEG" or picture.mode != "RGB":
        return False
    red, green, blue = picture.split()
    gaps = (ImageChops.difference(red, other) for other in (green, blue))
    return max(gap.getextrema()[1] for gap in gaps) <= COLOURLESS  # type: ignore[operator]


def stored(picture: Image) -> Image:
    """The numbers in the file: an index stays an index, transparency is left aside."""
    if picture.mode in ("RGBA", "CMYK", "YCbCr"):
        return picture.convert("RGB")
    if picture.mode == "LA":
        return picture.getchannel(0)
    return picture.convert("I") if picture.mode.startswith("I") else picture


def code(value: object) -> str:
    if isinstance(value, tuple):
        return "#" + "".join(f"{channel:02x}" for channel in value)
    return str(int(value)) if isinstance(value, int | float | bool) else str(value)
