"""Reads what each format says of its pictures."""

from __future__ import annotations

import json
import re
import struct
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from scaffolder.errors import DataError
from scaffolder.facts.boxes import picture_labels
from scaffolder.facts.boxes.find import keys
from scaffolder.facts.boxes.found import NO_PICTURE, Box, Listed, Marked
from scaffolder.facts.boxes.measures import are_shares, in_pixels, must_be_one
from scaffolder.facts.boxes.yolo import size_of
from scaffolder.facts.files import npz as npz_file
from scaffolder.facts.files.npz import Header
from scaffolder.facts.listing import (
    IMAGE_ENDINGS,
    hidden,
    images_below,
    unreadable,
)
from scaffolder.facts.pictures.look import Picture
from scaffolder.facts.written.table import Table, texts

CORNERS = ("xmin", "ymin", "xmax", "ymax")


class Pictures:
    """The pictures below a folder, found by the way to them, by name or by stem."""

    def __init__(self, home: Path):
        self.home = home

    @cached_property
    def by_name(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for file in images_below(self.home):
            for name in (file.stem, file.name):
                found.setdefault(name, file)
        return found

    def find(self, name: str) -> Path:
        """The file of that name; where there is none, the place where it should be."""
        exact = self.home / name
        if exact.suffix.lower() in IMAGE_ENDINGS and exact.is_file():
            return exact
        last = name.replace("\\", "/").rpartition("/")[2]
        return self.by_name.get(last) or self.by_name.get(Path(last).stem, exact)


# --- Pascal VOC


def voc(path: Path, pictures: Pictures) -> Iterator[Listed]:
    if path.is_dir():
        files = sorted(f for f in path.rglob("*.xml") if not hidden(f, path))
    else:
        names = [line.split()[0] for line in lines(path)]
        files = [path.parents[2] / "Annotations" / f"{name}.xml" for name in names]
    for file in files:
        yield of_xml(file, f"{path.stem}/{file.stem}", pictures.find(file.stem))


def lines(path: Path) -> list[str]:
    try:
        return [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise DataError(
            f"{path} is no list of names ({error}). Needed: one name of a picture a line,"
            " in UTF-8; save it again."
        ) from error


def of_xml(file: Path, id: str, picture: Path) -> Listed:
    try:
        root = ElementTree.parse(file).getroot()
        boxes = tuple(map(of_object, root.iter("object")))
        size = tuple(
            int(float(root.findtext(f"size/{s}") or 0)) for s in ("width", "height")
        )
    except FileNotFoundError:
        return Listed(id, picture, (), wrong="no annotation")
    except (OSError, ElementTree.ParseError, ValueError) as error:
        return Listed(id, picture, (), wrong=f"its boxes cannot be read ({error})")
    place = (root.findtext("path") or "").strip()
    hard = sum(found.findtext("difficult") == "1" for found in root.iter("object"))
    far = place if place.startswith(("/", "\\")) or ":" in place else ""
    return Listed(id, picture, boxes, size, elsewhere=far, marked=hard)  # type: ignore[arg-type]


def of_object(found: ElementTree.Element) -> Box:
    if found.find("robndbox") is not None and found.find("bndbox") is None:
        raise ValueError("<robndbox> is a turned box; export upright ones, <bndbox>")
    left, top, right, bottom = (
        float(found.findtext(f"bndbox/{c}") or "") for c in CORNERS
    )
    return (found.findtext("name", "").strip(), left, top, right, bottom)


# --- COCO


def coco(path: Path, pictures: Pictures) -> Iterator[Listed]:
    try:
        stored = json.loads(path.read_bytes())
        picture_labels.refuse(path, stored)
        names = {row["id"]: str(row["name"]) for row in stored.get("categories", ())}
        boxes: dict[Any, list[Box]] = defaultdict(list)
        crowds: dict[Any, int] = defaultdict(int)
        for row in stored.get("annotations", ()):
            left, top, width, height = map(float, row["bbox"])
            if row.get("iscrowd"):
                crowds[row["image_id"]] += 1
            else:
                box = names[row["category_id"]], left, top, left + width, top + height
                boxes[row["image_id"]].append(box)
        for row in stored["images"]:
            size = int(row.get("width") or 0), int(row.get("height") or 0)
            name, several = str(row["file_name"]), tuple(boxes[row["id"]])
            home = pictures.find(name)
            yield Listed(
                f"{path.stem}/{name}", home, several, size, crowds=crowds[row["id"]]
            )
    except OSError as error:
        raise unreadable(path, error) from error
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"{path} is no COCO file of boxes ({error!r}). Needed: images with id and"
            " file_name, annotations with image_id, category_id and bbox, and categories;"
            " export it again."
        ) from error


def categories(path: Path) -> list[str]:
    """All names of classes; of a long file only these are parsed."""
    content = path.read_text("utf-8-sig")
    for found in re.finditer(r'"categories"\s*:\s*(?=\[\s*\{)', content):
        rows, _ = json.JSONDecoder().raw_decode(content, found.end())
        return [str(row.get("name")) for row in rows]
    return []


# --- a table


def rows(
    table: Table, columns: tuple[str, ...], pictures: Pictures
) -> Iterator[Listed]:
    """A row per box; a picture whose other cells are empty has none."""
    found: dict[str, list[Box]] = {}
    for name, *corners, label in zip(*cells_of(table, columns), strict=True):
        if name is None:
            continue
        found.setdefault(name, [])
        if None not in corners and label is not None:
            left, top, right, bottom = map(number, corners)
            found[name].append((label, left, top, right, bottom))
    every = [box for boxes in found.values() for box in boxes]
    must_be_one(table.path, every)
    shares = are_shares(every)
    for name, boxes in found.items():
        picture = pictures.find(name)
        if shares:
            boxes = [in_pixels(box, *size_of(picture)) for box in boxes]
        id = f"{table.path.stem}/{name}"
        yield Listed(id, picture, tuple(boxes), shares=shares)


def cells_of(table: Table, columns: tuple[str, ...]) -> list[list[str | None]]:
    return [texts(table, name).to_list() for name in columns]


def number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")


# --- an npz


def npz(path: Path) -> tuple[tuple[str, str], list[Marked], dict[str, str]]:
    """(keys of pictures and boxes, what they hold, number of a class -> its name if given)"""
    found = keys(path)
    assert found, "asked only where there are boxes"
    headers = npz_file.headers(path)
    names = named(path, headers)
    pixels, numbers = (npz_file.body(path, key) for key in found)
    images, boxes = (headers[key] for key in found)
    letter = {"i2": "h", "i4": "i", "i8": "q", "f4": "f", "f8": "d"}.get(
        boxes.dtype[1:], ""
    )
    if not letter:
        raise DataError(
            f"The boxes {found[1]!r} of {path} have the type {boxes.dtype}. Needed: int16"
            " or float32; save boxes.astype('float32')."
        )
    rows = list(struct.iter_unpack(f"<5{letter}", numbers))
    count, height, width = images.shape[:3]
    mode = "RGB" if len(images.shape) == 4 and images.shape[3] >= 3 else "L"
    size, most, marked = len(pixels) // max(count, 1), boxes.shape[1], []
    for i in range(count):
        own = [
            (str(int(k)), *box) for *box, k in rows[i * most : (i + 1) * most] if k >= 0
        ]
        digest = blake2b(pixels[i * size : (i + 1) * size], digest_size=16).digest()
        picture = Picture(path, "", width, height, mode, "npz", digest)
        listed = Listed(f"{path.name}:{i + 1}", path, tuple(own), (width, height))  # type: ignore[arg-type]
        marked.append(Marked(listed, picture))
    return found, marked, names


def named(path: Path, headers: dict[str, Header]) -> dict[str, str]:
    """An array of text is the names of the classes, in the order of their numbers."""
    for key, header in headers.items():
        if len(header.shape) == 1 and header.dtype.startswith("<U"):
            text = npz_file.body(path, key).decode("utf-32-le", "replace")
            each = len(text) // max(header.shape[0], 1)
            cells = (text[i * each : (i + 1) * each] for i in range(header.shape[0]))
            return {str(i): cell.rstrip("\0") for i, cell in enumerate(cells)}
    return {}


def looked_at(listed: list[Listed], looked: list[Picture]) -> list[Marked]:
    """Joined with the pictures, which were looked at in the same order."""
    return [
        Marked(
            one,
            (
                picture
                if picture.path.is_file()
                else Picture(picture.path, "", wrong=NO_PICTURE)
            ),
        )
        for one, picture in zip(listed, looked, strict=True)
    ]
