"""Nets for series: a linear map, a tiny net for tests, and the reference to begin with.

Yours to edit. Each channel is forecast from its own past, and that of the covariates, all with
the same weights (Nie et al. 2023, "A Time Series is Worth 64 Words"): few weights see much
data. `stem` is the first layer with weights, `head` the last linear map with a bias:
problem.py sets its first values.
"""

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from .config import Config
from .data import Inputs

TINY = 16  # width of the net for tests: seconds, yet wide enough to fit one batch
PATCH = 4  # steps that the stem reads at once


def build(inputs: Inputs, outputs: int, config: Config) -> nn.Module:
    """The net that `config.model` names, with torch's own first weights."""
    if config.model == "linear":
        return Linear(inputs, outputs)
    if config.model == "tiny":
        return TCN(inputs, outputs, width=TINY, depth=1)
    return TCN(inputs, outputs, config.width, config.depth)


def seen(x: Tensor, forecast: int) -> Tensor:
    """[batch, channels, lookback] -> [batch, forecast, 1 + covariates, lookback]

    How far each value is from the last one, so that a level which training never saw is
    nothing new: a channel that is forecast, and beside it the others.
    """
    own, others = (x - x[..., -1:]).tensor_split([forecast], 1)
    others = others[:, None].expand(-1, forecast, -1, -1)
    return torch.cat([own[:, :, None], others], 2)


class Linear(nn.Module):
    """[batch, channels, lookback] -> [batch, horizon, forecast]

    Each step ahead is a weighted sum of the past: NLinear of Zeng et al. 2023, "Are
    Transformers Effective for Time Series Forecasting?", which found it hard to beat.
    Parameters: horizon * ((1 + covariates) * lookback + 1).
    """

    def __init__(self, inputs: Inputs, horizon: int):
        super().__init__()
        (channels, lookback), self.forecast = inputs.shape, inputs.forecast
        self.head = nn.Linear((1 + channels - self.forecast) * lookback, horizon)
        self.stem = self.head  # one layer is both ends

    def forward(self, x: Tensor) -> Tensor:
        return self.head(seen(x, self.forecast).flatten(2)).mT


class TCN(nn.Module):
    """[batch, channels, lookback] -> [batch, horizon, forecast]

    The temporal convolutional net of Bai et al. 2018, section 3: causal convolutions whose
    dilation doubles, in residual blocks. Only the last step is asked for, so a stride of 2
    in place of the dilation computes just the steps that reach it.
    Parameters: levels * (2 + 4 * depth) * width^2 + width * horizon, and biases and norms;
    each level halves the steps, so there are about log2(lookback / 4).
    """

    def __init__(self, inputs: Inputs, horizon: int, width: int, depth: int):
        super().__init__()
        (channels, lookback), self.forecast = inputs.shape, inputs.forecast
        levels = max(1, (-(-lookback // PATCH) - 1).bit_length())
        self.before = PATCH * 2**levels - lookback  # steps like the last one
        self.stem = nn.Linear((1 + channels - self.forecast) * PATCH, width)
        self.body = nn.Sequential(*(level(width, depth) for _ in range(levels)))
        self.head = nn.Linear(width, horizon)

    def forward(self, x: Tensor) -> Tensor:
        h = pad(seen(x, self.forecast), (self.before, 0)).unflatten(3, (-1, PATCH))
        h = h.transpose(2, 3).flatten(3)  # [batch, forecast, patches, numbers]
        h = self.body(self.stem(h))  # [batch, forecast, 1, width]
        return self.head(h[:, :, -1]).mT


def level(width: int, depth: int) -> nn.Sequential:
    """[..., steps, width] -> [..., steps / 2, width]: of two neighbours the later goes on."""
    pairs = nn.Unflatten(-2, (-1, 2)), nn.Flatten(-2)  # [..., steps / 2, 2 * width]
    more = (Block(width, width) for _ in range(depth - 1))
    return nn.Sequential(*pairs, Block(2 * width, width), *more)


class Block(nn.Module):
    """[..., inputs] -> [..., width]: the last `width` inputs + f(all of them), two layers."""

    def __init__(self, inputs: int, width: int):
        super().__init__()
        self.norm = nn.LayerNorm(inputs)
        self.widen = nn.Linear(inputs, 2 * width)
        self.narrow = nn.Linear(2 * width, width)

    def forward(self, h: Tensor) -> Tensor:
        later = h[..., -self.narrow.out_features :]
        return later + self.narrow(self.widen(self.norm(h)).relu())
