"""A text as windows of bytes; none is read before it is asked for.

Yours to edit. A token is a byte: every text in every language has one of 256, none is ever
unknown, nothing is downloaded, and the loss counts the same whatever the alphabet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .config import Config


@dataclass(frozen=True)
class Example:
    """One window."""

    id: str  # "tales.txt:640", the byte at which it begins
    raw: bytes  # [context]
    answer: bytes  # [context], the window one byte further on


class Windows(Sequence[Example]):
    """Window after window of `context` bytes, within the bytes first..last-1 of a file.

    Only the bytes of a window are read: the text may be larger than the memory.
    """

    def __init__(self, file: Path, first: int, last: int, context: int):
        self.file, self.first, self.last, self.context = file, first, last, context

    def __len__(self) -> int:
        return max(0, self.last - self.first - 1) // self.context

    def __getitem__(self, i: Any) -> Any:
        start = self.first + self.context * range(len(self))[i]
        with self.file.open("rb") as text:
            text.seek(start)
            bytes = text.read(self.context + 1)
        return Example(f"{self.file.name}:{start}", bytes[:-1], bytes[1:])


def read(path: str | Path, config: Config) -> Windows:
    """All of a file."""
    path = Path(path)
    if not path.is_file():
        raise ValueError(f"No file {path}: correct the path, or `data` in config.py.")
    return Windows(path, 0, path.stat().st_size, config.context)
