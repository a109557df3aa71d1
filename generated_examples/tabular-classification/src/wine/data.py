"""x of a table of numbers without gaps: standardised for the net, and back. Yours to edit."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .config import Config
from .read import Example


@dataclass(frozen=True)
class Inputs:
    """x: float32 [columns], each asinh((cell - middle) / spread), standardised.

    Straight within some four quartile distances of the median, a logarithm beyond, where one
    cell of a million would drown all others.
    """

    numbers: dict[str, list[float]]  # column -> middle, spread, then mean and sd

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Inputs":
        rows = [example.raw for example in examples]
        columns = [name for name in rows[0] if name not in config.drop]
        return cls({c: scale(np.array([number(r, c) for r in rows])) for c in columns})

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self.numbers),)

    def encode(self, raw: dict[str, str | None]) -> Tensor:
        x = [
            (math.asinh((number(raw, column) - middle) / spread) - mean) / sd
            for column, (middle, spread, mean, sd) in self.numbers.items()
        ]
        return torch.tensor(x, dtype=torch.float32)

    def cells(self, x: Tensor) -> dict[str, str]:
        """What x says of each column, in the unit of the file."""
        cells, values = {}, x.tolist()
        for i, (column, (middle, spread, mean, sd)) in enumerate(self.numbers.items()):
            value = middle + spread * math.sinh(values[i] * sd + mean)
            cells[column] = f"{value if abs(value) > 1e-6 * spread else 0:.5g}"
        return cells

    def show(self, x: Tensor) -> str:
        return ", ".join(f"{column}={cell}" for column, cell in self.cells(x).items())

    def draw(self, x: Tensor, axes: Any) -> None:
        """A bar per column, in training sds from the mean: expect most within 2."""
        axes.barh([f"{c} = {cell}" for c, cell in self.cells(x).items()], x.tolist())
        axes.invert_yaxis()


def number(raw: dict[str, str | None], column: str) -> float:
    """The cell as a number; whoever leaves one out has to say what it should be."""
    try:
        value = float(raw[column] or "nan")
    except (KeyError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(
            f"Found {raw.get(column)!r} in {column}, needed a number: mend or remove the "
            "row, or say in data.py what a gap means."
        )
    return value


def scale(values: np.ndarray) -> list[float]:
    """Middle, spread, and the mean and sd of what asinh makes of the values."""
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75]).tolist()
    spread = 4 * (high - low) or values.std().item() or 1.0  # 0 if one value reigns
    bent = np.arcsinh((values - middle) / spread)
    return [middle, spread, bent.mean().item(), bent.std().item() or 1.0]
