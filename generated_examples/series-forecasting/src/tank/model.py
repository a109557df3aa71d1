"""Nets for series: a linear map, a tiny net for tests, and the reference to begin with.

Yours to edit. Each channel is forecast from its own past, all with the same weights (Nie et
al. 2023, "A Time Series is Worth 64 Words"): few weights see much data. A net sees how far
each value is from the last one, so that a level which training never saw is nothing new. Two
names are asked for: `stem`, the first layer with weights, and `head`, the last linear map with
a bias, whose first values `problem.py` sets.
"""

from torch import Tensor, nn
from torch.nn.functional import pad

from .config import Config
from .data import Inputs

TINY = 16  # width of the net for tests: seconds, yet wide enough to fit one batch
PATCH = 4  # steps that the stem reads at once


def build(inputs: Inputs, outputs: int, config: Config) -> nn.Module:
    """The net that `config.model` names, with torch's own first weights."""
    lookback = inputs.shape[1]
    if config.model == "linear":
        return Linear(lookback, outputs)
    if config.model == "tiny":
        return TCN(lookback, outputs, width=TINY, depth=1)
    return TCN(lookback, outputs, config.width, config.depth)


class Linear(nn.Module):
    """[batch, channels, lookback] -> [batch, horizon, channels]

    Each step ahead is a weighted sum of the past: NLinear of Zeng et al. 2023, "Are
    Transformers Effective for Time Series Forecasting?", which found it hard to beat.
    Parameters: horizon * (lookback + 1).
    """

    def __init__(self, lookback: int, horizon: int):
        super().__init__()
        self.head = nn.Linear(lookback, horizon)
        self.stem = self.head  # one layer is both ends

    def forward(self, x: Tensor) -> Tensor:
        return self.head(x - x[..., -1:]).mT


class TCN(nn.Module):
    """[batch, channels, lookback] -> [batch, horizon, channels]

    The temporal convolutional net of Bai et al. 2018, section 3: causal convolutions whose
    dilation doubles, in residual blocks. Only the last step is asked for, so a stride of 2
    in place of the dilation computes just the steps that reach it.
    Parameters: levels * (2 + 4 * depth) * width^2 + width * horizon, and biases and norms;
    each level halves the steps, so there are about log2(lookback / 4).
    """

    def __init__(self, lookback: int, horizon: int, width: int, depth: int):
        super().__init__()
        levels = max(1, (-(-lookback // PATCH) - 1).bit_length())
        self.before = PATCH * 2**levels - lookback  # steps like the last one
        self.stem = nn.Linear(PATCH, width)
        self.body = nn.Sequential(*(level(width, depth) for _ in range(levels)))
        self.head = nn.Linear(width, horizon)

    def forward(self, x: Tensor) -> Tensor:
        h = pad(x - x[..., -1:], (self.before, 0)).unflatten(2, (-1, PATCH))
        h = self.body(self.stem(h))  # [batch, channels, 1, width]
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
