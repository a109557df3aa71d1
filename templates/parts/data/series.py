"""x of a series: from the values up to a moment to the numbers the net sees, and back.

Yours to edit. A forecast knows nothing of what comes after its origin: each part of the
time gets windows of its own, and only the training part decides mean and sd.
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

DRAWN = 3  # channels: more lines than that nobody can tell apart

Past = dict[str, np.ndarray]  # channel -> its last `lookback` values


def load(config: Config) -> Splits:
    """ids are origins, the last moments a forecast knows: "power.csv:2016-07-04 23:00:00"."""
    left_out: dict[str, str] = {}
    found = {
        part: steps(resolve(path), config, left_out)
        for part, path in parts.given(config)
    }
    return windows.cut(
        found, config, left_out, lookback=config.lookback, horizon=config.horizon
    )


def read(path: str, config: Config) -> Sequence[Example]:
    """The one example that nobody knows the answer of: the end of the file."""
    line = steps(Path(path), config, {})
    if len(line.times) < config.lookback:
        raise ValueError(
            f"{path} has {len(line.times)} steps, needed {config.lookback} to forecast "
            "from: give the steps before them, too"
        )
    past = dict(zip(line.channels, line.known[:, -config.lookback :], strict=True))
    return [Example(f"{line.name}:{line.times[-1]}", past, None)]


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
        aside=aside(table, config),
    )


def aside(table: tables.Table, config: Config) -> Sequence[str]:
    """Columns that are no channels; with a `target` it is the only one."""
    if not config.target:
        return config.drop
    return [name for name in table.frame.columns if name != config.target]


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
        pasts = [examples[i].raw for i in apart]
        mean, sd = {}, {}
        for channel in pasts[0]:
            values = np.concatenate([past[channel] for past in pasts])
            values = values[np.isfinite(values)]
            mean[channel] = values.mean().item() if len(values) else 0.0
            sd[channel] = (values.std().item() if len(values) else 0.0) or 1.0
        return cls(config.lookback, config.period, mean, sd)

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self.mean), self.lookback)

    def encode(self, raw: Past) -> Tensor:
        if absent := self.mean.keys() - raw.keys():
            raise ValueError(
                f"The file lacks {sorted(absent)}: training had them, add them"
            )
        rows = [(raw[c] - mean) / self.sd[c] for c, mean in self.mean.items()]
        return torch.from_numpy(np.nan_to_num(np.stack(rows))).float()

    def past(self, x: Tensor) -> Past:
        """The values that x holds, in the units of the file."""
        return {
            channel: mean + self.sd[channel] * row.double().numpy()
            for (channel, mean), row in zip(self.mean.items(), x.cpu(), strict=True)
        }

    def show(self, x: Tensor) -> str:
        ends = [f"{c} {v[0]:.4g} … {v[-1]:.4g}" for c, v in self.past(x).items()]
        return f"{self.lookback} steps: {', '.join(ends)}"

    def draw(self, x: Tensor, axes: Any) -> None:
        """The past up to step 0, in training sds; `target.draw` goes on from there."""
        for i, (channel, row) in enumerate(zip(self.mean, x.tolist(), strict=True)):
            if i < DRAWN:
                axes.plot(range(1 - len(row), 1), row, color=f"C{i}", label=channel)
