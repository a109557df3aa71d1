"""Nets that read a whole text: a bag of words, a tiny encoder for tests, and the reference.

Yours to edit. A place without a token is a pad: x is 0 there, and no net feels it. Two names
are asked for: `stem`, the first layer with weights, and `head`, the last linear map with a
bias, whose first values `problem.py` sets.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .config import Config
from .data import Inputs

TINY = 64  # width of the net for tests: seconds, yet wide enough to fit one batch
PER_HEAD = 32  # channels of an attention head


def build(inputs: Inputs, outputs: int, config: Config) -> nn.Module:
    """The net that `config.model` names; x is [time, pieces], each an id below `tokens`."""
    if config.model == "linear":
        return BagOfWords(inputs.tokens, outputs)
    if config.model == "tiny":
        return Encoder(inputs, outputs, width=TINY, depth=1)
    return Encoder(inputs, outputs, config.width, config.depth)


class BagOfWords(nn.Module):
    """[batch, time, pieces] -> [batch, outputs]: logistic regression on counts of pieces."""

    def __init__(self, tokens: int, outputs: int):
        super().__init__()
        self.head = nn.Linear(tokens, outputs)
        self.stem = self.head  # one layer is both ends

    def forward(self, x: Tensor) -> Tensor:
        ids = x.flatten(1)
        ones = (ids != 0).to(self.head.weight.dtype)  # pads count nothing
        counts = ones.new_zeros(len(x), self.head.in_features)
        return self.head(counts.scatter_add(1, ids, ones))


class Encoder(nn.Module):
    """[batch, time, pieces] -> [batch, outputs]

    The encoder of Vaswani et al. 2017, "Attention Is All You Need", section 3.1, whose norms
    stand before each block (Xiong et al. 2020); the answer is read off the mean of its places.
    First weights as in GPT-2; no dropout, which is stage 4's business.
    Parameters: depth * 12 * width^2 + (tokens + length + outputs) * width, biases and norms.
    """

    ordered = True  # a promise: the same words in another order are another text

    def __init__(self, inputs: Inputs, outputs: int, width: int, depth: int):
        super().__init__()
        self.stem = nn.Embedding(inputs.tokens, width)
        self.places = nn.Parameter(torch.zeros(inputs.length, width))
        self.body = nn.ModuleList(Block(width) for _ in range(depth))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, outputs)
        first_weights(self, depth)

    def forward(self, x: Tensor) -> Tensor:
        real = x[:, :, 0] != 0  # [batch, time]: is there a token?
        h = self.stem(x).sum(2) + self.places[: x.shape[1]]  # [batch, time, width]
        for block in self.body:
            h = block(h, real)
        kept = self.norm(h).masked_fill(~real[:, :, None], 0)
        return self.head(kept.sum(1) / real.sum(1, keepdim=True).clamp_min(1))


class Block(nn.Module):
    """[batch, time, width] -> the same: look around, then think about it."""

    def __init__(self, width: int):
        super().__init__()
        self.look = nn.LayerNorm(width)
        self.attention = Attention(width)
        self.think = nn.LayerNorm(width)
        self.wide = nn.Linear(width, 4 * width)
        self.out = nn.Linear(4 * width, width)

    def forward(self, h: Tensor, real: Tensor) -> Tensor:
        h = h + self.attention(self.look(h), real)
        return h + self.out(F.gelu(self.wide(self.think(h))))


class Attention(nn.Module):
    """[batch, time, width] -> the same; every place sees the real places and no pad."""

    def __init__(self, width: int):
        super().__init__()
        self.heads = max(1, width // PER_HEAD)
        self.queries_keys_values = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, h: Tensor, real: Tensor) -> Tensor:
        heads = self.queries_keys_values(h).unflatten(2, (3, self.heads, -1))
        q, k, v = heads.permute(2, 0, 3, 1, 4)  # [batch, heads, time, size] each
        nobody = ~real.any(1, keepdim=True)  # only pads: softmax over nothing is nan
        seen = (real | nobody)[:, None, None, :]  # [batch, heads, query, key]
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=seen)
        return self.out(mixed.transpose(1, 2).flatten(2))  # heads side by side


def first_weights(net: nn.Module, depth: int) -> None:
    """N(0, .02), and what is added to the residual stream smaller by sqrt(2 * depth)."""
    for name, p in net.named_parameters():
        if p.ndim > 1:
            shrink = (2 * depth) ** -0.5 if name.endswith("out.weight") else 1.0
            nn.init.normal_(p, std=0.02 * shrink)
        elif name.endswith("bias"):
            nn.init.zeros_(p)
