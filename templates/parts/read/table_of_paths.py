"""The pictures that a table names: its rows, and how a file becomes a picture.

Yours to edit. config.py says how the table is written; its paths begin at its own folder.
"""

import csv
import gzip
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
    """One row; its picture is decoded when it is asked for."""

    id: str  # "labels.csv:17", counted from 1 without the header
    raw: str  # the path of its picture
    answer: Any  # None if nobody knows


def read(path: str | Path, config: Config) -> list[Example]:
    """Every row of a table, but for pictures named in `drop`; answers may be missing."""
    path, found = Path(path), []
    place, answer = config.columns
    for number, row in enumerate(rows(path, config), 1):
        file, known = file_of(row, number, place, path), row.get(answer) or None
        if not dropped(file, config):
            found.append(Example(f"{path.name}:{number}", file, known))
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
    if not Path(example.raw).is_file():
        return "no such picture"
    return "no answer" if example.answer is None else ""


def contents(examples: Sequence[Example], config: Config) -> list[str]:
    """Equal for pictures that are copies, byte for byte."""
    files = (Path(example.raw).read_bytes() for example in examples)
    return [blake2b(file, digest_size=16).hexdigest() for file in files]


def picture(raw: str, mode: str, height: int, width: int) -> Image.Image:
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
