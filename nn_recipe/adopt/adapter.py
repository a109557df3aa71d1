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
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ..chance import fix_all_seeds
from ..contract import Evaluation, Example, NotOffered
from ..place import here
from ..script_lines import lines_with
from ..specimen import undisturbed
from . import data
from .at_places import AT_PLACES
from .collated import Collated
from .drawn import Drawn
from .layout import Layout, width
from .loop import Loop
from .named import as_yours, ends, named, outputs_in
from .one_class import OneClass
from .reread import reread
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

    @property
    def draws(self) -> bool:
        """Whether your examples are drawn by chance from more than there is time for."""
        return any(isinstance(found, Drawn) for found in self.given.values())

    @cached_property
    def inputs(self) -> Any:
        return data.Inputs.from_training(self.splits.train)

    @cached_property
    def target(self) -> Any:
        loss = self.loss()
        loss = loss() if isinstance(loss, type) else loss
        return self.target_of(self.splits.train, loss)

    def target_of(self, train: Sequence[Example], loss: Any) -> Any:
        if not self.layout.places:
            return self.answers.from_training(train, loss)
        kind, outputs = AT_PLACES[self.answers], width(self.ends(self.yours)[1])
        return kind.measured(train, loss, outputs, self.layout)

    @cached_property
    def layout(self) -> Layout:
        """Whether an example has an answer at each of several places."""
        raw = self.splits.train[0].raw
        y = data.tensor(raw.pairs[raw.index][1])
        return Layout.of(y, self.ends(self.yours)[1])

    @cached_property
    def yours(self) -> nn.Module:
        """One net of yours, as you build it."""
        with undisturbed():
            fix_all_seeds(self.config.seed)
            net = self.build()
            return net() if isinstance(net, type) else copy.deepcopy(net)

    def but(self, **changes: Any) -> "Adapter":
        for name in changes:
            getattr(self.config, name)
        other = copy.copy(self)
        other.config = replace(self.config, **changes)
        return other

    def having(self, **parts: Any) -> "Adapter":
        kind = type(parts.get("target", self.target))
        if kind not in self.kinds and (hasattr(self, "step") or hasattr(self, "fit")):
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
        target = self.target_of(train, self.target.yours)
        return self.having(target=target, inputs=data.Inputs.from_training(train))

    # --- the files

    @property
    def root(self) -> Path:
        return here().root

    @property
    def validates(self) -> bool:
        return self.given["validation"] is not None

    def read_now(self, project: Any) -> dict[str, tuple[Any, Any]]:
        return data.arrays(project.splits)

    def reread(self, change: Callable[[Path], None]) -> dict[str, tuple[Any, Any]]:
        return reread(self, change)

    def data_lines(self, words: str) -> str:
        return lines_with(words, here().files.get("data", ()))

    # --- the net

    def net(self) -> nn.Module:
        """As you build it, under the seed of the config; one that stands is copied."""
        with undisturbed():
            fix_all_seeds(self.config.seed)
            net = self.build()
            net = net() if isinstance(net, type) else copy.deepcopy(net)
        ends, parts = self.ends(net), self.inputs.parts
        return named(net, self.target.outputs, ends, parts, self.layout)

    def answer_alone(self, net: nn.Module, raw: Any) -> Any:
        """[1, outputs, *places] of an example that nothing pads, where x says how long it is."""
        pairs = raw.pairs
        if not isinstance(pairs, Collated) or len(pairs.parts.shapes) < 2:
            return None
        by_place, by_name = pairs.alone(raw.index)
        with as_yours(net):
            return outputs_in(net, net(*by_place, **by_name))

    def ys_of(self, raw: Any) -> Any:
        """y of an example alone in its batch, and among all the others."""
        if not isinstance(raw.pairs, Collated):
            return None
        return raw.pairs.y_alone(raw.index), data.tensor(raw.pairs[raw.index][1])

    def ends(self, net: nn.Module) -> tuple[Any, Any]:
        """The first layer and the last, as you name them or as they stand."""
        stem = self.stem(net) if hasattr(self, "stem") else None
        head = self.head(net) if hasattr(self, "head") else None
        return ends(net, stem, head)
