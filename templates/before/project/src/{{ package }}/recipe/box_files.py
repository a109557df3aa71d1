"""Boxes in files: Pascal VOC's XML, COCO's JSON, tables with a row per box, arrays."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

from . import arrays, tables

ENDINGS = {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".ppm"}
Box = tuple[str, float, float, float, float]  # class, left, top, right, bottom


@dataclass(frozen=True)
class Truth:
    """The boxes of one picture as its file has them, in pixels of a frame of this size."""

    width: int  # 0 where the file does not say
    height: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Voc:
    """An XML file, read when asked for, and the picture it is about."""

    path: str
    picture: str


def xml(path: Path) -> Truth:
    try:
        root = ElementTree.parse(path).getroot()
        boxes = tuple(map(of_object, root.iter("object")))
        width, height = (
            int(number(root, f"size/{s}", "0")) for s in ("width", "height")
        )
        return Truth(width, height, boxes)
    except (OSError, ElementTree.ParseError, ValueError) as error:
        raise ValueError(
            f"{path} cannot be read ({error}): add it to `drop` in config.py"
        ) from error


def of_object(found: ElementTree.Element) -> Box:
    names = ("xmin", "ymin", "xmax", "ymax")
    left, top, right, bottom = (number(found, f"bndbox/{name}") for name in names)
    return (found.findtext("name", "").strip(), left, top, right, bottom)


def number(element: ElementTree.Element, place: str, usual: str = "") -> float:
    return float(element.findtext(place) or usual)


def listed(path: Path, pictures: str) -> Iterator[tuple[str, str, Voc]]:
    """(name, picture, answer) of a folder of XML files, or of the names in ImageSets/Main/train.txt.

    A picture without an XML file has no known answer, and is not one without boxes.
    """
    if path.is_dir():
        home, files = path, sorted(path.rglob("*.xml"))
    else:
        lines = path.read_text("utf-8").splitlines()
        names = [line.split()[0] for line in lines if line.strip()]
        home = path.parent
        files = [path.parents[2] / "Annotations" / f"{name}.xml" for name in names]
    known = Pictures(home / pictures)
    for file in files:
        picture = str(known.find(file.stem))
        yield file.stem, picture, Voc(str(file), picture)


class Pictures:
    """The pictures below a folder, found by the way to them, by name, or by stem."""

    def __init__(self, home: Path):
        self.home = home

    @cached_property
    def by_name(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for file in sorted(self.home.rglob("*")):
            if file.suffix.lower() in ENDINGS:
                found.setdefault(file.name, file)
                found.setdefault(file.stem, file)
        return found

    def find(self, name: str) -> Path:
        """The file of that name; where there is none, the place where it should be."""
        exact = self.home / name
        if exact.suffix.lower() in ENDINGS and exact.is_file():
            return exact
        last = name.replace("\\", "/").rpartition("/")[2]
        return self.by_name.get(last) or self.by_name.get(Path(last).stem, exact)


def coco(path: Path, pictures: str) -> Iterator[tuple[str, str, Truth]]:
    """Corners of left, top, width, height; a crowd is no single thing and is passed over."""
    try:
        stored = json.loads(tables.unpacked(path))
        names = {row["id"]: str(row["name"]) for row in stored.get("categories", ())}
        found: dict[Any, list[Box]] = defaultdict(list)
        for row in stored.get("annotations", ()):
            left, top, width, height = map(float, row["bbox"])
            if not row.get("iscrowd"):
                box = names[row["category_id"]], left, top, left + width, top + height
                found[row["image_id"]].append(box)
        known = Pictures(path.parent / pictures)
        for row in stored["images"]:
            size = int(row.get("width") or 0), int(row.get("height") or 0)
            name, own = str(row["file_name"]), tuple(found[row["id"]])
            yield name, str(known.find(name)), Truth(*size, own)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"{path.name} is no COCO file ({error!r}): it needs images, annotations and "
            "categories"
        ) from error


def rows(
    path: Path, pictures: str, columns: Sequence[str], header: Sequence[str]
) -> Iterator[tuple[str, str, Truth]]:
    """A row per box: picture, left, top, right, bottom, class; empty cells for no box."""
    table = tables.read(path, columns=header)
    if absent := [name for name in columns if name not in table.frame.columns]:
        raise ValueError(
            f"{path.name} has the columns {table.frame.columns}, needed {absent}: correct "
            "`columns` in config.py"
        )
    found: dict[str, list[Box]] = {}
    for name, *corners, label in table.frame.select(columns).iter_rows():
        if name is not None:
            found.setdefault(name, [])
            if None not in corners and label is not None:
                left, top, right, bottom = map(cell, corners)
                found[name].append((label, left, top, right, bottom))
    known = Pictures(path.parent / pictures)
    for name, boxes in found.items():
        yield name, str(known.find(name)), Truth(0, 0, tuple(boxes))


def cell(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")  # a fault of this box, see `judged`


def npz(path: Path, pictures: str, boxes: str) -> Iterator[tuple[np.ndarray, Truth]]:
    """Pictures, and for each [boxes, 5]: left, top, right, bottom, number of the class or -1."""
    images, marked = arrays.npz_masks(path, pictures, boxes)
    for image, several in zip(images, marked, strict=True):
        kept = (
            () if several is None else [row for row in several.tolist() if row[4] >= 0]
        )
        found = tuple((str(int(row[4])), *row[:4]) for row in kept)
        yield image, Truth(image.shape[1], image.shape[0], found)
