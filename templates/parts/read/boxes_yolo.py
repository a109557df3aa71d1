"""Pictures and their boxes in text files as YOLO's, one a picture.

Yours to edit. The text of images/train/1.jpg is labels/train/1.txt; without one there is no box.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from .config import Config

ENDINGS = {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".ppm"}
ORIENTATION = 274  # EXIF tag; 5 to 8 lie on their side
SAME = 0.02  # of the side: a frame of another shape is that of another picture

Box = tuple[str, float, float, float, float]  # class, left, top, right, bottom


@dataclass(frozen=True)
class Truth:
    """The boxes of one picture as its file has them, in pixels of a frame of this size."""

    width: int
    height: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Example:
    """One picture, decoded when it is asked for, and its boxes."""

    id: str  # "images/train/1.jpg"
    raw: str  # the path of the picture
    answer: Truth | None  # None if nobody knows, or the text cannot be read


def read(path: str | Path, config: Config) -> list[Example]:
    """The pictures below a folder with the boxes of their texts; or one of them."""
    path = Path(path)
    home = f"{path.parent.name}/{path.name}" if path.is_dir() else path.parent.name
    return [
        replace(found, id=f"{home}/{found.id}", answer=truth(found.raw))
        for found in unmarked(path)
    ]


def text_of(raw: str) -> Path:
    """images/train/1.jpg -> labels/train/1.txt: the last folder of that name changes."""
    *folders, name = Path(raw).parts
    if "images" in folders:
        last = len(folders) - 1 - folders[::-1].index("images")
        folders[last] = "labels"
    return Path(*folders, name).with_suffix(".txt")


def truth(raw: str) -> Truth | None:
    text, (width, height) = text_of(raw), size(raw)
    lines = text.read_text("utf-8").splitlines() if text.is_file() else []
    try:
        boxes = tuple(box(line, width, height) for line in lines if line.strip())
    except ValueError:
        return None
    return Truth(width, height, boxes)


def box(line: str, width: int, height: int) -> Box:
    """Class, centre and size as shares of the picture; or the corners of an outline."""
    label, *shares = line.split()
    x, y, *rest = map(float, shares)
    if len(rest) in (2, 3):  # a third is how sure a detector was
        across = x - rest[0] / 2, x + rest[0] / 2
        down = y - rest[1] / 2, y + rest[1] / 2
    else:
        across, down = (x, *rest[0::2]), (y, *rest[1::2])
    left, right = min(across) * width, max(across) * width
    top, bottom = min(down) * height, max(down) * height
    return (label, round(left, 3), round(top, 3), round(right, 3), round(bottom, 3))
