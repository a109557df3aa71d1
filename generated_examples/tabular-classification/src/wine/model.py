"""Nets for a flat x: a linear map, a tiny net for tests, and the reference. Yours to edit.

`stem` is the first layer with weights; `head` the last one: problem.py sets its first values.
"""

from torch import Tensor, nn

from .config import Config
from .data import Inputs

TINY = 32  # width of the net for tests: seconds, yet wide enough to fit one batch


def build(inputs: Inputs, outputs: int, config: Config) -> nn.Module:
    """The net that `config.model` names, with torch's own first weights."""
    columns = inputs.shape[0]
    if config.model == "linear":
        return Linear(columns, outputs)
    if config.model == "tiny":
        return ResidualMLP(columns, outputs, width=TINY, depth=1)
    return ResidualMLP(columns, outputs, config.width, config.depth)


class Linear(nn.Module):
    """[batch, columns] -> [batch, outputs]: softmax or linear regression; cannot go wrong."""

    def __init__(self, columns: int, outputs: int):
        super().__init__()
        self.head = nn.Linear(columns, outputs)
        self.stem = self.head  # one layer is both ends

    def forward(self, x: Tensor) -> Tensor:
        return self.head(x)


class ResidualMLP(nn.Module):
    """[batch, columns] -> [batch, outputs], with width * (columns + 4 * depth * width) weights

    The ResNet of Gorishniy et al. 2021, "Revisiting Deep Learning Models for Tabular Data",
    section 3.2; without dropout, and with LayerNorm: no example ever sees another one.
    """

    def __init__(self, columns: int, outputs: int, width: int, depth: int):
        super().__init__()
        self.stem = nn.Linear(columns, width)
        self.body = nn.Sequential(*(Block(width) for _ in range(depth)))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, outputs)

    def forward(self, x: Tensor) -> Tensor:
        h = self.body(self.stem(x))  # [batch, width]
        return self.head(self.norm(h).relu())


class Block(nn.Module):
    """[batch, width] -> [batch, width]: x + f(x), where f is two layers."""

    def __init__(self, width: int):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.widen = nn.Linear(width, 2 * width)
        self.narrow = nn.Linear(2 * width, width)

    def forward(self, h: Tensor) -> Tensor:
        return h + self.narrow(self.widen(self.norm(h)).relu())
