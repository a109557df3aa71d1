"""Pictures and their boxes in a JSON file as COCO's.

Yours to edit. config.py says where the pictures are, as seen from the file.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

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

    id: str  # "train/cat.jpg": the file, without its ending, and the name in it
    raw: str  # the path of the picture
    answer: Truth | None  # None if nobody knows


def read(path: str | Path, config: Config) -> list[Example]:
    """The pictures that a file lists; or, if nobody has marked them, one or their folder."""
    path = Path(path)
    if path.suffix != ".json":
        return unmarked(path)
    part = path.stem.rpartition("_")[2]  # "train2017" of instances_train2017.json
    home, found = path.parent / config.pictures.replace("{part}", part), []
    known = named(home)
    try:
        stored = json.loads(path.read_bytes())
        boxes = boxes_of(stored)
        for row in stored["images"]:
            name = str(row["file_name"])
            raw, own = str(find(name, home, known)), tuple(boxes[row["id"]])
            frame = int(row.get("width") or 0), int(row.get("height") or 0)
            truth = Truth(*(frame if all(frame) else size(raw)), own)
            found.append(Example(f"{path.stem}/{name}", raw, truth))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"{path.name} names what it lacks, or is no COCO file ({error!r}): it needs "
            "images, annotations and categories."
        ) from error
    return found


def boxes_of(stored: dict[str, Any]) -> dict[Any, list[Box]]:
    """By picture. A crowd is no single thing and is passed over."""
    names = {row["id"]: str(row["name"]) for row in stored.get("categories", ())}
    found: dict[Any, list[Box]] = defaultdict(list)
    for row in stored.get("annotations", ()):
        left, top, width, height = map(float, row["bbox"])
        if not row.get("iscrowd"):
            box = names[row["category_id"]], left, top, left + width, top + height
            found[row["image_id"]].append(box)
    return found


def find(name: str, home: Path, known: dict[str, Path]) -> Path:
    """The picture of that name, wherever it is now; or the place where it should be."""
    if (exact := home / name).is_file():
        return exact
    last = name.replace("\\", "/").rpartition("/")[2]
    return known.get(last) or known.get(Path(last).stem, exact)
