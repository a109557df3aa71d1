"""x of a sentence: its tokens as numbers, and back.

Yours to edit. A token is three ids: of the word, of its ending, of its shape. So a word that
training hardly saw still says something, after the signatures of Petrov et al. 2006 for rare
words.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import torch
from torch import Tensor

from .config import Config
from .read import Example

OFTEN = 2  # times in training that make a piece known
MOST = 20_000  # known pieces of each sort, the most frequent ones
ACROSS, CELL = 6, 9  # cells of a drawn line, letters of a cell
DRAWN = 36  # cells; more would be too small to read


@dataclass(frozen=True)
class Inputs:
    """x: int64 [length, 3], word, ending and shape of each token, then 0: pads.

    What training has too rarely is unknown there, too, so that the net learns what to make
    of it.
    """

    length: int  # tokens
    known: list[list[str]]  # words, endings, shapes: the most frequent first

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Inputs":
        counts = Counter(token for example in examples for token in example.raw)
        return cls(config.length, [often(counts, sort) for sort in range(3)])

    @cached_property
    def ids(self) -> dict[tuple[int, str], int]:
        """(sort, piece) -> id, from 1 on; "" stands for all unknown ones of a sort."""
        sorts = enumerate(self.known)
        pieces = ((sort, piece) for sort, known in sorts for piece in ["", *known])
        return {piece: id for id, piece in enumerate(pieces, 1)}

    @property
    def tokens(self) -> int:
        """How many ids there are: rows of an embedding."""
        return 1 + len(self.ids)

    @property
    def shape(self) -> tuple[int, ...]:
        return (self.length, 3)

    def encode(self, raw: Sequence[str]) -> Tensor:
        rows = [self.row(token) for token in raw[: self.length]]
        return torch.tensor(rows + [[0] * 3] * (self.length - len(rows)))

    def row(self, token: str) -> list[int]:
        pieces = enumerate(cut(token))
        return [self.ids.get(piece, self.ids[piece[0], ""]) for piece in pieces]

    def places(self, raw: Sequence[str]) -> int:
        """Tokens of a sentence, however many."""
        return len(raw)

    def length_of(self, x: Tensor) -> int:
        """Tokens in x; what follows are pads."""
        return int((x[:, 0] != 0).sum())

    def content(self, raw: Sequence[str]) -> bytes:
        """What two copies share; x forgets rare words."""
        return "\n".join(raw).encode()

    def words(self, x: Tensor) -> list[str]:
        """As the net gets them; ?ing/xx is all it sees of an unknown one."""
        pieces = ["", *(piece for _, piece in self.ids)]
        rows = ((pieces[id] for id in row) for row in x.tolist() if row[0])
        return [word or f"?{ending}/{shape}" for word, ending, shape in rows]

    def show(self, x: Tensor) -> str:
        return " ".join(self.words(x)) or "(nothing)"

    def draw(self, x: Tensor, axes: Any) -> None:
        """Each word in a cell of its own; `target.draw` puts the tags below."""
        strip(self.words(x), axes)


def cut(token: str) -> tuple[str, str, str]:
    """Running -> running, ing, Xxx: in a shape two letters stand for more, four digits."""
    word, kinds = token.lower(), "".join(map(kind, token))
    shape = re.sub(r"([Xx])\1+", r"\1\1", re.sub("0{4,}", "0000", kinds))
    return word, word[-3:], shape


def kind(letter: str) -> str:
    shown = ("X" if letter.isupper() else "x") if letter.isalpha() else letter
    return "0" if letter.isdigit() else shown


def often(tokens: Counter[str], sort: int) -> list[str]:
    """The known pieces of a sort; ties by the alphabet, so that no file's order decides."""
    counts: Counter[str] = Counter()
    for token, times in tokens.items():
        counts[cut(token)[sort]] += times
    pieces = sorted(counts, key=lambda piece: (-counts[piece], piece))
    return [piece for piece in pieces if counts[piece] >= OFTEN][:MOST]


def strip(said: Sequence[str], axes: Any, below: bool = False) -> None:
    """Each in the cell of its place, so that a slip by one is seen."""
    style = {"family": "monospace", "size": 6.5, "va": "top"}
    for first in range(0, min(len(said), DRAWN), ACROSS):
        cells = [cell(text) for text in said[first : first + ACROSS]]
        height = 1 - (2 * first / ACROSS + below) / (2 * DRAWN / ACROSS)
        colour = "tab:orange" if below else "black"
        axes.text(0, height, "".join(cells), color=colour, **style)
    axes.axis("off")


def cell(text: str) -> str:
    short = text if len(text) < CELL else text[: CELL - 2] + "…"
    return short.replace("$", r"\$").ljust(CELL + short.count("$"))
