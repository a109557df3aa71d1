"""x of a text: from its words to the numbers the net sees, and back.

Yours to edit. A text is cut into words and signs, each of them three ids: of the word, of its
ending, of its shape. So a word that training hardly saw still says something, after the
signatures of Petrov et al. 2006 for rare words.
"""

import html
import re
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import torch
from torch import Tensor

from .config import Config
from .read import Example

APART = "\u3040-\u30ff\u3400-\u9fff"  # kana and Han signs, written without spaces
TOKEN = re.compile(rf"[{APART}]|[^\W{APART}]+(?:['’][^\W{APART}]+)*|[^\w\s]")
OFTEN = 2  # times in training that make a piece known
MOST = 20_000  # known pieces of each sort, the most frequent ones


@dataclass(frozen=True)
class Inputs:
    """x: int64 [length, 3], word, ending and shape of each token, then 0: pads.

    A text that is longer loses its end. What training has too rarely is unknown there, too,
    so that the net learns what to make of it.
    """

    length: int  # tokens
    known: list[list[str]]  # words, endings, shapes: the most frequent first

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Inputs":
        counts = Counter(token for e in examples for token in tokens_of(e.raw))
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

    def encode(self, raw: str) -> Tensor:
        rows = [self.row(token) for token in tokens_of(raw)[: self.length]]
        return torch.tensor(rows + [[0] * 3] * (self.length - len(rows)))

    def row(self, token: str) -> list[int]:
        pieces = enumerate(cut(token))
        return [self.ids.get(piece, self.ids[piece[0], ""]) for piece in pieces]

    def places(self, raw: str) -> int:
        """Tokens of a text, however many."""
        return len(tokens_of(raw))

    def length_of(self, x: Tensor) -> int:
        """Tokens in x; what follows are pads."""
        return int((x[:, 0] != 0).sum())

    def features(self, x: Tensor) -> Tensor:
        """[tokens], sparse: how often each piece occurs; where it stands is lost."""
        ids, counts = x[x != 0].unique(return_counts=True)
        size = (self.tokens,)
        return torch.sparse_coo_tensor(ids[None], counts, size, check_invariants=True)

    def content(self, raw: str) -> bytes:
        """What two copies share; x forgets rare words."""
        tokens = tokens_of(raw)
        return " ".join(plain(tokens) or tokens).encode("utf8", "replace")

    def words(self, x: Tensor) -> list[str]:
        """As the net gets them; ?ing/xx is all it sees of an unknown one."""
        pieces = ["", *(piece for _, piece in self.ids)]
        rows = ((pieces[id] for id in row) for row in x.tolist() if row[0])
        return [word or f"?{ending}/{shape}" for word, ending, shape in rows]

    def show(self, x: Tensor) -> str:
        return " ".join(self.words(x)) or "(nothing)"

    def draw(self, x: Tensor, axes: Any) -> None:
        lines = textwrap.wrap(self.show(x), 46)
        shown = "\n".join(lines[:13] + ["…"] * (len(lines) > 13)).replace("$", r"\$")
        axes.text(0, 1, shown, family="monospace", size=7, va="top")
        axes.axis("off")


def tokens_of(text: str) -> list[str]:
    """Words and signs; &lt; and its kin are the signs they stand for."""
    return TOKEN.findall(html.unescape(text))


def plain(tokens: Sequence[str]) -> list[str]:
    """Words in small letters, numbers as 0, signs left out: near copies are equal."""
    return [re.sub(r"\d+", "0", t.lower()) for t in tokens if t[0].isalnum()]


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
