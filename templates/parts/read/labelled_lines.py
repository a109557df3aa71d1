"""The texts of a file, one a line, each of which begins with its answer.

Yours to edit. config.py says how a line begins.
"""

import gzip
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .config import Config


@dataclass(frozen=True)
class Example:
    """One text."""

    id: str  # "train.txt:17", counted from 1 without empty lines
    raw: str  # what follows the label
    answer: Any  # the group `target` of the label; None without one


def read(path: str | Path, config: Config) -> list[Example]:
    """Every line of a file; the labels may be missing: then predict them."""
    path = Path(path)
    if not path.is_file():
        raise ValueError(f"No file {path}: correct the path, or `data` in config.py.")
    stored = path.read_bytes()
    stored = gzip.decompress(stored) if stored.startswith(b"\x1f\x8b") else stored
    if config.encoding == "utf-16":
        stored = stored.decode(config.encoding).encode()
    line = re.compile(rf"(?:{config.label}\s+)?(?P<text>.*)")
    texts = (decoded(text, config.encoding) for text in stored.split(b"\n"))
    found = filter(None, map(line.fullmatch, filter(None, texts)))
    return [
        Example(f"{path.name}:{i}", match["text"], match[config.target])
        for i, match in enumerate(found, 1)
    ]


def decoded(text: bytes, encoding: str) -> str:
    """UTF-8 if the bytes are that; files are put together from lines of several encodings."""
    try:
        return text.decode().strip("\ufeff\r ")
    except UnicodeDecodeError:
        return text.decode(encoding, "replace").strip("\ufeff\r ")


def fault(example: Example, config: Config) -> str:
    """Why a text can neither train nor measure, "" if it can."""
    if not example.raw:
        return "no text"
    if {example.id, example.answer} & set(config.drop):
        return "named in `drop`"
    return "no label" if example.answer is None else ""
