"""The net of a generated project, its feed, its step, its loop and its evaluation."""

import importlib.util
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from typing import Any, Self, get_args
from unittest import mock

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from ..contract import Batch, Evaluation, Example, History, Look, Run, Step
from ..trials.change import hint_of
from ..watched_training import Watched, watching
from .data import Read
from .fed import Fed, evaluation_of
from .rate_on_paper import rate_on_paper


class Trained(Read):
    @property
    def device(self) -> torch.device:
        return self.module("machine").use(self.config)

    def net(self) -> nn.Module:
        return self.problem.net()

    def feed(self, examples: Sequence[Example], blank: bool = False) -> Fed:
        return Fed(self.module("feed").Feed(examples, self.problem, blank))

    def optimizer(self, net: nn.Module) -> Optimizer:
        return self.module("train").new_optimizer(net, self.config)

    def train_step(self, net: nn.Module, optimizer: Optimizer, batch: Batch) -> Step:
        theirs = self.module("feed").Batch(batch.ids, batch.x, batch.y)
        step = self.module("train").train_step
        loss, norm = step(net, optimizer, theirs, self.target, self.config)
        return Step(loss, norm)

    def evaluate(
        self,
        net: nn.Module,
        feed: Any,
        keep_outputs: bool = False,
        batch_size: int = 0,
    ) -> Evaluation:
        module, outputs = self.module("evaluate"), None
        changes: dict[str, Any] = {"problem": self.problem}
        if batch_size:
            whole = type(feed.feed).in_order
            changes["in_order"] = lambda *_: whole(feed.feed, batch_size)
        with mock.patch.multiple(feed.feed, **changes):
            found = module.evaluate(net, feed.feed)
            if keep_outputs:
                said = [outputs.cpu() for _, outputs in module.answered(net, feed.feed)]
                outputs = torch.cat(said)
        overlap = getattr(feed.examples, "overlap", 1)
        return evaluation_of(found, outputs, overlap)

    def ranges(self, net: nn.Module, feed: Any) -> dict[str, tuple[float, float]]:
        """As `evaluate` and `baseline` print them."""
        found = self.module("evaluate").evaluate(net, feed.feed)
        return self.module("intervals").intervals(found)

    def train(
        self,
        net: nn.Module,
        feed: Any,
        validation: Any = None,
        run: Run | None = None,
        resume: bool = False,
        look: Look | None = None,
    ) -> History:
        watching = {} if look is None else {"look": look}
        other = validation and validation.feed
        train = self.module("train").train
        with self.rates():
            done = train(self.problem, net, feed.feed, other, run, resume, **watching)
        return History(done.losses, done.evaluations)

    def cooling(self, schedule: str) -> Self:
        return self if self.schedule else replace(self, cooled=schedule)

    def rates(self) -> AbstractContextManager[Any]:
        """Those of the project, or within it those that a check asks for."""
        if not self.cooled:
            return nullcontext()
        ours = partial(rate_on_paper, schedule=self.cooled)
        return mock.patch.object(self.module("train"), "learning_rate_at", ours)

    def watching(self) -> AbstractContextManager[Watched]:
        return watching(self.module("train"))

    # --- several views of an example: 6.1

    @property
    def levels(self) -> Sequence[str]:
        if importlib.util.find_spec(f"{self.package}.augment") is None:
            return ()
        said = get_args(hint_of(self.config, "augment"))
        return [level for level in said if level != "none"]

    def view(
        self, x: Tensor, y: Tensor, level: str, number: int
    ) -> tuple[Tensor, Tensor]:
        """As the training example `number` is shown in the first epoch."""
        config, indices = self.but(augment=level).config, torch.full((len(x),), number)
        return self.module("augment").augment(x, y, 0, indices, config)

    # --- declared

    @property
    def schedule(self) -> str:
        """Of config.py; "" where nothing but the warm-up was added."""
        return getattr(self.config, "schedule", "")

    def declared_rate(self, step: int) -> float:
        return rate_on_paper(step, self.config, self.schedule)

    def learning_rate(self, step: int) -> float:
        return self.module("train").learning_rate_at(step, self.config)
