"""The sounds that a table names: its rows, and how a file becomes samples.

Yours to edit. config.py says how the table is written; its paths begin at its own folder.
"""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PureWindowsPath

import numpy as np
import soundfile
from scipy.signal import resample

from .config import Config

ENDINGS = {".wav", ".flac", ".ogg", ".oga", ".aif", ".aiff", ".au"}


@dataclass(frozen=True)
class Example:
    """One clip, decoded when it is asked for."""

    id: str  # "clips.csv:17", counted from 1 without the header
    raw: str  # the path of its file
    answer: str | None  # None if nobody knows


def read(path: str | Path, config: Config) -> list[Example]:
    """Every row of a table, but for clips named in `drop`; or one clip, to predict."""
    path = Path(path)
    if not path.is_file():
        raise ValueError(f"No file {path}: correct the path, or `data` in config.py.")
    if path.suffix.lower() in ENDINGS:
        return [Example(path.name, str(path), None)]
    place, answer = config.columns
    found = []
    for number, row in enumerate(rows(path, config), 1):
        file, id = file_of(row, place, path), f"{path.name}:{number}"
        if not dropped(file, config):
            found.append(Example(id, str(file), row.get(answer) or None))
    return found


def rows(path: Path, config: Config) -> list[dict[str, str]]:
    """Column -> cell, "" where it is empty."""
    try:
        with open(path, encoding=config.encoding, newline="") as stream:
            found = list(csv.DictReader(stream, delimiter=config.separator))
    except (csv.Error, ValueError) as error:
        raise ValueError(
            f"{path.name} cannot be read: {error}. Compare `separator` and `encoding` in "
            "config.py with the file."
        ) from error
    return [{k.strip(): (v or "").strip() for k, v in r.items() if k} for r in found]


def file_of(row: dict[str, str], place: str, path: Path) -> Path:
    """`place` is a column of paths, or a pattern: "fold{fold}/{clip}.wav".

    `{file.name}` is the last part of a path, `{table}` the table; either slash parts it.
    """
    cells = row | {"table": path.name.partition(".")[0]}
    try:
        parts = {name: PureWindowsPath(cell) for name, cell in cells.items()}
        name = place.format_map(parts) if "{" in place else row[place]
    except KeyError as error:
        raise ValueError(
            f"{path.name} has the columns {list(row)}, needed {error}: correct `columns` in "
            "config.py."
        ) from error
    return path.parent / name.replace("\\", "/")
