"""The pictures that a table names, several views of one thing in each row.

Yours to edit. config.py says how the table is written; its paths begin at its own folder.
"""

import csv
import gzip
import math
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PureWindowsPath
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from .config import Config


@dataclass(frozen=True)
class Example:
    """One row; its pictures are decoded when they are asked for."""

    id: str  # "labels.csv:17", counted from 1 without the header
    raw: tuple[str, ...]  # the paths of its pictures
    answer: Any  # None if nobody knows


def read(path: str | Path, config: Config) -> list[Example]:
    """Every row of a table, but for those with a view in `drop`; answers may be missing."""
    path, found = Path(path), []
    *places, answer = config.columns
    for number, row in enumerate(rows(path, config), 1):
        files = tuple(file_of(row, number, place, path) for place in places)
        if not any(dropped(file, config) for file in files):
            id, known = f"{path.name}:{number}", row.get(answer) or None
            found.append(Example(id, files, known))
    return found


def rows(path: Path, config: Config) -> list[dict[str, str]]:
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
    return [{k.strip(): (v or "").strip() for k, v in r.items() if k} for r in found]


def file_of(row: dict[str, str], number: int, place: str, path: Path) -> str:
    """`place` is a column of paths, or a pattern: "train/{id}.jpg", "{row}_kitchen.jpg".

    `{file.name}` is the last part of a path, `{table}` the table; either slash parts it.
    """
    cells = row | {"row": str(number), "table": path.name.partition(".")[0]}
    try:
        parts = {name: PureWindowsPath(cell) for name, cell in cells.items()}
        name = place.format_map(parts) if "{" in place else row[place]
    except KeyError as error:
        raise ValueError(
            f"{path.name} has no column {error}: correct `columns` in config.py."
        ) from error
    return (path.parent / name.replace("\\", "/")).as_posix()


def dropped(file: str, config: Config) -> bool:
    return any(file.endswith(f"/{name}") for name in config.drop)


def fault(example: Example, config: Config) -> str:
    """Why a row can neither train nor measure, "" if it can."""
    if lost := [view for view in example.raw if not Path(view).is_file()]:
        return f"no such picture: {Path(lost[0]).name}"
    return "no answer" if example.answer is None else ""


def contents(examples: Sequence[Example], config: Config) -> list[str]:
    """Equal for rows with a picture in common, if only by way of others: the same kitchen."""
    leader: dict[str, str] = {}  # picture -> one that it belongs to
    firsts = []
    for example in examples:
        views = [Path(view).read_bytes() for view in example.raw]
        names = [blake2b(view, digest_size=16).hexdigest() for view in views]
        for name in names:
            leader[first(leader, name)] = first(leader, names[0])
        firsts.append(names[0])
    return [first(leader, name) for name in firsts]


def first(leader: dict[str, str], name: str) -> str:
    """The name that stands for all those linked to this one."""
    while leader.setdefault(name, name) != name:
        leader[name] = name = leader[leader[name]]
    return name


def picture(raw: Sequence[str], mode: str, height: int, width: int) -> Image.Image:
    """The views side by side in rows, as one picture: 2 x 2 for four."""
    across = math.ceil(math.sqrt(len(raw)))
    down = math.ceil(len(raw) / across)
    whole = Image.new(mode, (width, height))
    for i, path in enumerate(raw):
        top, bottom = (height * (i // across + k) // down for k in (0, 1))
        left, right = (width * (i % across + k) // across for k in (0, 1))
        whole.paste(view(path, mode, bottom - top, right - left), (left, top))
    return whole


def view(raw: str, mode: str, height: int, width: int) -> Image.Image:
    """Decoded in full, turned as its EXIF says, converted, resized.

    Resizing is bilinear over all pixels that a new one covers: nothing flickers.
    """
    try:
        with Image.open(raw) as file:
            found = ImageOps.exif_transpose(file)
    except (OSError, Image.DecompressionBombError) as error:
        raise ValueError(
            f"{raw} cannot be decoded ({error}): add it to `drop` in config.py."
        ) from error
    if found.mode.startswith("I"):  # 16 bits: convert() would clip them at 255
        found = Image.fromarray((np.asarray(found) >> 8).astype(np.uint8))
    found = found.convert(mode)
    return found.resize((width, height), Image.Resampling.BILINEAR)
