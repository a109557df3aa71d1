"""x of a text: the bytes of a window.

Yours to edit. Windows follow one another in the text; where they lie says `read.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from .config import Config
from .read import Example

ACROSS = 32  # bytes of a drawn line


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
        """The text in lines, as the net reads it."""
        text = self.show(x)[1:-1]
        lines = [text[i : i + ACROSS] for i in range(0, len(text), ACROSS)]
        axes.text(0, 1, "\n".join(lines), family="monospace", size=7, va="top")
        axes.axis("off")
