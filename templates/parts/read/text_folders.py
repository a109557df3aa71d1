"""The texts of a folder, one a file; the folder of a text is its answer.

Yours to edit. "train/pos/old/17.txt" is pos.
"""

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .config import Config

ENDINGS = (".txt", ".md", ".text")


@dataclass(frozen=True)
class Example:
    """One text."""

    id: str  # "train/pos/17.txt"
    raw: str
    answer: Any  # the first folder below the one named; None if there is none


def read(path: str | Path, config: Config) -> list[Example]:
    """Every text below a folder, or one file."""
    path = Path(path)
    if not path.exists():
        raise ValueError(f"No {path}: correct the path, or `data` in config.py.")
    texts = (f for f in path.rglob("*") if f.is_file() and is_text(f))
    inside = sorted(file for file in texts if not hidden(file, path))
    home, found = (path if path.is_dir() else path.parent), list[Example]()
    for file in inside if path.is_dir() else [path]:
        names = file.relative_to(home).parts
        answer = names[0] if len(names) > 1 else None
        text = decoded(file.read_bytes(), config.encoding)
        found.append(Example("/".join([home.name, *names]), text, answer))
    return found


def hidden(file: Path, top: Path) -> bool:
    """No part of the data: .ipynb_checkpoints, __MACOSX and the like."""
    parts = file.relative_to(top).parts
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def is_text(file: Path) -> bool:
    """By its name: .txt and the like, or no ending at all, as mails and posts are stored."""
    name = file.name.removesuffix(".gz")
    plain = "." not in name or name.rpartition(".")[2].isdigit()
    return not name.startswith(".") and (plain or name.lower().endswith(ENDINGS))


def decoded(stored: bytes, encoding: str) -> str:
    """UTF-8 if the bytes are that; files of several encodings stand side by side."""
    stored = gzip.decompress(stored) if stored.startswith(b"\x1f\x8b") else stored
    try:
        return stored.decode()
    except UnicodeDecodeError:
        return stored.decode(encoding, "replace")


def fault(example: Example, config: Config) -> str:
    """Why a text can neither train nor measure, "" if it can."""
    if {example.id, example.answer} & set(config.drop):
        return "named in `drop`"
    return "in no class folder" if example.answer is None else ""
