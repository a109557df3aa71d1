"""Nets that answer at every eighth pixel: a linear map, a tiny net for tests, the reference.

Yours to edit. Two names are asked for: `stem`, the first layer with weights, and `head`, the
last linear map with a bias, whose first values `problem.py` sets.
"""

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
        return Detector(channels, outputs, width=TINY, depth=1)
    return Detector(channels, outputs, config.width, config.depth)


class Linear(nn.Module):
    """[batch, channels, height, width] -> [batch, outputs, height / 8, width / 8]

    Each place sees the 24 x 24 pixels around it and nothing else.
    """

    def __init__(self, channels: int, outputs: int):
        super().__init__()
        self.head = nn.Conv2d(channels, outputs, 24, stride=8, padding=8)
        self.stem = self.head  # one layer is both ends

    def forward(self, x: Tensor) -> Tensor:
        return self.head(x)


class Detector(nn.Module):
    """[batch, channels, height, width] -> [batch, outputs, height / 8, width / 8]

    Tian et al. 2019, "FCOS: Fully Convolutional One-Stage Object Detection", the simplest
    form: one level instead of a pyramid of five, no centre-ness, one head for classes and
    boxes (each place says a class and where the box lies around it, no anchors). Three
    halvings with twice the channels each, then `depth` residual blocks (He et al. 2016) that
    let a place see far enough around it: 40 pixels each way by one block, 32 more by each other.
    Parameters: about (100 + 290 depth) width^2: 0.9 million for width 32 and depth 3.
    """

    def __init__(self, channels: int, outputs: int, width: int, depth: int):
        super().__init__()
        self.stem = nn.Conv2d(channels, width, 3, stride=2, padding=1, bias=False)
        self.body = nn.Sequential(
            nn.BatchNorm2d(width),
            nn.ReLU(),
            Layer(width, 2 * width, stride=2),
            Layer(2 * width, 4 * width, stride=2),
            *(Block(4 * width) for _ in range(depth)),
        )
        self.head = nn.Conv2d(4 * width, outputs, kernel_size=1)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.body(self.stem(x)))


class Block(nn.Module):
    """What two layers find is added to what was known before them."""

    def __init__(self, width: int):
        super().__init__()
        self.layers = nn.Sequential(
            Layer(width, width),
            nn.Conv2d(width, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
        )

    def forward(self, h: Tensor) -> Tensor:
        return (h + self.layers(h)).relu()


class Layer(nn.Sequential):
    """Convolution of 3 x 3, BatchNorm, ReLU."""

    def __init__(self, before: int, after: int, stride: int = 1):
        convolution = nn.Conv2d(before, after, 3, stride, padding=1, bias=False)
        super().__init__(convolution, nn.BatchNorm2d(after), nn.ReLU())
