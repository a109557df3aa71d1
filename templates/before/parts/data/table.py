"""x of a table: from the cells of a row to the numbers the net sees, and back.

Yours to edit. Numbers are standardised, names become one-hot, and a missing cell never
looks like an average one. Only training rows decide how: see `Inputs`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .config import Config
from .recipe import parts, tables
from .recipe.contract import Example, Splits
from .recipe.paths import resolve

OTHER = "(not seen in training)"


def load(config: Config) -> Splits:
    """The rows of the given files, cut as `config.split` says; ids are "train.csv:17"."""
    left_out: dict[str, str] = {}
    needed = [name for name in (config.target, config.split_column) if name]
    pools = tables.pools(
        {
            part: table(resolve(path), config).with_values_in(needed, left_out)
            for part, path in parts.given(config)
        },
        target=config.target,
        same_answer=dict(config.same_answer),
        key=config.split_column,
        drop=config.drop,
    )
    return parts.cut(pools, config, left_out)


def read(path: str, config: Config) -> Sequence[Example]:
    """New rows to predict, every one of them, in the order of the file."""
    aside = [config.target, config.split_column, *config.drop]
    return tables.Rows(table(Path(path), config), None, aside)


def table(path: Path, config: Config) -> tables.Table:
    return tables.read(
        path,
        separator=config.separator,
        quote=config.quote,
        encoding=config.encoding,
        missing=config.missing,
        columns=config.columns,
        optional=config.target,
    )


@dataclass(frozen=True)
class Inputs:
    """x: float32 [numbers, then a flag per column with gaps, then a slot per name].

    A number is asinh((cell - middle) / spread), standardised: straight within some four
    quartile distances of the median, a logarithm beyond, where one cell of a million would
    drown all others. A missing number is 0, the mean, and raises its flag.
    """

    numbers: dict[str, list[float]]  # column -> middle, spread, then mean and sd
    gaps: list[str]  # columns of numbers with missing cells in training
    names: dict[str, list[str | None]]  # column -> values in training, None for missing

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Inputs":
        rows = [example.raw for example in examples]
        numbers, gaps, names = {}, [], {}
        for column in rows[0]:
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
            slots[column] = {
                value: free + i for i, value in enumerate([*values, OTHER])
            }
            free += len(values) + 1
        return slots

    @property
    def shape(self) -> tuple[int, ...]:
        slots = sum(map(len, self.slots.values()))
        return (len(self.numbers) + len(self.gaps) + slots,)

    def encode(self, raw: dict[str, str | None]) -> Tensor:
        if absent := (self.numbers.keys() | self.names.keys()) - raw.keys():
            raise ValueError(
                f"The row lacks {sorted(absent)}: training had them, add them"
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
