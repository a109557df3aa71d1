"""x of a series: from the values up to a moment to the numbers the net sees, and back.

Yours to edit. A forecast knows nothing of what comes after its origin: each part of the
time has windows of its own, and only the training part decides mean and sd.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .config import Config
from .recipe import parts, tables, windows
from .recipe.contract import Example, Splits
from .recipe.paths import resolve
from .recipe.timeline import Timeline, timeline


def load(config: Config) -> Splits:
    """ids are origins, the last moments a forecast knows: "power.csv:2016-07-04 23:00:00"."""
    left_out: dict[str, str] = {}
    given = parts.given(config)
    found = {part: steps(resolve(path), config, left_out) for part, path in given}
    return windows.cut(
        found, config, left_out, lookback=config.lookback, horizon=config.horizon
    )


def read(path: str, config: Config) -> Sequence[Example]:
    """The one example whose answer nobody knows: the end of the file."""
    return [windows.latest(steps(Path(path), config, {}), config.lookback)]


def steps(path: Path, config: Config, left_out: dict[str, str]) -> Timeline:
    table = tables.read(
        path,
        separator=config.separator,
        quote=config.quote,
        encoding=config.encoding,
        missing=config.missing,
        columns=config.columns,
    )
    return timeline(
        table,
        left_out,
        name=path.name,
        time=config.split_column,
        time_format=config.time_format,
        step=config.step,
        series=config.series,
        target=config.target,
        drop=config.drop,
    )


@dataclass(frozen=True)
class Inputs:
    """x: float32 [channels, lookback], in training sds around the training mean.

    A value that is missing is the last known one; before the first known one, the mean.
    """

    lookback: int  # steps
    period: int  # steps of a season
    mean: dict[str, float]  # channel -> of its training values, in its own unit
    sd: dict[str, float]

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Inputs":
        apart = range(0, len(examples), config.lookback)  # windows that share no step
        pasts = [np.stack([*examples[i].raw.values()]) for i in apart]
        mean, sd = {}, {}
        for channel, row in zip(examples[0].raw, np.hstack(pasts), strict=True):
            known = row[np.isfinite(row)] if np.isfinite(row).any() else np.zeros(1)
            mean[channel], sd[channel] = known.mean().item(), known.std().item() or 1.0
        return cls(config.lookback, config.period, mean, sd)

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self.mean), self.lookback)

    def encode(self, raw: dict[str, np.ndarray]) -> Tensor:
        if absent := self.mean.keys() - raw.keys():
            raise ValueError(
                f"The file lacks {sorted(absent)}: training had them, add them"
            )
        rows = [(raw[c] - mean) / self.sd[c] for c, mean in self.mean.items()]
        return torch.from_numpy(np.nan_to_num(np.stack(rows))).float()

    def past(self, x: Tensor) -> dict[str, np.ndarray]:
        """What x says of each channel, in the unit of the file."""
        rows = zip(self.mean.items(), x.cpu().double().numpy(), strict=True)
        return {c: mean + self.sd[c] * row for (c, mean), row in rows}

    def show(self, x: Tensor) -> str:
        ends = [f"{c} {v[0]:.4g} … {v[-1]:.4g}" for c, v in self.past(x).items()]
        return f"{self.lookback} steps: {', '.join(ends)}"

    def draw(self, x: Tensor, axes: Any) -> None:
        """The past up to step 0, in training sds; `target.draw` goes on from there."""
        for i, row in enumerate(x[:3].tolist()):  # more lines nobody can tell apart
            axes.plot(range(1 - len(row), 1), row, color=f"C{i}")
