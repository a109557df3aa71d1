"""Who trains, who validates, who tests: by place, the texts one after another by name."""

from collections.abc import Sequence
from dataclasses import replace

from .config import Config
from .read import Piece, Windows


def cut(texts: Windows, shares: tuple[float, float], config: Config) -> list[Windows]:
    """The beginning trains, what follows validates, the end tests.

    The texts are cut first, at the end of a line, and each part into windows second: no
    byte is in two parts.
    """
    total = sum(piece.last - piece.first for piece in texts.pieces)
    rest, parts = texts.pieces, list[Windows]()
    for share in reversed(shares):
        rest, end = cut_off(rest, round(share * total))
        parts.insert(0, Windows(end, texts.context))
    return [Windows(rest, texts.context), *parts]


def cut_off(pieces: Sequence[Piece], size: int) -> tuple[list[Piece], list[Piece]]:
    """All but about the last `size` bytes, and these."""
    rest, end = list(pieces), list[Piece]()
    while rest and size > 0:
        piece = rest.pop()
        length = piece.last - piece.first
        if length > size:
            border = next_line(piece, piece.last - size)
            rest.append(replace(piece, last=border))
            piece = replace(piece, first=border)
        end.insert(0, piece)
        size -= length
    return rest, end


def next_line(piece: Piece, place: int) -> int:
    """Where the next line begins."""
    with piece.file.open("rb") as text:
        text.seek(place)
        return place + len(text.readline(1000))
