"""Nets for spectrograms: a linear map, a tiny net for tests, and the reference to begin with.

Yours to edit. Two names are asked for: `stem`, the first layer with weights, and `head`, the
last linear map with a bias, whose first values `problem.py` sets.
"""

from torch import Tensor, nn

from .config import Config
from .data import Inputs

TINY = 16  # channels of the net for tests: seconds, yet wide enough to fit one batch


def build(inputs: Inputs, outputs: int, config: Config) -> nn.Module:
    """The net that `config.model` names, with torch's own first weights."""
    if config.model == "linear":
        return Linear(inputs, outputs)
    if config.model == "tiny":
        return ResidualCNN(outputs, width=TINY, depth=1, stages=2)
    return ResidualCNN(outputs, config.width, config.depth)


class Linear(nn.Module):
    """[batch, bands + 1, frames] -> [batch, outputs]: softmax regression on `features`."""

    ignores_padding = True

    def __init__(self, inputs: Inputs, outputs: int):
        super().__init__()
        self.features = inputs.features
        self.head = nn.Linear(len(inputs.usual), outputs)
        self.stem = self.head  # one layer is both ends

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.features(x))


class ResidualCNN(nn.Module):
    """[batch, bands + 1, frames] -> [batch, outputs]

    The picture net of He et al. 2016, "Deep Residual Learning for Image Recognition", on a
    log-mel spectrogram, where Hershey et al. 2017, "CNN Architectures for Large-Scale Audio
    Classification", put it: a strided stem, stages of `depth` blocks, each at half the
    resolution and twice the channels of the one before, the mean over bands and time.
    Padding is set to 0 after each layer and left out of the mean: a clip gets the same answer
    however long the padding behind it. In training BatchNorm counts these zeros.
    Parameters: about 300 width^2, and 380 width^2 more for each block more in `depth`:
    308,000 for width 32 and depth 1.
    """

    ignores_padding = True

    def __init__(self, outputs: int, width: int, depth: int, stages: int = 3):
        super().__init__()
        self.stem = nn.Conv2d(1, width, 5, stride=2, padding=2, bias=False)
        self.norm = nn.BatchNorm2d(width)
        blocks, wide = [], width
        for stage in range(stages):
            for block in range(depth):
                halve = stage > 0 and block == 0
                blocks.append(Block(wide, 2 * wide if halve else wide, halve))
                wide = 2 * wide if halve else wide
        self.body = nn.ModuleList(blocks)
        self.head = nn.Linear(wide, outputs)

    def forward(self, x: Tensor) -> Tensor:
        there = x[:, None, -1:]  # [batch, 1, 1, frames], 0 in the padding
        h = self.stem(x[:, None, :-1] * there)  # [batch, width, bands / 2, frames / 2]
        there = there[..., ::2]
        h = self.norm(h).relu() * there
        for block in self.body:
            h, there = block(h, there)
        return self.head(h.mean(2).sum(2) / there.sum((2, 3)).clamp_min(1))


class Block(nn.Module):
    """shortcut(h) + f(h), where f is two convolutions; `halve` bands and time on the way."""

    def __init__(self, before: int, after: int, halve: bool):
        super().__init__()
        self.stride = 2 if halve else 1
        self.first = nn.Conv2d(before, after, 3, self.stride, padding=1, bias=False)
        self.second = nn.Conv2d(after, after, 3, padding=1, bias=False)
        self.norm1, self.norm2 = nn.BatchNorm2d(after), nn.BatchNorm2d(after)
        self.shortcut: nn.Module = nn.Identity()
        if before != after:
            self.shortcut = nn.Sequential(
                nn.Conv2d(before, after, kernel_size=1, stride=self.stride, bias=False),
                nn.BatchNorm2d(after),
            )

    def forward(self, h: Tensor, there: Tensor) -> tuple[Tensor, Tensor]:
        """`there` [batch, 1, 1, frames] is 0 in the padding, and so is h, before and after."""
        shortcut, there = self.shortcut(h), there[..., :: self.stride]
        f = self.norm1(self.first(h)).relu() * there
        f = self.norm2(self.second(f))
        return (shortcut + f).relu() * there, there
