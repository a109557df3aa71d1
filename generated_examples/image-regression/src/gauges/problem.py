"""Your files, joined, and the net with its first weights."""

from dataclasses import asdict, dataclass, replace
from inspect import signature
from typing import Any

import torch
from torch import nn

from . import model
from .config import Config
from .data import Inputs
from .load import Splits, load
from .machine import fix_random_seed
from .target import Target

SHRINK = 0.01  # of torch's head weights: small, never 0, or the trunk feels no gradient


@dataclass(frozen=True)
class Problem:
    config: Config
    splits: Splits
    inputs: Inputs
    target: Target

    @classmethod
    def load(cls, config: Config) -> "Problem":
        """Only the training split decides what x and y mean."""
        splits = load(config)
        if not len(splits.validation):
            raise ValueError("No validation split: give it a share in config.py.")
        inputs, known = Inputs.from_training(splits.train, config), splits.train
        if "answers" in signature(Target.from_training).parameters:  # before 0.9.2
            known = [example.answer for example in known]
        return cls(config, splits, inputs, Target.from_training(known, config))

    def net(self) -> nn.Module:
        """A fresh net: a function of `config.seed` and nothing else (recipe 2.2)."""
        fix_random_seed(self.config.seed)
        net = model.build(self.inputs, self.target.outputs, self.config)
        init_well(net, self.target)
        return net

    def but(self, **changes: Any) -> "Problem":
        """The same data under a config that differs in `changes`."""
        return replace(self, config=replace(self.config, **changes))

    def state(self) -> dict[str, Any]:
        """Plain values from which `restored` makes the problem again, without its data."""
        return {p: asdict(getattr(self, p)) for p in ("config", "inputs", "target")}

    @classmethod
    def restored(cls, state: dict[str, Any]) -> "Problem":
        inputs, target = Inputs(**state["inputs"]), Target(**state["target"])
        return cls(Config(**state["config"]), Splits([], [], []), inputs, target)


@torch.no_grad()
def init_well(net: nn.Module, target: Target) -> None:
    """The net starts at the best constant answer: no hockey stick (recipe 2.6)."""
    head: Any = net.head
    rows = head.weight.flatten(1)
    if rows.shape[1] > 1:  # of sum 0: the mean of ReLU units, above 0, moves nothing
        rows -= rows.mean(1, keepdim=True)
    rows *= SHRINK
    head.bias.copy_(target.head_bias())
