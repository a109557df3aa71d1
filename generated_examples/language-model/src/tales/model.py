"""Nets that read from the left: a bigram table, a tiny GPT for tests, and the reference.

Yours to edit. Two names are asked for: `stem`, the first layer with weights, and `head`, the
last linear map with a bias, whose first values `problem.py` sets. `causal` is a promise: no
output sees what comes later.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .config import Config
from .data import Inputs

BYTES = 256
TINY = 64  # width of the net for tests: seconds, yet wide enough to fit one batch
PER_HEAD = 32  # channels of an attention head
GPT_2 = 768  # channels of the smallest one


def build(inputs: Inputs, outputs: int, config: Config) -> nn.Module:
    """The net that `config.model` names."""
    context = inputs.shape[0]
    if config.model == "linear":
        return Bigram(outputs)
    if config.model == "tiny":
        return GPT(context, outputs, width=TINY, depth=1)
    return GPT(context, outputs, config.width, config.depth)


class Bigram(nn.Module):
    """[batch, time] -> [batch, outputs, time]: a table of which byte follows which."""

    causal, reach = True, 1  # places: itself

    def __init__(self, outputs: int):
        super().__init__()
        self.head = nn.Linear(BYTES, outputs)
        self.stem = self.head  # one layer is both ends

    def forward(self, x: Tensor) -> Tensor:
        one_hot = F.one_hot(x, BYTES).to(self.head.weight.dtype)
        return self.head(one_hot).mT


class GPT(nn.Module):
    """[batch, time] -> [batch, outputs, time]

    Radford et al. 2019, "Language Models are Unsupervised Multitask Learners", section 2.3:
    a transformer whose norms stand before each block. First weights as there; no dropout,
    which is stage 4's business, and no tied embedding, as the head has a start of its own.
    Parameters: depth * 12 * width^2 + (512 + context) * width, and biases and norms.
    """

    causal = True

    def __init__(self, context: int, outputs: int, width: int, depth: int):
        super().__init__()
        self.stem = nn.Embedding(BYTES, width)
        self.places = nn.Parameter(torch.zeros(context, width))
        self.body = nn.Sequential(*(Block(width) for _ in range(depth)))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, outputs)
        first_weights(self, width, depth)

    def forward(self, x: Tensor) -> Tensor:
        h = self.stem(x) + self.places[: x.shape[1]]  # [batch, time, width]
        return self.head(self.norm(self.body(h))).mT


class Block(nn.Module):
    """[batch, time, width] -> the same: look back, then think about it."""

    def __init__(self, width: int):
        super().__init__()
        self.look = nn.LayerNorm(width)
        self.attention = CausalAttention(width)
        self.think = nn.LayerNorm(width)
        self.wide = nn.Linear(width, 4 * width)
        self.out = nn.Linear(4 * width, width)

    def forward(self, h: Tensor) -> Tensor:
        h = h + self.attention(self.look(h))
        return h + self.out(F.gelu(self.wide(self.think(h))))


class CausalAttention(nn.Module):
    """[batch, time, width] -> the same; place t sees 0..t and nothing after."""

    def __init__(self, width: int):
        super().__init__()
        self.heads = max(1, width // PER_HEAD)
        self.queries_keys_values = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, h: Tensor) -> Tensor:
        three = self.queries_keys_values(h).chunk(3, dim=2)
        q, k, v = (
            part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in three
        )
        seen = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.out(seen.transpose(1, 2).flatten(2))  # heads side by side


def first_weights(net: nn.Module, width: int, depth: int) -> None:
    """N(0, .02) at the width of GPT-2 and larger in a narrower net: gain .55 at any width.

    What is added to the residual stream is smaller by sqrt(2 * depth).
    """
    std = 0.02 * (GPT_2 / width) ** 0.5
    for name, p in net.named_parameters():
        if p.ndim > 1:
            shrink = (2 * depth) ** -0.5 if name.endswith("out.weight") else 1.0
            nn.init.normal_(p, std=std * shrink)
        elif name.endswith("bias"):
            nn.init.zeros_(p)
