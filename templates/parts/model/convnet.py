"""Nets for pictures: a linear map, a tiny net for checks, and the reference to begin with.

Yours to edit. The recipe asks for two names: `stem`, the first layer with weights, and
`head`, the last linear map with a bias; `recipe/` sets the first values of the head.
"""

from math import prod

from torch import Tensor, nn

from .config import Config
from .recipe.contract import Inputs

TINY = 16  # channels of the net for checks: seconds, yet wide enough to fit one batch


def build(inputs: Inputs, outputs: int, config: Config) -> nn.Module:
    """The net that `config.model` names, with torch's own first weights."""
    channels = inputs.shape[0]
    if config.model == "linear":
        return Linear(prod(inputs.shape), outputs)
    if config.model == "tiny":
        return ResidualCNN(channels, outputs, width=TINY, depth=1, stages=2)
    return ResidualCNN(channels, outputs, config.width, config.depth)


class Linear(nn.Module):
    """[batch, channels, height, width] -> [batch, outputs]: softmax regression on pixels."""

    def __init__(self, pixels: int, outputs: int):
        super().__init__()
        self.head = nn.Linear(pixels, outputs)
        self.stem = self.head  # one layer is both ends

    def forward(self, x: Tensor) -> Tensor:
        return self.head(x.flatten(1))


class ResidualCNN(nn.Module):
    """[batch, channels, height, width] -> [batch, outputs]

    The CIFAR form of He et al. 2016, "Deep Residual Learning for Image Recognition",
    section 4.2: three stages of `depth` blocks, each stage at half the resolution and twice
    the channels of the one before, then the mean over all positions.
    """

    def __init__(
        self, channels: int, outputs: int, width: int, depth: int, stages: int = 3
    ):
        super().__init__()
        widths = [width * 2**stage for stage in range(stages)]
        self.stem = nn.Conv2d(channels, width, kernel_size=3, padding=1, bias=False)
        self.norm = norm(width)
        blocks = []
        for stage, wide in enumerate(widths):
            blocks += [
                Block(widths[max(stage - 1, 0)], wide, stride=1 if stage == 0 else 2)
            ]
            blocks += [Block(wide, wide, stride=1) for _ in range(depth - 1)]
        self.body = nn.Sequential(*blocks)
        self.head = nn.Linear(widths[-1], outputs)

    def forward(self, x: Tensor) -> Tensor:
        h = self.norm(self.stem(x)).relu()  # [batch, width, height, width]
        h = self.body(h)  # [batch, 4 * width, height / 4, width / 4]
        return self.head(h.mean((2, 3)))


class Block(nn.Module):
    """shortcut(h) + f(h), where f is two convolutions; a stride of 2 halves the picture."""

    def __init__(self, before: int, after: int, stride: int):
        super().__init__()
        self.first = nn.Conv2d(before, after, 3, stride, padding=1, bias=False)
        self.second = nn.Conv2d(after, after, 3, padding=1, bias=False)
        self.norms = nn.ModuleList([norm(after), norm(after)])
        self.shortcut: nn.Module = nn.Identity()
        if before != after:
            self.shortcut = nn.Conv2d(before, after, kernel_size=1, stride=stride)

    def forward(self, h: Tensor) -> Tensor:
        f = self.norms[0](self.first(h)).relu()
        f = self.norms[1](self.second(f))
        return (self.shortcut(h) + f).relu()


def norm(channels: int) -> nn.Module:
    return nn.GroupNorm(min(8, channels // 2), channels)
