"""The answer is what came next: y, its loss, its formulas, its metrics.

Yours to edit. What an answer means lives here and nowhere else. The formulas on paper never
call `loss`: each can find a mistake in the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .config import Config

NAMED = 8  # channels at most with a metric of their own
NEAR = 0.1  # training sds: a forecast no farther off says what came

Future = Mapping[str, Any]  # channel -> its next `horizon` values; nan if nobody knows


@dataclass(frozen=True)
class Target:
    """The net answers f(x), a number per step and channel; the forecast is mean + sd * f(x)."""

    mean: dict[str, float]  # channel -> of its training answers, in its own unit
    sd: dict[str, float]
    usual: dict[str, float]  # error of "as one period ago" on the training answers
    bias: list[float]  # for each step ahead, the mean of all channels in sds

    answers_are = "series"  # which dumb baselines make sense

    @classmethod
    def from_training(cls, answers: Sequence[Future], config: Config) -> "Target":
        first = np.array([[values[0] for values in a.values()] for a in answers])
        series = dict(zip(answers[0], first.T, strict=True))
        means = {c: mean(v) for c, v in series.items()}
        sds = {c: mean((v - means[c]) ** 2) ** 0.5 or 1.0 for c, v in series.items()}
        ago = config.period
        usual = {c: mean(abs(v[ago:] - v[:-ago])) or 1.0 for c, v in series.items()}
        plain = cls(means, sds, usual, [0.0] * config.horizon)
        sums = counts = torch.zeros(config.horizon, dtype=torch.float64)
        for answer in answers:  # one at a time: together they need not fit in memory
            y = plain.encode(answer).double()
            sums, counts = sums + y.nansum(1), counts + y.isfinite().sum(1)
        return cls(means, sds, usual, (sums / counts.clamp_min(1)).tolist())

    @property
    def outputs(self) -> int:
        return len(self.bias)

    def encode(self, answer: Future) -> Tensor:
        """[horizon, channels], in training sds around the training mean; nan if unknown."""
        rows = [(np.asarray(answer[c]) - m) / self.sd[c] for c, m in self.mean.items()]
        return torch.from_numpy(np.stack(rows, 1)).float()

    # --- the loss, and what it must be on paper

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
        """[horizon]: the training mean, about 0 in the units of y."""
        return torch.tensor(self.bias)

    def expected_loss_at_init(self, y: Tensor) -> float:
        """What always answering the mean costs: the variance, about 1 on the training split."""
        gaps = y.double().numpy() - np.array(self.bias)[:, None]
        return float(np.nanmean(gaps**2))

    def floor(self, y: Tensor) -> float:
        """A squared error can be driven to 0."""
        return 0.0

    def prediction(self, outputs: Tensor) -> Tensor:
        """f(x): the distance to the training mean in training sds."""
        return outputs

    # --- back to words and numbers for people

    def decode(self, outputs: Tensor) -> list[dict[str, list[float]]]:
        return [self.future(one) for one in outputs]

    def future(self, values: Tensor) -> dict[str, list[float]]:
        """[horizon, channels] -> the values of each channel in its own unit"""
        rows = zip(self.mean.items(), values.double().cpu().T, strict=True)
        return {c: (middle + self.sd[c] * row).tolist() for (c, middle), row in rows}

    def describe(self, y: Tensor) -> str:
        futures = self.future(y).items()
        return ", ".join(f"{c} {v[0]:.4g} … {v[-1]:.4g}" for c, v in futures)

    def agrees(self, prediction: Future, answer: Future) -> bool:
        gap = self.encode(prediction) - self.encode(answer)
        return bool(gap.square().nanmean().sqrt().nan_to_num() <= NEAR)

    def draw(self, y: Tensor, axes: Any) -> None:
        """What came, from step 1 on, in training sds; `inputs.draw` has ended at step 0."""
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
        for i, channel in enumerate([*self.mean][:NAMED]):
            found[f"MAE of {channel}"] = absolute[i] * sd[i] / count[i]
        return {name: value.item() for name, value in found.items()}

    @property
    def errors(self) -> tuple[str, ...]:
        """Of all metrics less is better."""
        y = torch.zeros(1, self.outputs, len(self.mean))
        return tuple(self.metrics(self.tally(y, y)))


def mean(values: np.ndarray) -> float:
    """Of those that are known; 0 if none is."""
    known = values[np.isfinite(values)]
    return known.mean().item() if len(known) else 0.0
