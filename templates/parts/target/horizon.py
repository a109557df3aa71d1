"""The answer is what came next: y, its loss, its formulas, its metrics.

Yours to edit. What an answer means lives here and nowhere else; `recipe/contract.py` lists
what the recipe asks. The formulas on paper never call `loss`: each checks the other.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .config import Config

NAMED = 8  # channels with a metric of their own
NEAR = 0.1  # training sds: when a forecast says what came
DRAWN = 3  # channels in a picture

Future = Mapping[str, Any]  # channel -> its next `horizon` values; nan if nobody knows


@dataclass(frozen=True)
class Target:
    """The net answers f(x), a number per step and channel; the forecast is mean + sd * f(x)."""

    mean: dict[str, float]  # channel -> of its training answers, in its own unit
    sd: dict[str, float]
    bias: list[float]  # for each step ahead: the mean over all channels, in sds
    usual_error: dict[str, float]  # MAE of "as one period ago" on the training answers

    answers_are = "series"  # which dumb baselines make sense

    @classmethod
    def from_training(cls, answers: Sequence[Future], config: Config) -> "Target":
        first = {c: np.array([answer[c][0] for answer in answers]) for c in answers[0]}
        mean = {c: known(values).mean().item() for c, values in first.items()}
        sd = {c: known(values).std().item() or 1.0 for c, values in first.items()}
        usual = {c: error_of_repeating(v, config.period) for c, v in first.items()}
        plain = cls(mean, sd, [0.0] * config.horizon, usual)
        total = torch.zeros(2, config.horizon, dtype=torch.float64)
        for answer in answers:  # one at a time: together they need not fit in memory
            y = plain.encode(answer).double()
            total += torch.stack([y.nansum(1), y.isfinite().sum(1)])
        return cls(mean, sd, (total[0] / total[1].clamp_min(1)).tolist(), usual)

    @property
    def outputs(self) -> int:
        return len(self.bias)

    def encode(self, answer: Future) -> Tensor:
        """[horizon, channels], in training sds around the training mean; nan if unknown."""
        rows = [(np.asarray(answer[c]) - m) / self.sd[c] for c, m in self.mean.items()]
        return torch.from_numpy(np.stack(rows, 1)).float()

    # --- the loss, and what it must be on paper

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Squared error in sds, a mean over the known values: [batch, horizon, channels] -> [batch]"""
        return self.errors_in_sds(outputs, y).square().sum((1, 2)) / self.weight(y)

    def weight(self, y: Tensor) -> Tensor:
        """How many values are known, so that each counts the same: [batch]"""
        return y.isfinite().sum((1, 2)).clamp_min(1)

    def errors_in_sds(self, outputs: Tensor, y: Tensor) -> Tensor:
        """0 where nobody knows."""
        if outputs.shape != y.shape:  # a difference would broadcast
            raise ValueError(
                f"outputs {tuple(outputs.shape)} and y {tuple(y.shape)} must match"
            )
        return torch.where(y.isfinite(), outputs - y.nan_to_num(), 0)

    def head_bias(self) -> Tensor:
        """[horizon]: about 0, the training mean."""
        return torch.tensor(self.bias)

    def expected_loss_at_init(self, y: Tensor) -> float:
        """What always answering the mean costs: the variance, about 1 in training."""
        squares = [
            known((y[:, step].double().numpy() - bias) ** 2)
            for step, bias in enumerate(self.bias)
        ]
        return math.fsum(map(np.sum, squares)) / max(1, sum(map(np.size, squares)))

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
        """[horizon, channels] -> each channel's values in its own unit"""
        columns = values.double().cpu().unbind(1)
        return {
            channel: (mean + self.sd[channel] * column).tolist()
            for (channel, mean), column in zip(self.mean.items(), columns, strict=True)
        }

    def describe(self, y: Tensor) -> str:
        futures = self.future(y).items()
        return ", ".join(f"{c} {v[0]:.4g} … {v[-1]:.4g}" for c, v in futures)

    def agrees(self, prediction: Future, answer: Future) -> bool:
        """Whether a forecast is off by a tenth of the sd at most, as a root mean square."""
        gap = self.encode(prediction) - self.encode(answer)
        return bool(gap.square().nanmean().nan_to_num().sqrt() <= NEAR)

    def draw(self, y: Tensor, axes: Any) -> None:
        """What came, from step 1 on, in training sds, where `inputs.draw` ended at 0."""
        axes.axvline(0.5, color="gray", linewidth=0.6)
        for i, column in enumerate(y.T.tolist()[:DRAWN]):
            steps = range(1, len(column) + 1)
            axes.plot(steps, column, color=f"C{i}", linestyle=(0, (2, 1)))

    def watch(self, outputs: Tensor, y: Tensor) -> Tensor:
        """The forecast of the last step of the last channel, in its own unit: [batch]"""
        channel = [*self.mean][-1]
        return self.mean[channel] + self.sd[channel] * outputs[:, -1, -1].double()

    def tally(self, outputs: Tensor, y: Tensor) -> Tensor:
        """[batch, channels, 3 + 2 * steps]: known values, squared and absolute error, and
        the latter two again for each step of `steps`; errors in sds."""
        error = self.errors_in_sds(outputs.double(), y.double())
        sums = [y.isfinite().sum(1), error.square().sum(1), error.abs().sum(1)]
        for step in self.steps:
            sums += [y.isfinite()[:, step - 1], error.abs()[:, step - 1]]
        return torch.stack([column.double() for column in sums], 2)

    @property
    def steps(self) -> list[int]:
        """Steps ahead with a metric of their own: the first, half way, the last."""
        return sorted({1, (self.outputs + 1) // 2, self.outputs})

    def metrics(self, tally: Tensor) -> dict[str, float]:
        """Errors in training sds as papers have them, as a share of the usual error (MASE:
        Hyndman and Koehler 2006), and in the unit of each channel."""
        n, squares, absolute, *at = tally.double().sum(0).unbind(1)  # [channels] each
        sd = torch.tensor([*self.sd.values()], dtype=torch.float64)
        usual = torch.tensor([*self.usual_error.values()], dtype=torch.float64)
        found = {
            "scaled MSE": squares.sum() / n.sum(),
            "scaled MAE": absolute.sum() / n.sum(),
            "MASE": (absolute * sd / usual).sum() / n.sum(),
        }
        for step, count, error in zip(self.steps, at[::2], at[1::2], strict=True):
            found[f"MASE at {step}"] = (error * sd / usual).sum() / count.sum()
        for i, channel in enumerate([*self.mean][:NAMED]):
            found[f"MAE of {channel}"] = absolute[i] * sd[i] / n[i]
        return {name: value.item() for name, value in found.items()}

    @property
    def errors(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(self.metrics(torch.zeros(1, len(self.mean), 3 + 2 * len(self.steps))))


def known(values: np.ndarray) -> np.ndarray:
    return values[np.isfinite(values)]


def error_of_repeating(values: np.ndarray, period: int) -> float:
    """Mean absolute error of saying what was there one period ago; 1 where it never errs."""
    gaps = known(np.abs(values[period:] - values[:-period]))
    return (gaps.mean().item() if len(gaps) else 0.0) or 1.0
