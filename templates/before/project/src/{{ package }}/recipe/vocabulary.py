"""Words as numbers: a vocabulary of the training split, and what an unknown word still says.

A token is three pieces: the word in small letters, its ending, its shape. A word that training
saw once at most is unknown, in training as later, so that the net learns what to make of one;
its ending and shape are left, after the signatures of Petrov et al. 2006 for rare words.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

PAD = 0  # the id of every piece where there is no token
OFTEN = 2  # times in training that make a piece known
LETTERS = 3  # of an ending

Known = dict[str, list[str]]  # "word", "ending", "shape" -> the known ones, by id


def pieces(token: str) -> dict[str, str]:
    """What is said of one token: {"word": "running", "ending": "ing", "shape": "xx"}."""
    word = token.lower()
    return {"word": word, "ending": word[-LETTERS:], "shape": shape(token)}


def shape(token: str) -> str:
    """Capitals, small letters, digits: "Xxx" of Paris, "XX" of NATO, "0000" of 1984.

    A run of letters counts as two, of digits as four at most; other signs stand for themselves.
    """
    kinds = "".join(map(kind, token))
    return re.sub(r"([Xx])\1+", r"\1\1", re.sub("0{4,}", "0000", kinds))


def kind(letter: str) -> str:
    if letter.isdigit():
        return "0"
    return ("X" if letter.isupper() else "x") if letter.isalpha() else letter


def count(tokens: Iterable[str], most: int = 20_000) -> Known:
    """The pieces that occur OFTEN, the `most` frequent of each sort, frequent first."""
    tally = Counter(tokens)  # each different token is taken apart once
    counts: dict[str, Counter[str]] = {sort: Counter() for sort in pieces("")}
    for token, times in tally.items():
        for sort, piece in pieces(token).items():
            counts[sort][piece] += times
    return {sort: frequent(counter, most) for sort, counter in counts.items()}


def frequent(counter: Counter[str], most: int) -> list[str]:
    """Ties by the alphabet, so that the order of the files decides nothing."""
    often = [piece for piece, times in counter.items() if times >= OFTEN]
    return sorted(often, key=lambda piece: (-counter[piece], piece))[:most]


@dataclass(frozen=True)
class Vocabulary:
    """Ids: 0 is the pad; then each sort of piece has one for unknown and its known ones."""

    known: Known

    @cached_property
    def ids(self) -> dict[str, dict[str, int]]:
        """sort -> piece -> id"""
        return {
            sort: {piece: first + 1 + i for i, piece in enumerate(self.known[sort])}
            for sort, first in self.unknown.items()
        }

    @cached_property
    def unknown(self) -> dict[str, int]:
        """sort -> the id of a piece that is not known"""
        first, unknown = PAD + 1, {}
        for sort, known in self.known.items():
            unknown[sort] = first
            first += 1 + len(known)
        return unknown

    @cached_property
    def names(self) -> list[str]:
        """id -> piece; an unknown one is a question mark."""
        return ["", *(name for known in self.known.values() for name in ["?", *known])]

    @property
    def sorts(self) -> int:
        return len(self.known)

    def __len__(self) -> int:
        return len(self.names)

    def encode(self, tokens: Sequence[str], length: int) -> Tensor:
        """int64 [length, sorts]: the first `length` tokens, then pads."""
        x = torch.full((length, self.sorts), PAD)
        rows = [self.row(token) for token in tokens[:length]]
        if rows:
            x[: len(rows)] = torch.tensor(rows)
        return x

    def row(self, token: str) -> list[int]:
        return [
            self.ids[sort].get(piece, self.unknown[sort])
            for sort, piece in pieces(token).items()
        ]

    def decode(self, x: Tensor) -> list[str]:
        """[length, sorts] -> the words; of an unknown one what is left: "?ing/xx"."""
        return [self.word(row) for row in x.tolist() if any(id != PAD for id in row)]

    def word(self, row: Sequence[int]) -> str:
        word, ending, shape = (self.names[id] for id in row)
        if row[0] != self.unknown["word"]:
            return word
        return f"?{'' if ending == '?' else ending}/{shape}"

    def share_unknown(self, tokens: Iterable[str]) -> float:
        """Of the words of some tokens; what to expect of texts that training never saw."""
        known = [pieces(token)["word"] in self.ids["word"] for token in tokens]
        return 1 - sum(known) / len(known) if known else 0.0
