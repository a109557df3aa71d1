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
import polars as pl
import torch
from torch import Tensor

from .config import Config
from .recipe import files, split
from .recipe.contract import Example, Splits
from .recipe.paths import resolve

OTHER = "(not seen in training)"


def load(config: Config) -> Splits:
    """The rows of the given files, cut as `config.split` says; ids are "train.csv:17"."""
    left_out: dict[str, str] = {}
    rows = {
        part: labelled(resolve(path), config, left_out)
        for part, path in split.given(config)
    }
    seen = rows["train"].frame
    numbering = [c for c in config.drop if c in seen and seen[c].is_unique().all()]
    pools = {part: pool(found, config, numbering) for part, found in rows.items()}
    return split.cut(pools, config, left_out)


def read(path: str, config: Config) -> Sequence[Example]:
    """New rows to predict, every one of them, in the order of the file."""
    frame = cells(Path(path), config).with_columns(pl.lit(None).alias(config.target))
    return Rows(
        frame, [f"{Path(path).name}:{i + 1}" for i in range(len(frame))], config
    )


class Rows(Sequence[Example]):
    """Rows as text; `raw` is {column: cell}, None where the cell is missing."""

    def __init__(self, frame: pl.DataFrame, ids: list[str], config: Config):
        self.frame, self.ids, self.answers = frame, ids, frame[config.target]
        aside = {config.target, config.split_column, *config.drop}
        self.x = frame.select(name for name in frame.columns if name not in aside)

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, i: Any) -> Any:
        return Example(self.ids[i], self.x.row(i, named=True), self.answers[i])


def pool(rows: Rows, config: Config, numbering: list[str]) -> split.Pool:
    """Copies agree in all cells, dropped ones too, but for the answer and any numbering."""
    aside = {config.target, config.split_column, *numbering}
    others = rows.frame.select(name for name in rows.frame.columns if name not in aside)
    keys = rows.frame[config.split_column].to_list() if config.split_column else []
    contents = list(map(repr, others.iter_rows()))
    return split.Pool(rows, rows.ids, contents, rows.answers.to_list(), keys)


def labelled(path: Path, config: Config, left_out: dict[str, str]) -> Rows:
    """The rows of a file whose answer is known; the others join `left_out`."""
    frame = cells(path, config)
    needed = [column for column in (config.target, config.split_column) if column]
    if absent := [column for column in needed if column not in frame]:
        raise ValueError(
            f"{path.name} has the columns {frame.columns}, needed {absent}: correct "
            "`target`, `split_column` or `columns` in config.py"
        )
    meant = pl.col(config.target).replace(dict(config.same_answer))
    whole = frame.select(~pl.any_horizontal(pl.col(needed).is_null())).to_series()
    ids = [f"{path.name}:{i + 1}" for i in range(len(frame))]
    for id, usable in zip(ids, whole, strict=True):
        if not usable:
            left_out[id] = f"no value in {' or '.join(needed)}"
    kept = [id for id in ids if id not in left_out]
    return Rows(frame.filter(whole).with_columns(meant), kept, config)


def cells(path: Path, config: Config) -> pl.DataFrame:
    """Every cell as text, null where it is missing."""
    header, names = not config.columns, list(config.columns)
    frame = files.cells(path, config.separator, config.quote, config.encoding, header)
    if len(names) == frame.width + 1:
        names.remove(config.target)  # a file to predict needs no answers
    if names and len(names) != frame.width:
        raise ValueError(
            f"{path.name} has {frame.width} columns, `columns` in config.py {len(names)} "
            "names: make them equal"
        )
    frame.columns = names or frame.columns
    return frame.select(pl.when(~pl.all().is_in(list(config.missing))).then(pl.all()))


@dataclass(frozen=True)
class Inputs:
    """x: float32 [numbers, then one flag per gap, then one slot per name].

    A number is asinh((cell - middle) / spread), standardised: straight near the middle, a
    logarithm far out, where one cell of a million would drown the others; 0 if missing.
    """

    numbers: dict[
        str, list[float]
    ]  # column -> median, quartile distance, then mean, sd
    gaps: list[str]  # numeric columns with missing cells in training
    names: dict[str, list[str | None]]  # column -> values in training, None for missing

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Inputs":
        rows = [example.raw for example in examples]
        names = {
            c: sorted({row[c] for row in rows}, key=str)
            for c in config.categorical
            if c in rows[0]
        }
        columns = {
            c: np.array([number(row[c]) for row in rows])
            for c in rows[0]
            if c not in names
        }
        gaps = [column for column, values in columns.items() if np.isnan(values).any()]
        return cls({c: scale(values) for c, values in columns.items()}, gaps, names)

    @cached_property
    def slots(self) -> dict[str, dict[str | None, int]]:
        """For each category where its values stand in x; the last one is for all the rest."""
        slots, free = {}, len(self.numbers) + len(self.gaps)
        for column, values in self.names.items():
            slots[column] = {
                value: free + i for i, value in enumerate([*values, OTHER])
            }
            free += len(values) + 1
        return slots

    @property
    def shape(self) -> tuple[int, ...]:
        return (
            len(self.numbers) + len(self.gaps) + sum(map(len, self.slots.values())),
        )

    def encode(self, raw: dict[str, str | None]) -> Tensor:
        """[columns], float32"""
        if missing := [
            column for column in (*self.numbers, *self.names) if column not in raw
        ]:
            raise ValueError(
                f"The row has no column {missing}: training had it, add it"
            )
        x = np.zeros(self.shape, dtype=np.float32)
        for i, (column, (middle, spread, mean, sd)) in enumerate(self.numbers.items()):
            value = number(raw[column])
            if value == value:  # not nan
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
            cells[column] = f"{value if abs(value) > 1e-5 * spread else 0:.5g}"
        for i, column in enumerate(self.gaps, len(self.numbers)):
            if values[i]:
                cells[column] = "missing"
        for column, slots in self.slots.items():
            said = [value or "missing" for value, slot in slots.items() if values[slot]]
            cells[column] = " and ".join(said) or "nothing"
        return cells

    def show(self, x: Tensor) -> str:
        return ", ".join(f"{column}={cell}" for column, cell in self.cells(x).items())

    def draw(self, x: Tensor, axes: Any) -> None:
        """One bar per numeric column, in training sds; the cells of all columns beside it."""
        cells = self.cells(x)
        bars = x[: len(self.numbers)].tolist() + [0.0] * len(self.names)
        axes.barh([f"{column} = {cell}" for column, cell in cells.items()], bars)
        axes.invert_yaxis()
        axes.set_xlabel("training sds from the mean")


def number(cell: str | None) -> float:
    """nan for a missing cell, for text and for infinity."""
    try:
        value = float(cell or "nan")
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def scale(values: np.ndarray) -> list[float]:
    """Median, quartile distance, and mean and sd of what asinh makes of the values."""
    known = values[~np.isnan(values)]
    if not len(known):
        return [0.0, 1.0, 0.0, 1.0]
    low, middle, high = np.quantile(known, [0.25, 0.5, 0.75]).tolist()
    spread = (
        (high - low) or known.std().item() or 1.0
    )  # 0 in a column of almost one value
    bent = np.arcsinh((known - middle) / spread)
    return [middle, spread, bent.mean().item(), bent.std().item() or 1.0]
