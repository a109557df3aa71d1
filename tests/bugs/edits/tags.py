"""Healthy edits of sentences in which every word has a tag."""

from scaffolder.bugs.bug import Edit

from .edit import HealthyEdit

KIND = "text-tagging"

EDITS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        "H18",
        "a bidirectional GRU",
        KIND,
        "In a file of its own: packed, so that the way back begins at the last word and no "
        "pad is read. It can look as far as a sentence goes, and says so in `reach`.",
        (
            Edit(
                "model.py",
                "from .config import Config\n",
                "from .blocks import BiGRU\nfrom .config import Config\n",
            ),
            Edit(
                "model.py",
                "return Tagger(inputs.tokens, outputs, width=TINY, depth=1)",
                "return BiGRU(Pieces(inputs.tokens, TINY), outputs, 1, inputs.length)",
            ),
            Edit(
                "model.py",
                "    return Tagger(inputs.tokens, outputs, config.width, config.depth)",
                "    stem = Pieces(inputs.tokens, config.width)\n"
                "    return BiGRU(stem, outputs, config.depth, inputs.length)",
            ),
        ),
        {"blocks.py": '''"""A recurrent net that reads a sentence from both ends."""

from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class BiGRU(nn.Module):
    """[batch, time, pieces] -> [batch, outputs, time]; Huang et al. 2015, without the CRF."""

    def __init__(self, stem: nn.Embedding, outputs: int, depth: int, length: int):
        super().__init__()
        width, self.reach = stem.embedding_dim, length
        self.stem = stem
        both = {"bidirectional": True, "batch_first": True}
        self.body = nn.GRU(width, width // 2, depth, **both)
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, outputs)

    def forward(self, x: Tensor) -> Tensor:
        real = x[:, :, :1] != 0
        lengths = real.sum((1, 2)).clamp_min(1).cpu()
        packed = pack_padded_sequence(self.stem(x), lengths, True, enforce_sorted=False)
        h, _ = pad_packed_sequence(self.body(packed)[0], True, total_length=x.shape[1])
        return self.head(self.norm(h) * real).mT
'''},
    ),
    HealthyEdit(
        "H19",
        "rare tags weigh more",
        KIND,
        "The weight of a tag is 1 / sqrt of how often it occurs, in the loss, in the weight "
        "of a sentence and in the best constant; accuracy counts every token alike.",
        (
            Edit(
                "target.py",
                "    def encode(self",
                '''    @property
    def per_tag(self) -> Tensor:
        """Weight of each tag, [tags]: 1 on average over the training tokens."""
        rare = self.prior.clamp_min(1e-9).rsqrt()
        return rare / (rare * self.prior).sum()

    @property
    def weighted(self) -> Tensor:
        """Share of each tag in the weight of all training tokens, [tags]."""
        return self.per_tag * self.prior

    def weights(self, y: Tensor) -> Tensor:
        """[batch, time]: of each token; 0 where nothing counts."""
        each = self.per_tag.to(y.device, torch.float32)[y.clamp_min(0)]
        return each * (y != NOTHING)

    def encode(self''',
            ),
            Edit(
                "target.py",
                "Mean cross entropy of a sentence's tagged tokens, in nats.",
                "Weighted mean cross entropy of a sentence's tagged tokens, in nats.",
            ),
            Edit(
                "target.py",
                "return losses.sum(1) / self.weight(y).clamp_min(1)",
                "losses = losses * self.weights(y)\n"
                "        return losses.sum(1) / self.weight(y).clamp_min(1e-9)",
            ),
            Edit(
                "target.py",
                '''        """Tagged tokens of each sentence: a batch costs the mean over all its tokens."""
        return (y != NOTHING).sum(1)
''',
                '''        """What its tokens weigh: a batch costs the weighted mean over all its tokens."""
        return self.weights(y).sum(1)
''',
            ),
            Edit(
                "target.py",
                '"""log of the tag shares: softmax of the bias alone then answers the prior."""\n'
                "        return self.prior.log().float()",
                '"""log of the weighted tag shares: the best constant under this loss."""\n'
                "        return self.weighted.log().float()",
            ),
            Edit(
                "target.py",
                "over tagged tokens, q the shares in y and p the prior",
                "over tagged tokens, q and p the weighted shares in y and in training",
            ),
            Edit(
                "target.py",
                "        return -(counts / counts.sum() * self.prior.log()).sum().item()",
                "        weights = counts * self.per_tag\n"
                "        return -(weights / weights.sum() * self.weighted.log()).sum().item()",
            ),
            Edit(
                "target.py",
                "return (true * (y != NOTHING)).sum(1) / self.weight(y).clamp_min(1)",
                "tagged = y != NOTHING\n"
                "        return (true * tagged).sum(1) / tagged.sum(1).clamp_min(1)",
            ),
        ),
    ),
    HealthyEdit(
        "H20",
        "Lion, and a lower rate for the embedding",
        KIND,
        "Chen et al. 2023, by hand: the sign of a mean of gradients, a third of Adam's rate. "
        "Word vectors move at half the rate of the rest.",
        (
            Edit(
                "config.py",
                "    # Adam is safe: a net this small takes 1e-3\n"
                "    learning_rate: float = 1e-3\n",
                "    # Lion takes a third of Adam's\n"
                "    learning_rate: float = 3e-4\n"
                "    # share of it for the word vectors\n"
                "    embedding_rate: float = 0.5\n",
            ),
            Edit(
                "config.py",
                "betas: tuple[float, float] = (0.9, 0.999)  # share of the past in Adam's two means",
                "betas: tuple[float, float] = (0.9, 0.99)  # share of the past in step and memory",
            ),
            Edit(
                "train.py",
                "from torch.optim import AdamW, Optimizer\n",
                "from torch.optim import Optimizer\n",
            ),
            Edit(
                "train.py",
                "from .feed import Batch, Feed\n",
                "from .feed import Batch, Feed\nfrom .lion import Lion\n",
            ),
            Edit(
                "train.py",
                '            group["lr"] = learning_rate_at(step, config)\n',
                '            group["lr"] = learning_rate_at(step, config) * group["share"]\n',
            ),
            Edit(
                "train.py",
                "config: Config) -> AdamW:\n"
                '    """Adam is safe (recipe 3.3). Decay on',
                "config: Config) -> Lion:\n"
                '    """Lion, slower for word vectors. Decay on',
            ),
            Edit(
                "train.py",
                """    groups: dict[float, list[nn.Parameter]] = {}  # decay -> whom it is for
    for p in net.parameters():
        decay = config.weight_decay if p.ndim > 1 else 0.0
        groups.setdefault(decay, []).append(p)
    settings = [{"params": p, "weight_decay": decay} for decay, p in groups.items()]
    fused = next(net.parameters()).device.type in ("cpu", "cuda")  # saves 120 us a step
    return AdamW(settings, lr=config.learning_rate, betas=config.betas, fused=fused)
""",
                """    groups: dict[tuple[float, float], list[nn.Parameter]] = {}  # decay, share of the rate
    for name, p in net.named_parameters():
        decay = config.weight_decay if p.ndim > 1 else 0.0
        share = config.embedding_rate if name.startswith("stem.") else 1.0
        groups.setdefault((decay, share), []).append(p)
    settings = [
        {"params": p, "weight_decay": decay, "share": share}
        for (decay, share), p in groups.items()
    ]
    return Lion(settings, lr=config.learning_rate, betas=config.betas)
""",
            ),
        ),
        {
            "lion.py": '''"""Lion: Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms"."""

from typing import Any

import torch
from torch.optim import Optimizer


class Lion(Optimizer):
    """Every weight moves by the rate, up or down as a mean of its gradients says."""

    def __init__(self, params: Any, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(params, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure=None) -> None:  # type: ignore[override]
        for group in self.param_groups:
            now, memory = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                if "mean" not in self.state[p]:
                    self.state[p]["mean"] = torch.zeros_like(p)
                mean = self.state[p]["mean"]
                p.mul_(1 - group["lr"] * group["weight_decay"])
                p.add_(mean.lerp(p.grad, 1 - now).sign_(), alpha=-group["lr"])
                mean.lerp_(p.grad, 1 - memory)
'''
        },
    ),
    HealthyEdit(
        "H21",
        "batches of sentences of like length, cut to the longest",
        KIND,
        "Buckets out of eight batches each, in random order: fewer pads are computed. A "
        "training batch is cut behind its longest sentence; pads count nowhere.",
        (
            Edit(
                "feed.py",
                "        order = torch.randperm(len(self), generator=generator)\n"
                "        return order.tensor_split(self.steps_per_epoch)\n",
                "        order = torch.randperm(len(self), generator=generator)\n"
                "        pools = order.split(8 * self.config.batch_size)\n"
                "        pools = [pool[self.lengths[pool].argsort(stable=True)] for pool in pools]\n"
                "        batches = torch.cat(pools).tensor_split(self.steps_per_epoch)\n"
                "        turn = torch.randperm(len(batches), generator=generator)\n"
                "        return tuple(batches[i] for i in turn.tolist())\n",
            ),
            Edit(
                "feed.py",
                "            yield from self.batches(chosen)\n",
                "            for batch in self.batches(chosen):\n"
                "                last = int((batch.x[:, :, 0] != 0).sum(1).max().clamp_min(1))\n"
                "                yield Batch(batch.ids, batch.x[:, :last], batch.y[:, :last])\n",
            ),
            Edit(
                "feed.py",
                "    def epoch(self",
                '''    @cached_property
    def lengths(self) -> Tensor:
        """Tokens of each sentence."""
        return torch.tensor([len(example.raw) for example in self.examples])

    def epoch(self''',
            ),
            Edit(
                "feed.py",
                "from dataclasses import dataclass\n",
                "from dataclasses import dataclass\nfrom functools import cached_property\n",
            ),
        ),
    ),
)
