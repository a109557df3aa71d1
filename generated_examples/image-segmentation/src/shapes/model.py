"""Nets that answer at every pixel: a linear map, a tiny net for tests, and the reference.

Yours to edit. Two names are asked for: `stem`, the first layer with weights, and `head`, the
last linear map with a bias, whose first values `problem.py` sets.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .config import Config
from .data import Inputs

TINY = 16  # channels of the net for tests: seconds, yet wide enough to fit one batch


def build(inputs: Inputs, outputs: int, config: Config) -> nn.Module:
    """The net that `config.model` names, with torch's own first weights."""
    channels = inputs.shape[0]
    if config.model == "linear":
        return Linear(channels, outputs)
    if config.model == "tiny":
        return UNet(channels, outputs, width=TINY, depth=1)
    return UNet(channels, outputs, config.width, config.depth)


class Linear(nn.Module):
    """[batch, channels, height, width] -> [batch, outputs, height, width]

    Softmax regression of each pixel on its colour and its place, and on nothing around it.
    """

    def __init__(self, channels: int, outputs: int):
        super().__init__()
        self.head = nn.Conv2d(channels + 2, outputs, kernel_size=1)
        self.stem = self.head  # one layer is both ends

    def forward(self, x: Tensor) -> Tensor:
        return self.head(with_place(x))


def with_place(x: Tensor) -> Tensor:
    """Two channels more: how far down and how far right, from -1 to 1."""
    batch, _, height, width = x.shape
    down = torch.linspace(-1, 1, height).to(x)[None, None, :, None]
    right = torch.linspace(-1, 1, width).to(x)[None, None, None, :]
    shape = (batch, 1, height, width)
    return torch.cat([x, down.expand(shape), right.expand(shape)], 1)


class UNet(nn.Module):
    """[batch, channels, height, width] -> [batch, outputs, height, width]

    Ronneberger et al. 2015, "U-Net: Convolutional Networks for Biomedical Image
    Segmentation", figure 1, `depth` levels down instead of four, `width` channels at the
    top instead of 64. Three changes that are usual today: padded convolutions, so that the
    outputs are as large as the picture; BatchNorm before each ReLU; and bilinear upsampling
    before the up-convolution, which leaves no chequered pattern.
    Parameters: about 31 width^2 4^depth: 0.5 million for width 16 and depth 3.
    """

    def __init__(self, channels: int, outputs: int, width: int, depth: int):
        super().__init__()
        wide = [width * 2**level for level in range(depth + 1)]
        self.stem = nn.Conv2d(channels, width, 3, padding=1, bias=False)
        self.first = nn.Sequential(
            nn.BatchNorm2d(width), nn.ReLU(), Layer(width, width)
        )
        self.down = nn.ModuleList(
            nn.Sequential(nn.MaxPool2d(2), Layer(n, 2 * n), Layer(2 * n, 2 * n))
            for n in wide[:-1]
        )
        self.narrow = nn.ModuleList(Layer(2 * n, n) for n in reversed(wide[:-1]))
        self.up = nn.ModuleList(
            nn.Sequential(Layer(2 * n, n), Layer(n, n)) for n in reversed(wide[:-1])
        )
        self.head = nn.Conv2d(width, outputs, kernel_size=1)

    def forward(self, x: Tensor) -> Tensor:
        levels = [self.first(self.stem(x))]  # [batch, width, height, width]
        for down in self.down:
            levels.append(down(levels[-1]))  # twice the channels, half the side
        h = levels.pop()
        for narrow, up in zip(self.narrow, self.up, strict=True):
            beside = levels.pop()  # what the way down saw at this size
            h = F.interpolate(narrow(h), size=beside.shape[2:], mode="bilinear")
            h = up(torch.cat([beside, h], 1))
        return self.head(h)


class Layer(nn.Sequential):
    """Convolution of 3 x 3, BatchNorm, ReLU."""

    def __init__(self, before: int, after: int):
        convolution = nn.Conv2d(before, after, 3, padding=1, bias=False)
        super().__init__(convolution, nn.BatchNorm2d(after), nn.ReLU())
