"""Healthy edits of a language model."""

from scaffolder.bugs.bug import Edit

from .edit import HealthyEdit

KIND = "language-model"

EDITS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        "H22",
        "one matrix for embedding and head",
        KIND,
        "Press and Wolf 2017. A small head would be a small embedding, so the last norm is "
        "made small in its place: the net still begins at the best constant.",
        (
            Edit(
                "model.py",
                "which is stage 4's business, and no tied embedding, as the head has a start of "
                "its own.\n"
                "    Parameters: depth * 12 * width^2 + (512 + context) * width, and biases and "
                "norms.",
                "which is stage 4's business. The embedding is the matrix of the head: problem.py\n"
                "    begins with a small last norm in place of a small head.\n"
                "    Parameters: depth * 12 * width^2 + (256 + context) * width, biases and norms.",
            ),
            Edit(
                "model.py",
                "        self.head = nn.Linear(width, outputs)\n        first_weights",
                "        self.head = nn.Linear(width, outputs)\n"
                "        self.head.weight = self.stem.weight\n"
                "        first_weights",
            ),
            Edit(
                "problem.py",
                "    rows = head.weight.flatten(1)\n",
                "    tied: Any = net.stem if isinstance(net.stem, nn.Embedding) else None\n"
                "    if tied and head.weight is tied.weight:\n"
                "        net.norm.weight *= SHRINK  # type: ignore[operator]\n"
                "        head.bias.copy_(target.head_bias())\n"
                "        return\n"
                "    rows = head.weight.flatten(1)\n",
            ),
        ),
    ),
    HealthyEdit(
        "H23",
        "the forward pass in bfloat16",
        KIND,
        "Autocast around the net in training alone; weights, loss, gradients' sum and "
        "optimizer stay in float32. bfloat16 needs no scaler.",
        (
            Edit(
                "config.py",
                "    seed: int = 1337",
                "    # the forward pass of a training step computes in bfloat16\n"
                "    bfloat16: bool = True\n"
                "    seed: int = 1337",
            ),
            Edit(
                "train.py",
                "        each, weights = target.loss(net(x), y), target.weight(y)\n",
                "        with torch.autocast(x.device.type, torch.bfloat16, config.bfloat16):\n"
                "            outputs = net(x)\n"
                "        each, weights = target.loss(outputs.float(), y), target.weight(y)\n",
            ),
        ),
        add=("accumulate",),
    ),
    HealthyEdit(
        "H24",
        "blocks as in Llama, computed again on the way back",
        KIND,
        "RMSNorm, rotary places and SwiGLU in a file of their own (Touvron et al. 2023); "
        "gradient checkpointing saves memory and changes no number.",
        (
            Edit(
                "model.py",
                "from torch import Tensor, nn\n\nfrom .config",
                "from torch import Tensor, nn\n"
                "from torch.utils.checkpoint import checkpoint\n\n"
                "from .blocks import LlamaBlock\n"
                "from .config",
            ),
            Edit(
                "model.py",
                "        self.places = nn.Parameter(torch.zeros(context, width))\n"
                "        self.body = nn.Sequential(*(Block(width) for _ in range(depth)))\n"
                "        self.norm = nn.LayerNorm(width)\n",
                "        heads = max(1, width // PER_HEAD)\n"
                "        blocks = (LlamaBlock(width, heads, context) for _ in range(depth))\n"
                "        self.body = nn.ModuleList(blocks)\n"
                "        self.norm = nn.RMSNorm(width)\n",
            ),
            Edit(
                "model.py",
                "        h = self.stem(x) + self.places[: x.shape[1]]  # [batch, time, width]\n"
                "        return self.head(self.norm(self.body(h))).mT",
                "        h = self.stem(x)  # [batch, time, width]\n"
                "        for block in self.body:\n"
                "            again = self.training and torch.is_grad_enabled()\n"
                "            h = checkpoint(block, h, use_reentrant=False) if again else block(h)\n"
                "        return self.head(self.norm(h)).mT",
            ),
        ),
        {"blocks.py": '''"""The block of Llama: Touvron et al. 2023, section 2.2."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class LlamaBlock(nn.Module):
    """[batch, time, width] -> the same; place t sees 0..t and nothing after."""

    turns: Tensor

    def __init__(self, width: int, heads: int, context: int):
        super().__init__()
        self.heads = heads
        self.look, self.think = nn.RMSNorm(width), nn.RMSNorm(width)
        self.queries_keys_values = nn.Linear(width, 3 * width, bias=False)
        self.attention_out = nn.Linear(width, width, bias=False)
        self.gate = nn.Linear(width, 3 * width, bias=False)
        self.wide = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(3 * width, width, bias=False)
        size = width // heads
        speeds = 10_000.0 ** (-torch.arange(0, size, 2) / size)
        turns = torch.outer(torch.arange(context), speeds)  # [time, size / 2]
        self.register_buffer("turns", turns, persistent=False)

    def forward(self, h: Tensor) -> Tensor:
        three = self.queries_keys_values(self.look(h)).unflatten(2, (3, self.heads, -1))
        q, k, v = three.permute(2, 0, 3, 1, 4)  # [batch, heads, time, size] each
        q, k = self.turned(q), self.turned(k)
        seen = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        h = h + self.attention_out(seen.transpose(1, 2).flatten(2))
        there = self.think(h)
        return h + self.out(F.silu(self.gate(there)) * self.wide(there))

    def turned(self, q: Tensor) -> Tensor:
        """RoPE: Su et al. 2021; each pair of channels turns as its place says."""
        turns = self.turns[: q.shape[2]].to(q)
        a, b = q.chunk(2, dim=3)
        cos, sin = turns.cos(), turns.sin()
        return torch.cat([a * cos - b * sin, a * sin + b * cos], 3)
'''},
    ),
    HealthyEdit(
        "H25",
        "training windows that overlap, and a cut of its own file",
        KIND,
        "A window begins at every 16th byte of the training part, so that a tale is seen "
        "from more than one start. Validation and test stay as they are.",
        (
            Edit(
                "config.py",
                "    seed: int = 1337",
                "    # bytes from one training window to the next; `context` shares none\n"
                "    stride: int = 16\n"
                "    seed: int = 1337",
            ),
            Edit(
                "read.py",
                '"""Window after window of `context` bytes, within',
                '"""Windows of `context` bytes, one every `stride` bytes, within',
            ),
            Edit(
                "read.py",
                "    def __init__(self, file: Path, first: int, last: int, context: int):\n"
                "        self.file, self.first, self.last, self.context = file, first, last, context\n",
                "    def __init__(self, file: Path, first: int, last: int, context: int, stride=0):\n"
                "        self.file, self.first, self.last, self.context = file, first, last, context\n"
                "        self.stride = stride or context\n",
            ),
            Edit(
                "read.py",
                "        return max(0, self.last - self.first - 1) // self.context\n",
                "        room = self.last - self.first - 1 - self.context\n"
                "        return max(0, room // self.stride + 1)\n",
            ),
            Edit(
                "read.py",
                "start = self.first + self.context * range",
                "start = self.first + self.stride * range",
            ),
            Edit(
                "split.py",
                "    return [Windows(text.file, text.first, last, text.context), *parts]\n",
                "    dense = Windows(text.file, text.first, last, text.context, config.stride)\n"
                "    return [dense, *parts]\n",
            ),
            Edit(
                "split.py",
                "from .read import Windows\n",
                "from .lines import next_line\nfrom .read import Windows\n",
            ),
            Edit(
                "split.py",
                '''

def next_line(text: Windows, place: int) -> int:
    """Where the next line begins."""
    with text.file.open("rb") as stream:
        stream.seek(place)
        return place + len(stream.readline(1000))
''',
                "",
            ),
        ),
        {"lines.py": '''"""Where lines end."""

from .read import Windows


def next_line(text: Windows, place: int) -> int:
    """Where the next line begins."""
    with text.file.open("rb") as stream:
        stream.seek(place)
        return place + len(stream.readline(1000))
'''},
    ),
)
