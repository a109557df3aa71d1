"""Weights that a check wants kept for a while: an adapter knows no run of yours."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch


@dataclass(frozen=True)
class Kept:
    """A folder of our own; `best` is what your training ends with, as is `last`."""

    folder: Path

    def rows(self, file: str) -> list[dict[str, str]]:
        return []

    def save(self, name: str, checkpoint: dict[str, Any]) -> None:
        torch.save(checkpoint, self.folder / f"{name}.pt")

    def checkpoint(self, name: str) -> dict[str, Any]:
        return torch.load(self.folder / f"{name}.pt", weights_only=True)
