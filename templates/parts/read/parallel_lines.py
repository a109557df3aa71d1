"""The texts of a file, one a line, and their answers in the same lines of another.

Yours to edit. `parallel` in config.py says how the names of the two files differ.
"""

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .config import Config


@dataclass(frozen=True)
class Example:
    """One text."""

    id: str  # "train_text.txt:17", counted from 1
    raw: str
    answer: Any  # None if there is no file of answers, or its line is empty


def read(path: str | Path, config: Config) -> list[Example]:
    """Every line of a file; the file of answers may be missing: then predict them."""
    path, (text, answer) = Path(path), config.parallel
    if not path.is_file():
        raise ValueError(f"No file {path}: correct the path, or `data` in config.py.")
    texts = lines(path, config.encoding)
    beside = path.with_name(answer.join(path.name.rsplit(text, 1)))
    known: list[str] = [""] * len(texts)
    if beside != path and beside.is_file():
        known = lines(beside, config.encoding)
    if len(known) != len(texts):
        raise ValueError(
            f"{path.name} has {len(texts)} lines, {beside.name} {len(known)}: each text "
            "needs its answer in the same line. Correct the files."
        )
    both = enumerate(zip(texts, known, strict=True), 1)
    return [Example(f"{path.name}:{i}", raw, found or None) for i, (raw, found) in both]


def lines(path: Path, encoding: str) -> list[str]:
    """Each line, an empty one too; UTF-8 if the bytes are that."""
    stored = path.read_bytes()
    stored = gzip.decompress(stored) if stored.startswith(b"\x1f\x8b") else stored
    try:
        text = stored.decode()
    except UnicodeDecodeError:
        text = stored.decode(encoding, "replace")
    return [line.strip("\ufeff\r ") for line in text.removesuffix("\n").split("\n")]


def fault(example: Example, config: Config) -> str:
    """Why a text can neither train nor measure, "" if it can."""
    if not example.raw:
        return "no text"
    if {example.id, example.answer} & set(config.drop):
        return "named in `drop`"
    return "no answer" if example.answer is None else ""
