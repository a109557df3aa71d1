"""x of a table: from the cells of a row to the numbers the net sees, and back.

Yours to edit. Numbers are standardised, names become one-hot, and a missing cell never
looks like an average one. Only training rows decide how.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .config import Config
from .read import Example

OTHER = "(not seen in training)"


@dataclass(frozen=True)
class Inputs:
    """x: float32 [numbers, then a flag per column with gaps, then a slot per name].

    A number is asinh((cell - middle) / spread), standardised: straight within some four
    quartile distances of the median, a logarithm beyond, where one cell of a million would
    drown all others. A missing number is 0, the mean, and raises its flag. A checkpoint
    stores these plain values, and needs nothing else to predict.
    """

    numbers: dict[str, list[float]]  # column -> middle, spread, then mean and sd
    gaps: list[str]  # columns of numbers with missing cells in training
    names: dict[str, list[str | None]]  # column -> values in training, None for missing

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Inputs":
        rows = [example.raw for example in examples]
        numbers, gaps, names = {}, [], {}
        for column in [name for name in rows[0] if name not in config.drop]:
            cells = [row[column] for row in rows]
            if column in config.categorical:
                names[column] = sorted(set(cells), key=str)
                continue
            values = np.array([number(cell) for cell in cells])
            numbers[column] = scale(values[~np.isnan(values)])
            gaps += [column] * bool(np.isnan(values).any())
        return cls(numbers, gaps, names)

    @cached_property
    def slots(self) -> dict[str, dict[str | None, int]]:
        """Where each value of each category stands in x; OTHER is for all the rest."""
        slots, free = {}, len(self.numbers) + len(self.gaps)
        for column, values in self.names.items():
            slots[column] = {v: free + i for i, v in enumerate([*values, OTHER])}
            free += len(values) + 1
        return slots

    @property
    def shape(self) -> tuple[int, ...]:
        slots = sum(map(len, self.slots.values()))
        return (len(self.numbers) + len(self.gaps) + slots,)

    def encode(self, raw: dict[str, str | None]) -> Tensor:
        if absent := (self.numbers.keys() | self.names.keys()) - raw.keys():
            raise ValueError(
                f"The row lacks {sorted(absent)}: training had them, add them."
            )
        x = np.zeros(self.shape, dtype=np.float32)
        for i, (column, (middle, spread, mean, sd)) in enumerate(self.numbers.items()):
            value = number(raw[column])
            if not math.isnan(value):
                x[i] = (math.asinh((value - middle) / spread) - mean) / sd
            elif column in self.gaps:
                x[len(self.numbers) + self.gaps.index(column)] = 1
        for column, slots in self.slots.items():
            x[slots.get(raw[column], slots[OTHER])] = 1
        return torch.from_numpy(x)

    def cells(self, x: Tensor) -> dict[str, str]:
        """What x says of each column, in the words and units of the file."""
        cells, values = {}, x.tolist()
        for i, (column, (middle, spread, mean, sd)) in enumerate(self.numbers.items()):
            value = middle + spread * math.sinh(values[i] * sd + mean)
            cells[column] = f"{value if abs(value) > 1e-6 * spread else 0:.5g}"
        for i, column in enumerate(self.gaps, len(self.numbers)):
            cells[column] = "missing" if values[i] else cells[column]
        for column, slots in self.slots.items():
            said = [value or "missing" for value, slot in slots.items() if values[slot]]
            cells[column] = " and ".join(said) or "nothing"
        return cells

    def show(self, x: Tensor) -> str:
        return ", ".join(f"{column}={cell}" for column, cell in self.cells(x).items())

    def draw(self, x: Tensor, axes: Any) -> None:
        """A line per column; a bar for each number, in training sds from the mean."""
        bars = x[: len(self.numbers)].tolist() + [0.0] * len(self.names)
        axes.barh([f"{c} = {cell}" for c, cell in self.cells(x).items()], bars)
        axes.invert_yaxis()


def number(cell: str | None) -> float:
    """nan for a missing cell, for text and for infinity."""
    try:
        value = float(cell or "nan")
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def scale(values: np.ndarray) -> list[float]:
    """Middle, spread, and the mean and sd of what asinh makes of the values."""
    if not len(values):
        return [0.0, 1.0, 0.0, 1.0]
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75]).tolist()
    spread = 4 * (high - low) or values.std().item() or 1.0  # 0 if one value reigns
    bent = np.arcsinh((values - middle) / spread)
    return [middle, spread, bent.mean().item(), bent.std().item() or 1.0]
