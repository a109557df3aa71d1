"""The answer is what came next: y, its loss, its formulas, its metrics.

Yours to edit. The formulas on paper never call `loss`: each can find a mistake in the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .config import Config
from .read import Example

NAMED = 8  # channels at most with a metric of their own
NEAR = 0.1  # training sds: a forecast no farther off says what came

Future = Mapping[str, Any]  # channel -> distances of its next `horizon` values; or nan


@dataclass(frozen=True)
class Target:
    """The net answers f(x), a number per step and channel; the forecast is last + sd * f(x).

    So it begins at the last known value, as every dumb forecast does: a level that training
    never saw does no harm.
    """

    sd: dict[str, float]  # channel -> of its training values, in its own unit
    usual: dict[str, float]  # error of "as one period ago" on the training values
    bias: list[float]  # for each step ahead, the mean distance of all channels in sds

    answers_are = "series"  # which dumb baselines make sense
    since_last = True  # answers are distances from the last known value

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Target":
        channels = [*examples[0].answer]
        rows = [[e.raw[c][-1] + e.answer[c][0] for c in channels] for e in examples]
        series = dict(zip(channels, np.array(rows).T, strict=True))
        sds = {c: mean((v - mean(v)) ** 2) ** 0.5 or 1.0 for c, v in series.items()}
        ago = config.period
        usual = {c: mean(abs(v[ago:] - v[:-ago])) or 1.0 for c, v in series.items()}
        plain = cls(sds, usual, [0.0] * config.horizon)
        sums = counts = torch.zeros(config.horizon, dtype=torch.float64)
        for example in examples:  # one at a time: together they need not fit in memory
            y = plain.encode(example.answer).double()
            sums, counts = sums + y.nansum(1), counts + y.isfinite().sum(1)
        return cls(sds, usual, (sums / counts.clamp_min(1)).tolist())

    @property
    def outputs(self) -> int:
        return len(self.bias)

    def encode(self, answer: Future) -> Tensor:
        """[horizon, channels], in training sds; nan if unknown."""
        rows = [np.asarray(answer[c]) / sd for c, sd in self.sd.items()]
        return torch.from_numpy(np.stack(rows, 1)).float()

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Mean squared error of the known values: [batch, horizon, channels] -> [batch]"""
        return self.error(outputs, y).square().sum((1, 2)) / self.weight(y)

    def weight(self, y: Tensor) -> Tensor:
        """The number of known values, so that each counts the same: [batch]"""
        return y.isfinite().sum((1, 2)).clamp_min(1)

    def error(self, outputs: Tensor, y: Tensor) -> Tensor:
        """In training sds; 0 where nobody knows: [batch, horizon, channels]"""
        if outputs.shape != y.shape:  # a difference would broadcast
            raise ValueError(f"outputs {outputs.shape} and y {y.shape} must match")
        return torch.where(y.isfinite(), outputs - y.nan_to_num(), 0)

    def head_bias(self) -> Tensor:
        """[horizon]: the mean distance in training, about 0 where nothing drifts."""
        return torch.tensor(self.bias)

    def expected_loss_at_init(self, y: Tensor) -> float:
        """What always answering the mean distance costs: its variance, about 2 far ahead."""
        gaps = y.double().numpy() - np.array(self.bias)[:, None]
        return float(np.nanmean(gaps**2))

    def floor(self, y: Tensor) -> float:
        """A squared error can be driven to 0."""
        return 0.0

    def prediction(self, outputs: Tensor) -> Tensor:
        """f(x): the distance from the last known value in training sds."""
        return outputs

    def decode(self, outputs: Tensor) -> list[dict[str, list[float]]]:
        return [self.future(one) for one in outputs]

    def future(self, values: Tensor) -> dict[str, list[float]]:
        """[horizon, channels] -> the distances of each channel in its own unit"""
        rows = zip(self.sd.items(), values.double().cpu().T, strict=True)
        return {c: (sd * row).tolist() for (c, sd), row in rows}

    def locate(self, prediction: Future, raw: Mapping[str, Any]) -> Future:
        """The values themselves: what comes after the last known ones."""
        return {c: [float(raw[c][-1]) + d for d in prediction[c]] for c in prediction}

    def describe(self, y: Tensor) -> str:
        futures = self.future(y).items()
        return ", ".join(f"{c} {v[0]:+.4g} … {v[-1]:+.4g}" for c, v in futures)

    def agrees(self, prediction: Future, answer: Future) -> bool:
        gap = self.encode(prediction) - self.encode(answer)
        return bool(gap.square().nanmean().sqrt().nan_to_num() <= NEAR)

    def draw(self, y: Tensor, axes: Any) -> None:
        """What came, from step 1 on, in training sds; `inputs.draw` has ended at 0."""
        axes.axvline(0.5, color="gray", linewidth=0.6)
        for i, row in enumerate(y.T[:3].tolist()):
            axes.plot(range(1, len(row) + 1), row, color=f"C{i}", linestyle="--")

    def watch(self, outputs: Tensor, y: Tensor) -> Tensor:
        """The last step of the last channel, in training sds: [batch]"""
        return outputs[:, -1, -1]

    @property
    def steps(self) -> list[int]:
        """Steps ahead with a metric of their own: the first, half way, the last."""
        return sorted({1, (self.outputs + 1) // 2, self.outputs})

    def tally(self, outputs: Tensor, y: Tensor) -> Tensor:
        """[batch, channels, 3 + 2 * steps]: count, squared, absolute error; two per step."""
        known, error = y.isfinite().double(), self.error(outputs.double(), y.double())
        columns = [known.sum(1), error.square().sum(1), error.abs().sum(1)]
        for step in self.steps:
            columns += [known[:, step - 1], error[:, step - 1].abs()]
        return torch.stack(columns, 2)

    def metrics(self, tally: Tensor) -> dict[str, float]:
        """In sds, as papers have it; in usual errors (Hyndman, Koehler 2006); in own units."""
        # [channels] each
        count, squared, absolute, *at = tally.double().sum(0).unbind(1)
        sd = torch.tensor([*self.sd.values()], dtype=torch.float64)
        usual = sd / torch.tensor([*self.usual.values()], dtype=torch.float64)
        found = {
            "scaled MSE": squared.sum() / count.sum(),
            "scaled MAE": absolute.sum() / count.sum(),
            "MASE": (absolute * usual).sum() / count.sum(),
        }
        for step, n, error in zip(self.steps, at[::2], at[1::2], strict=True):
            found[f"MASE at {step}"] = (error * usual).sum() / n.sum()
        for i, channel in enumerate([*self.sd][:NAMED]):
            found[f"MAE of {channel}"] = absolute[i] * sd[i] / count[i]
            found[f"RMSE of {channel}"] = (squared[i] / count[i]).sqrt() * sd[i]
        return {name: value.item() for name, value in found.items()}

    @property
    def errors(self) -> tuple[str, ...]:
        """Of all metrics less is better."""
        y = torch.zeros(1, self.outputs, len(self.sd))
        return tuple(self.metrics(self.tally(y, y)))


def mean(values: np.ndarray) -> float:
    """Of those that are known; 0 if none is."""
    known = values[np.isfinite(values)]
    return known.mean().item() if len(known) else 0.0
