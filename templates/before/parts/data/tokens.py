"""x of a sentence: its tokens as numbers, each as word, ending and shape, and back.

Yours to edit. A word that training saw once or never is unknown, and its ending and shape
still say much; only training sentences decide which are known: see `Inputs`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from torch import Tensor

from .config import Config
from .recipe import parts, sentences, strip, vocabulary
from .recipe.columns import Form
from .recipe.contract import Example, Splits
from .recipe.paths import resolve


def load(config: Config) -> Splits:
    """ids: "train.conllu:5", the line in which the sentence begins; its rest is ":5+64"."""
    given = parts.given(config)
    found = {part: examples(path, config, config.target) for part, path in given}
    return sentences.splits(found, config)


def read(path: str, config: Config) -> Sequence[Example]:
    """New sentences to tag: the columns of training, or a word on each line."""
    return examples(path, config, tag="")


def examples(path: str, config: Config, tag: str) -> sentences.Sentences:
    """Sentences of at most `length` tokens; longer ones in pieces, so that all are tagged."""
    form = Form(config.columns, config.separator, config.encoding, config.comment)
    return sentences.Sentences(
        resolve(path),
        form,
        config.length,
        config.word,
        tag,
        config.untagged,
        config.drop,
    )


@dataclass(frozen=True)
class Inputs:
    """x: int64 [length, 3], the ids of each token's word, ending and shape; 0 for pads."""

    length: int  # tokens
    known: vocabulary.Known  # what training taught of each sort, by id

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Inputs":
        tokens: Iterable[str] = (token for e in examples for token in e.raw)
        return cls(config.length, vocabulary.count(tokens))

    @cached_property
    def vocabulary(self) -> vocabulary.Vocabulary:
        return vocabulary.Vocabulary(self.known)

    @property
    def shape(self) -> tuple[int, ...]:
        return (self.length, self.vocabulary.sorts)

    @property
    def tokens(self) -> int:
        """How many ids there are: rows of an embedding."""
        return len(self.vocabulary)

    def encode(self, raw: Sequence[str]) -> Tensor:
        return self.vocabulary.encode(raw, self.length)

    def content(self, raw: Sequence[str]) -> bytes:
        """What two copies share; x forgets rare words."""
        return "\n".join(raw).encode()

    def places(self, raw: Sequence[str]) -> int:
        return len(raw)

    def length_of(self, x: Tensor) -> int:
        """Tokens of a sentence; what follows are pads."""
        return int((x[:, 0] != 0).sum())

    def words(self, x: Tensor) -> list[str]:
        """As the net sees them; of an unknown word its ending and shape."""
        return self.vocabulary.decode(x.cpu())

    def show(self, x: Tensor) -> str:
        return " ".join(self.words(x))

    def draw(self, x: Tensor, axes: Any) -> None:
        """Each word in a cell of its own; `target.draw` puts the tags below."""
        strip.draw(self.words(x), axes)
