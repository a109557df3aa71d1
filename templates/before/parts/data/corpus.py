"""x of a text: its bytes, cut into windows in the order of the text.

Yours to edit. A token is a byte: every text in every language has one of 256, none is ever
unknown, nothing is downloaded, and the loss counts the same whatever the alphabet. Only the
bytes of a window are read, when it is asked for: the text may be larger than the memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from .config import Config
from .recipe import parts, texts
from .recipe.contract import Example, Splits
from .recipe.paths import resolve


def load(config: Config) -> Splits:
    """ids: "tales.txt:640", the byte at which the window begins."""
    given = {
        part: texts.documents(resolve(path), config.drop)
        for part, path in parts.given(config)
    }
    cut = texts.in_order if config.split == "time" else texts.whole_documents
    pieces = cut(given, config)
    return Splits(**{p: texts.Windows(pieces[p], config.context) for p in pieces})


def read(path: str, config: Config) -> Sequence[Example]:
    """New text: the prediction is the next byte after each byte of a window."""
    return texts.Windows(texts.documents(resolve(path)), config.context, labelled=False)


@dataclass(frozen=True)
class Inputs:
    """x: int64 [context], the bytes of a window."""

    context: int  # bytes

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Inputs":
        return cls(config.context)

    @property
    def shape(self) -> tuple[int, ...]:
        return (self.context,)

    def encode(self, raw: bytes) -> Tensor:
        return torch.tensor(list(raw))

    def show(self, x: Tensor) -> str:
        return repr(bytes(x.tolist()).decode("utf8", "replace"))

    def draw(self, x: Tensor, axes: Any) -> None:
        """The text in lines of 32, as the net reads it."""
        text = self.show(x)[1:-1]
        lines = [text[i : i + 32] for i in range(0, len(text), 32)]
        axes.text(0, 1, "\n".join(lines), family="monospace", size=7, va="top")
        axes.axis("off")
