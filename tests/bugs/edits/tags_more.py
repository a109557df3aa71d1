"""More healthy edits of sentences in which every word has a tag."""

from scaffolder.bugs.bug import Edit

from .edit import HealthyEdit

KIND = "text-tagging"

EDITS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        "H20",
        "Lion, and a lower rate for the embedding",
        KIND,
        "Chen et al. 2023, by hand: the sign of a mean of gradients, a third of Adam's rate. "
        "Word vectors move at half the rate of the rest.",
        (
            Edit(
                "config.py",
                "    # size of a step; Adam is safe: a net this small takes 1e-3\n"
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
                "            yield from (self[some] for some in chosen)\n",
                "            for batch in (self[some] for some in chosen):\n"
                "                longest = int((batch.x[:, :, 0] != 0).sum(1).max().clamp_min(1))\n"
                "                yield Batch(batch.ids, batch.x[:, :longest], batch.y[:, :longest])\n",
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
