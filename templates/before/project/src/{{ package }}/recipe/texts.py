"""Texts as windows of bytes, cut into splits; nothing is read before it is asked for."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

from ..config import Config
from . import parts
from .contract import Example
from .split import digest

ENDINGS = (".txt", ".md", ".text")
Pieces = dict[str, "list[Piece]"]  # by part


@dataclass(frozen=True)
class Piece:
    """The bytes first..last-1 of a file."""

    file: Path
    name: str  # in ids
    first: int
    last: int

    def windows(self, context: int) -> int:
        return max(0, self.last - self.first - 1) // context


class Windows(Sequence[Example]):
    """Window after window of `context` bytes; the answer is the window one byte further on.

    No window crosses the end of its piece: none sees another document, or another split.
    """

    def __init__(self, pieces: Sequence[Piece], context: int, labelled: bool = True):
        self.pieces = [piece for piece in pieces if piece.windows(context)]
        self.context, self.labelled = context, labelled
        self.ends = list(accumulate(piece.windows(context) for piece in self.pieces))

    def __len__(self) -> int:
        return self.ends[-1] if self.ends else 0

    def __getitem__(self, i: Any) -> Any:
        i = range(len(self))[i]
        which = bisect_right(self.ends, i)
        piece = self.pieces[which]
        start = piece.first + self.context * (
            i - (self.ends[which - 1] if which else 0)
        )
        with piece.file.open("rb") as file:
            file.seek(start)
            window = file.read(self.context + 1)
        answer = window[1:] if self.labelled else None
        return Example(f"{piece.name}:{start}", window[:-1], answer)


def documents(place: Path, drop: Sequence[str] = ()) -> list[Piece]:
    """The file, or every text below the folder, by name."""
    inside = sorted(f for f in place.rglob("*") if f.suffix in ENDINGS)
    kept = [f for f in (inside if place.is_dir() else [place]) if f.name not in drop]
    home = place if place.is_dir() else place.parent
    names = [file.relative_to(home).as_posix() for file in kept]
    sizes = [file.stat().st_size for file in kept]
    return [Piece(f, name, 0, n) for f, name, n in zip(kept, names, sizes, strict=True)]


def in_order(given: Pieces, config: Config) -> Pieces:
    """The beginning trains, what follows validates, the end tests; cut at the end of a line."""
    pieces, rest = dict(given), given["train"]
    total = sum(piece.last for piece in rest)
    shares = {"test": config.test_share, "validation": config.validation_share}
    for part, share in shares.items():
        if part not in given:
            rest, pieces[part] = cut_off(rest, round(share * total))
    return pieces | {"train": rest}


def cut_off(pieces: list[Piece], size: int) -> tuple[list[Piece], list[Piece]]:
    """All but about the last `size` bytes, and these."""
    rest, end = list(pieces), list[Piece]()
    while rest and size > 0:
        piece = rest.pop()
        length = piece.last - piece.first
        if length > size:
            border = next_line(piece.file, piece.last - size)
            rest.append(replace(piece, last=border))
            piece = replace(piece, first=border)
        end.insert(0, piece)
        size -= length
    return rest, end


def next_line(file: Path, place: int) -> int:
    """Where the next line begins."""
    with file.open("rb") as text:
        text.seek(place)
        return place + len(text.readline(1000))


def whole_documents(given: Pieces, config: Config) -> Pieces:
    """Each document in one part, and copies of a document in the same one."""
    pools = {part: pool(pieces) for part, pieces in given.items()}
    splits = parts.cut(pools, config, {})
    names = ("train", "validation", "test")
    return {part: [e.raw for e in getattr(splits, part)] for part in names}


def pool(pieces: list[Piece]) -> parts.Pool:
    examples = [Example(piece.name, piece, None) for piece in pieces]
    contents = [digest(piece.file.read_bytes()) for piece in pieces]
    return parts.Pool(
        examples, [e.id for e in examples], contents, [None] * len(pieces)
    )
