"""x of a series: from the values up to a moment to the numbers the net sees, and back.

Yours to edit. A forecast knows nothing of what comes after its origin, and only the training
part decides mean and sd.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .config import Config
from .read import Example, Values

DRAWN = 3  # channels; more lines nobody can tell apart


@dataclass(frozen=True)
class Inputs:
    """x: float32 [channels, lookback], in training sds around the training mean.

    First come those that are forecast, then the others (covariates).
    A value that is missing is the last known one; before the first known one, the mean.
    """

    lookback: int  # steps
    period: int  # steps of a season
    mean: dict[str, float]  # channel -> of its training values, in its own unit
    sd: dict[str, float]
    forecast: int  # how many of the channels, from the first on

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Inputs":
        apart = range(0, len(examples), config.lookback)  # windows that share no step
        pasts = [np.stack([*examples[i].raw.values()]) for i in apart]
        mean, sd = {}, {}
        for channel, row in zip(examples[0].raw, np.hstack(pasts), strict=True):
            known = row[np.isfinite(row)] if np.isfinite(row).any() else np.zeros(1)
            mean[channel], sd[channel] = known.mean().item(), known.std().item() or 1.0
        forecast = len(examples[0].answer)
        return cls(config.lookback, config.period, mean, sd, forecast)

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self.mean), self.lookback)

    def encode(self, raw: Values) -> Tensor:
        if absent := self.mean.keys() - raw.keys():
            raise ValueError(
                f"The file lacks {sorted(absent)}: training had them, add them."
            )
        rows = [(raw[c] - mean) / self.sd[c] for c, mean in self.mean.items()]
        return torch.from_numpy(np.nan_to_num(np.stack(rows))).float()

    def past(self, x: Tensor) -> Values:
        """What x says of each channel, in the unit of the file."""
        rows = zip(self.mean.items(), x.cpu().double().numpy(), strict=True)
        return {c: mean + self.sd[c] * row for (c, mean), row in rows}

    def show(self, x: Tensor) -> str:
        ends = [f"{c} {v[0]:.4g} … {v[-1]:.4g}" for c, v in self.past(x).items()]
        return f"{self.lookback} steps: {', '.join(ends)}"

    def draw(self, x: Tensor, axes: Any) -> None:
        """The past up to step 0, in training sds from there; `target.draw` goes on."""
        for i, row in enumerate((x - x[:, -1:])[:DRAWN].tolist()):
            axes.plot(range(1 - len(row), 1), row, color=f"C{i}")
