"""Pictures and their boxes in a table with a row for each box.

Yours to edit. config.py says how the table is written, and where the pictures are.
"""

import csv
import gzip
from collections.abc import Sequence
from dataclasses import dataclass
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

    id: str  # "boxes/cat.jpg": the table, without its ending, and the name in it
    raw: str  # the path of the picture
    answer: Truth | None  # None if nobody knows


def read(path: str | Path, config: Config) -> list[Example]:
    """The pictures that a table names; or, if nobody has marked them, one or their folder.

    A picture whose other cells are empty has no box.
    """
    path = Path(path)
    if path.is_dir() or path.suffix.lower() in ENDINGS:
        return unmarked(path)
    boxes: dict[str, list[Box]] = {}
    for row in cells(path, config):
        name, *corners, label = (row[column] for column in config.columns)
        if name:
            boxes.setdefault(name, [])
            if label and all(corners):
                left, top, right, bottom = map(number, corners)
                boxes[name].append((label, left, top, right, bottom))
    part = path.stem.rpartition("_")[2]  # "train" of boxes_train.csv
    home, found = path.parent / config.pictures.replace("{part}", part), []
    known = named(home)
    for name, own in boxes.items():
        raw = str(find(name, home, known))
        found.append(Example(f"{path.stem}/{name}", raw, truth(own, *size(raw))))
    return found


def cells(path: Path, config: Config) -> list[dict[str, str]]:
    """Column -> cell, "" where it is empty."""
    if not path.is_file():
        raise ValueError(f"No file {path}: correct the path, or `data` in config.py.")
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding=config.encoding, newline="") as stream:
            names, separator = config.header or None, config.separator
            found = list(csv.DictReader(stream, names, delimiter=separator))
    except (csv.Error, ValueError) as error:
        raise ValueError(
            f"{path.name} cannot be read: {error}. Compare `separator` and `encoding` in "
            "config.py with the file."
        ) from error
    rows = [{k.strip(): (v or "").strip() for k, v in r.items() if k} for r in found]
    if rows and (absent := set(config.columns) - rows[0].keys()):
        raise ValueError(
            f"{path.name} has the columns {[*rows[0]]}, needed {sorted(absent)}: correct "
            "`columns` in config.py."
        )
    return rows


def number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")  # a fault of this box, not of its picture


def find(name: str, home: Path, known: dict[str, Path]) -> Path:
    """The picture of that name, wherever it is now; or the place where it should be."""
    if (exact := home / name).is_file():
        return exact
    last = name.replace("\\", "/").rpartition("/")[2]
    return known.get(last) or known.get(Path(last).stem, exact)
