"""Tokens in columns: one on each line, an empty line after each sentence.

CoNLL-U, the columns of CoNLL-2003, and whatever else looks like them, gzip or not.
"""

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

NUMBER = "ID"  # the column of CoNLL-U that counts tokens: "3-4" and "8.1" are none
BORDER = "-DOCSTART-"  # stands where a token would, between documents
NEW_DOCUMENT = "newdoc"  # a comment of CoNLL-U


@dataclass(frozen=True)
class Form:
    """How the lines are written."""

    columns: tuple[str, ...]  # their names, in order
    separator: str  # "" for spaces, any number of them
    encoding: str
    comment: str  # what a comment begins with; "" where there are none

    def cells(self, line: str) -> list[str]:
        if not self.separator:
            return line.split()
        return [cell.strip() for cell in line.split(self.separator)]

    def is_comment(self, line: str) -> bool:
        """Where tokens have numbers, "#" begins no token; elsewhere one may be "#"."""
        if not self.comment or not line.startswith(self.comment):
            return False
        return NUMBER in self.columns or len(self.cells(line)) != len(self.columns)


@dataclass
class Block:
    """One sentence."""

    place: int  # the byte at which its lines begin
    line: int  # in the file, from 1
    document: int  # which one of the file
    rows: list[list[str]] = field(default_factory=list)  # the cells of each token


class Stored:
    """A text file: read piece by piece, or unpacked in memory if it is gzip or UTF-16."""

    def __init__(self, path: Path, encoding: str):
        self.path, self.encoding, self.content = path, encoding, b""
        if not path.is_file():
            raise ValueError(
                f"No file {path}: correct the path, or `data` in config.py"
            )
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        if packed or encoding.startswith("utf-16"):
            stored = unpacked(path) if packed else path.read_bytes()
            self.content = stored.decode(encoding).encode()
            self.encoding = "utf8"

    def open(self) -> BinaryIO:
        return io.BytesIO(self.content) if self.content else self.path.open("rb")

    def lines(self, place: int = 0) -> Iterator[tuple[int, str]]:
        """(the byte at which it begins, the line), from a byte on."""
        with self.open() as file:
            file.seek(place)
            for line in file:
                yield place, self.decoded(line)
                place += len(line)

    def decoded(self, line: bytes) -> str:
        try:
            return line.decode(self.encoding).strip("\ufeff\r\n")
        except UnicodeDecodeError as error:
            raise ValueError(
                f"{self.path.name} is not {self.encoding} ({error.reason} in "
                f"{line[:40]!r}): correct `encoding` in config.py"
            ) from error


def unpacked(path: Path) -> bytes:
    try:
        return gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"{path} cannot be read ({error}): copy it again") from error


def blocks(stored: Stored, form: Form, place: int = 0) -> Iterator[Block]:
    """Sentence after sentence, from the byte `place` on."""
    document, block = 0, Block(place, 1, 0)
    for number, (at, line) in enumerate(stored.lines(place), 1):
        if not line.strip():
            if block.rows:
                yield block
            block = Block(at, number + 1, document)
        elif form.is_comment(line):
            if line.removeprefix(form.comment).strip().startswith(NEW_DOCUMENT):
                document += 1
                block.document = document
        elif line.startswith(BORDER):
            document += 1
            block = Block(at, number + 1, document)
        elif is_token(cells := form.cells(line), form):
            if not block.rows:
                block.place, block.line = at, number
            block.rows.append(cells)
    if block.rows:
        yield block


def is_token(cells: list[str], form: Form) -> bool:
    """Not a range such as 3-4, which its parts repeat, nor 8.1, which nobody wrote.

    A word alone, in a file to predict, has no number.
    """
    return form.columns[0] != NUMBER or len(cells) == 1 or cells[0].isdecimal()
