"""x of a text: from its words to the numbers the net sees, and back.

Yours to edit. A text is cut into words and signs; each is three ids of a vocabulary, of the
word, its ending and its shape, and only the training texts decide what is in there.
"""

import html
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from .config import Config
from .recipe import near_copies, parts, passages, tables
from .recipe.contract import Example, Splits
from .recipe.paths import resolve
from .recipe.split import linked
from .recipe.vocabulary import Known, Vocabulary, count

APART = "\u3040-\u30ff\u3400-\u9fff"  # kana and Han signs, written without spaces
TOKEN = re.compile(rf"[{APART}]|[^\W{APART}]+(?:['’][^\W{APART}]+)*|[^\w\s]")


def load(config: Config) -> Splits:
    """ids: "sms.tsv:17" in tables and lines, "train/pos/17.txt" in folders."""
    left_out: dict[str, str] = {}
    found = {
        part: labelled(resolve(path), config, left_out)
        for part, path in parts.given(config)
    }
    texts = (example.raw for some in found.values() for example in some)
    copies = iter(linked(near_copies.contents(tokens_of(text)) for text in texts))
    pools = {
        part: parts.Pool(some, some.ids, [next(copies) for _ in some], some.answers)
        for part, some in found.items()
    }
    return parts.cut(pools, config, left_out)


def labelled(path: Path, config: Config, left_out: dict[str, str]) -> passages.Passages:
    """All texts at a path whose answer is known and that `drop` does not name."""
    return texts(path, config, left_out).answered(
        dict(config.same_answer), config.drop, left_out
    )


def read(path: str, config: Config) -> Sequence[Example]:
    """New texts to predict: a file, a table, lines with a label or without, a folder."""
    return texts(Path(path), config, {}).unanswered()


def texts(path: Path, config: Config, left_out: dict[str, str]) -> passages.Passages:
    if path.is_dir() or not config.text:
        return passages.in_files(path, config.encoding)
    if config.label:
        table = passages.lines(path, config.label, config.encoding)
    else:
        table = tables.read(
            path,
            separator=config.separator,
            quote=config.quote,
            encoding=config.encoding,
            columns=config.columns,
            optional=config.target,
        )
    return passages.in_table(table, config.text, config.target, left_out)


def tokens_of(text: str) -> list[str]:
    """Words and signs; &lt; and its kin are the signs they stand for."""
    return TOKEN.findall(html.unescape(text))


@dataclass(frozen=True)
class Inputs:
    """x: int64 [length, 3], the ids of word, ending and shape of each token; 0 is the pad.

    A text that is longer loses its end.
    """

    length: int  # tokens
    known: Known  # pieces that training saw often, by id

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Inputs":
        said = (token for example in examples for token in tokens_of(example.raw))
        return cls(config.length, count(said))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.known)

    @property
    def tokens(self) -> int:
        """How many ids there are: the rows of an embedding."""
        return len(self.vocabulary)

    @property
    def shape(self) -> tuple[int, ...]:
        return (self.length, self.vocabulary.sorts)

    def encode(self, raw: str) -> Tensor:
        return self.vocabulary.encode(tokens_of(raw), self.length)

    def places(self, raw: str) -> int:
        return len(tokens_of(raw))

    def length_of(self, x: Tensor) -> int:
        """Tokens of a text; what follows are pads."""
        return int((x[:, 0] != 0).sum())

    def features(self, x: Tensor) -> Tensor:
        """[tokens], sparse: how often each piece occurs; where it stands is lost."""
        ids, counts = x[x != 0].unique(return_counts=True)
        return torch.sparse_coo_tensor(
            ids[None], counts, (self.tokens,), check_invariants=True
        )

    def content(self, raw: str) -> bytes:
        """What two texts share if one is a copy of the other; x forgets rare words."""
        return near_copies.contents(tokens_of(raw))[0]

    def show(self, x: Tensor) -> str:
        return " ".join(self.vocabulary.decode(x)) or "(nothing)"

    def draw(self, x: Tensor, axes: Any) -> None:
        """The words as the net gets them; ?ing/xx is all it sees of an unknown one."""
        lines = textwrap.wrap(self.show(x), 46)
        shown = "\n".join(lines[:13] + ["…"] * (len(lines) > 13))
        axes.text(0, 1, shown, family="monospace", size=7, va="top")
        axes.axis("off")
