"""What an adapter is built on: code of yours, as the contract sees a project.

You must offer `data(split)`, `build()` and `loss()`. Each of these you may offer as well, and
then what you run is audited, and not a loop of ours:

    optimizer(net)                    yours; ours is AdamW
    step(net, optimizer, x, y)        one step on one batch
    fit(net, loader, validation)      the whole training; it must go through this loader
    evaluation(net, loader)           your loss on a split, a float
    declared_rate(step)               on paper: the learning rate of each step of `fit`, which
                                      has `self.steps_per_epoch`
    declared_optimizer(net)           on paper: yours written by hand
    answer(split, i)                  as your files have it, read by another way than `data`
    head(net), stem(net)              the last linear map, and the first layer

What a check asks for and nobody offers raises NotOffered: the check is then not applicable.
"""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import torch
from torch import nn

from ..chance import fix_all_seeds
from ..contract import Evaluation, Example, NotOffered
from ..specimen import undisturbed
from . import data
from .loop import Loop
from .named import named
from .one_class import OneClass
from .scripts import loaded


@dataclass(frozen=True)
class Knobs:
    """What a check may turn. Only what your code obeys: no check asks for another."""

    seed: int = 1337
    watch: str = "loss"  # or a metric: what a baseline is compared by
    validation_share: float = 0.15  # of the training examples, where you have no other

    def __getattr__(self, name: str) -> Any:
        raise NotOffered(f"`Config` of the adapter has no {name}")


class Adapter(Loop):
    answers: Any = OneClass  # or Number: what an answer is, and its formulas on paper
    device = torch.device("cpu")  # where float64 is

    def __init__(self, config: Any):
        self.config = config
        self.climbed: dict[Any, dict[str, Evaluation]] = {}  # by config: baselines

    # --- the data

    @cached_property
    def given(self) -> dict[str, Any]:
        """What `data` gives, asked once."""
        return {part: self.data(part) for part in ("train", "validation", "test")}

    @cached_property
    def splits(self) -> Any:
        return data.splits(self)

    @cached_property
    def inputs(self) -> Any:
        return data.Inputs.from_training(self.splits.train)

    @cached_property
    def target(self) -> Any:
        loss = self.loss()
        loss = loss() if isinstance(loss, type) else loss
        return self.answers.from_training(self.splits.train, loss)

    def but(self, **changes: Any) -> "Adapter":
        for name in changes:
            getattr(self.config, name)
        other = copy.copy(self)
        other.config = replace(self.config, **changes)
        return other

    def having(self, **parts: Any) -> "Adapter":
        kind = type(parts.get("target", self.target))
        if kind is not self.answers and (hasattr(self, "step") or hasattr(self, "fit")):
            raise NotOffered("another target has no way into your own step or training")
        if kind.head_bias is not self.answers.head_bias:
            raise NotOffered("another final bias has no way into your own net")
        other = copy.copy(self)
        other.__dict__.update(parts, climbed={})
        return other

    def again(self, **changes: Any) -> "Adapter":
        loaded.cache_clear()
        return type(self)(replace(self.config, **changes))

    def cut_again(self) -> Any:
        return self.again().splits

    def measured(self, train: Sequence[Example]) -> "Adapter":
        target = self.answers.from_training(train, self.target.yours)
        return self.having(target=target, inputs=data.Inputs.from_training(train))

    # --- the net

    def net(self) -> nn.Module:
        """As you build it, under the seed of the config; one that stands is copied."""
        with undisturbed():
            fix_all_seeds(self.config.seed)
            net = self.build()
            net = net() if isinstance(net, type) else copy.deepcopy(net)
        stem = self.stem(net) if hasattr(self, "stem") else None
        head = self.head(net) if hasattr(self, "head") else None
        return named(net, self.target.outputs, stem, head)
