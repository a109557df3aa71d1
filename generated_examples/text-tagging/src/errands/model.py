"""Nets that tag each word of a sentence: a linear one, a tiny window, and the reference.

Yours to edit. A place without a token is a pad: x is 0 there, and no net feels it. Two names
are asked for: `stem`, the first layer with weights, and `head`, the last linear map with a
bias, whose first values `problem.py` sets. `reach` is a promise: how far to each side a tag
can look.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .config import Config
from .data import Inputs

TINY = 64  # width of the net for tests: seconds, yet wide enough to fit one batch
LINEAR = 64  # more than there are tags would change nothing


def build(inputs: Inputs, outputs: int, config: Config) -> nn.Module:
    """The net that `config.model` names; x is [time, pieces], each an id below `tokens`."""
    if config.model == "linear":
        return Linear(inputs.tokens, outputs)
    if config.model == "tiny":
        return Tagger(inputs.tokens, outputs, width=TINY, depth=1)
    return Tagger(inputs.tokens, outputs, config.width, config.depth)


class Pieces(nn.Embedding):
    """[batch, time, pieces] -> [batch, time, width]: a token is the sum of its pieces.

    Bojanowski et al. 2017, "Enriching Word Vectors with Subword Information", section 3.2.
    """

    def __init__(self, tokens: int, width: int):
        super().__init__(tokens, width)
        nn.init.normal_(self.weight, std=3**-0.5)  # the sum of three has an sd of 1

    def forward(self, input: Tensor) -> Tensor:
        return super().forward(input).sum(2)


class Linear(nn.Module):
    """[batch, time, pieces] -> [batch, outputs, time]: the word, and the ones beside it."""

    reach = 1  # place to each side

    def __init__(self, tokens: int, outputs: int):
        super().__init__()
        self.stem = Pieces(tokens, LINEAR)
        self.head = nn.Linear(3 * LINEAR, outputs)

    def forward(self, x: Tensor) -> Tensor:
        h = self.stem(x)
        h = h * there(x).to(h)
        before, after = F.pad(h, (0, 0, 1, 0))[:, :-1], F.pad(h, (0, 0, 0, 1))[:, 1:]
        return self.head(torch.cat([before, h, after], 2)).mT


class Tagger(nn.Module):
    """[batch, time, pieces] -> [batch, outputs, time]

    Windows of words as in Collobert et al. 2011, "Natural Language Processing (Almost) from
    Scratch", section 3.3; the second looks twice as far, and so on (Strubell et al. 2017,
    "Fast and Accurate Entity Recognition with Iterated Dilated Convolutions", section 4).
    Parameters: tokens * width + depth * 3 * width^2, and biases and norms.
    """

    def __init__(self, tokens: int, outputs: int, width: int, depth: int):
        super().__init__()
        steps = [2**i for i in range(depth)]
        self.reach = sum(steps)  # places to each side
        self.stem = Pieces(tokens, width)
        self.body = nn.ModuleList(Window(width, step) for step in steps)
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, outputs)

    def forward(self, x: Tensor) -> Tensor:
        h = self.stem(x)
        real = there(x).to(h)
        h = h * real
        for window in self.body:
            h = window(h, real)
        return self.head(self.norm(h) * real).mT


class Window(nn.Module):
    """[batch, time, width] -> the same: each token and one on either side, `step` away.

    Pads stay 0 before and after: a bias in them would tell how far away the end of x is.
    """

    def __init__(self, width: int, step: int):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.look = nn.Conv1d(width, width, 3, padding=step, dilation=step)

    def forward(self, h: Tensor, real: Tensor) -> Tensor:
        seen = self.look((self.norm(h) * real).mT).mT
        return h + F.relu(seen) * real


def there(x: Tensor) -> Tensor:
    """[batch, time, pieces] -> [batch, time, 1], whether there is a token."""
    return x[:, :, :1] != 0
