"""The texts of a folder as windows of bytes; none is read before it is asked for.

Yours to edit. A token is a byte: every text in every language has one of 256, none is ever
unknown, nothing is downloaded, and the loss counts the same whatever the alphabet.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from .config import Config

ENDINGS = (".txt", ".md", ".text")


@dataclass(frozen=True)
class Example:
    """One window."""

    id: str  # "letters/1888.txt:640", the byte at which it begins
    raw: bytes  # [context]
    answer: bytes  # [context], the window one byte further on


@dataclass(frozen=True)
class Piece:
    """The bytes first..last-1 of a text."""

    file: Path
    name: str  # below the folder
    first: int
    last: int


class Windows(Sequence[Example]):
    """Window after window of `context` bytes; none crosses the end of its piece.

    Only the bytes of a window are read: the texts may be larger than the memory.
    """

    def __init__(self, pieces: Sequence[Piece], context: int):
        self.pieces, self.context = pieces, context
        counts = (max(0, p.last - p.first - 1) // context for p in pieces)
        self.ends = [0, *accumulate(counts)]  # windows before each piece, and in all

    def __len__(self) -> int:
        return self.ends[-1]

    def __getitem__(self, i: Any) -> Any:
        i = range(len(self))[i]
        which = bisect_right(self.ends, i) - 1
        piece = self.pieces[which]
        start = piece.first + self.context * (i - self.ends[which])
        with piece.file.open("rb") as text:
            text.seek(start)
            bytes = text.read(self.context + 1)
        return Example(f"{piece.name}:{start}", bytes[:-1], bytes[1:])


def read(path: str | Path, config: Config) -> Windows:
    """Every text below a folder, by name, or one file; but for those named in `drop`."""
    path = Path(path)
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    found = [f for f in files if f.suffix in ENDINGS and not hidden(f, path)]
    found = [file for file in found if file.name not in config.drop]
    if not found:
        raise ValueError(
            f"No text in {path}: correct the path, or `data` in config.py."
        )
    home = path if path.is_dir() else path.parent
    pieces = [
        Piece(file, file.relative_to(home).as_posix(), 0, file.stat().st_size)
        for file in found
    ]
    return Windows(pieces, config.context)


def hidden(file: Path, top: Path) -> bool:
    """No part of the data: .ipynb_checkpoints, __MACOSX and the like."""
    parts = file.relative_to(top).parts
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)
