"""Pictures and their boxes in XML files of Pascal VOC.

Yours to edit. config.py says where the pictures are, as seen from the data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from xml.etree import ElementTree

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

    id: str  # "train/BloodImage_00001"
    raw: str  # the path of the picture
    answer: Truth | None  # None if nobody knows, or the XML cannot be read


def read(path: str | Path, config: Config) -> list[Example]:
    """The XML files below a folder, or of the names in ImageSets/Main/train.txt; or, for
    pictures that nobody has marked, one of them or their folder.
    """
    path = Path(path)
    way = config.pictures.replace("{part}", path.stem.rpartition("_")[2])
    if path.suffix == ".txt":
        lines = path.read_text("utf-8").splitlines()
        names = [line.split()[0] for line in lines if line.strip()]
        files = [path.parents[2] / "Annotations" / f"{name}.xml" for name in names]
        home = path.parent / way
    else:
        home, every = path / way, path.rglob("*.xml")
        files = sorted(file for file in every if not hidden(file, path))
    known, found = named(home), []
    for file in files:
        raw = str(known.get(file.stem, home / file.stem))
        found.append(Example(f"{path.stem}/{file.stem}", raw, truth(file, raw)))
    return found or unmarked(path)


def truth(file: Path, raw: str) -> Truth | None:
    try:
        root = ElementTree.parse(file).getroot()
        boxes = tuple(map(box, root.iter("object")))
        sides = (root.findtext(f"size/{side}") or 0 for side in ("width", "height"))
        width, height = (int(float(side)) for side in sides)
    except (OSError, ElementTree.ParseError, ValueError):
        return None
    width, height = (width, height) if width and height else size(raw)
    return Truth(width, height, boxes)


def box(found: ElementTree.Element) -> Box:
    names = ("xmin", "ymin", "xmax", "ymax")
    corners = (float(found.findtext(f"bndbox/{name}") or "") for name in names)
    left, top, right, bottom = corners
    return (found.findtext("name", "").strip(), left, top, right, bottom)
