"""What is run: yours where an adapter offers it, else ours."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.utils.data import DataLoader

from ..additions import Steps
from ..contract import (
    Batch,
    Evaluation,
    Example,
    History,
    Look,
    NotOffered,
    Run,
    Step,
)
from .aside import aside
from .at_places import AT_PLACES
from .feed import AT_ONCE, Fed, Loader
from .fitting import fitted
from .kept import Kept
from .named import as_yours
from .ours import our_evaluation, our_optimizer, our_step, our_training, save
from .watched import in_its_mode, watched


class Loop:
    """The half of an Adapter that trains and evaluates."""

    config: Any
    splits: Any
    target: Any
    answers: Any
    given: Any
    climbed: dict[Any, dict[str, Evaluation]]
    layout: Any
    steps_seen = Steps()
    steps_per_epoch = 1  # of the loader that `fit` was handed last: for `declared_rate`

    def __getattr__(self, name: str) -> Any:
        if hasattr(type(self), name):  # an AttributeError within it: let it be seen
            return object.__getattribute__(self, name)
        raise NotOffered(f"the adapter offers no `{name}`")

    @property
    def kinds(self) -> tuple[Any, ...]:
        """Of targets that are yours, and none that a check has altered."""
        return self.answers, AT_PLACES.get(self.answers, self.answers)

    def feed(self, examples: Sequence[Example], blank: bool = False) -> Fed:
        return Fed(examples, self.config, blank, hasattr(self, "fit"), self.layout)

    def optimizer(self, net: nn.Module) -> Optimizer:
        return our_optimizer(net, self.config)

    def train_step(self, net: nn.Module, optimizer: Optimizer, batch: Batch) -> Step:
        if not hasattr(self, "step"):
            return our_step(net, optimizer, batch, self.target)
        with aside(), as_yours(net), in_its_mode(net), watched(net) as seen:
            self.step(net, optimizer, batch.x, self.target.as_yours(batch.y))
        return Step(
            self.cost([outputs for _, outputs in seen.passes], batch),
            seen.gradient_norm,
        )

    def train(
        self,
        net: nn.Module,
        feed: Fed,
        validation: Fed | None = None,
        run: Run | None = None,
        resume: bool = False,
        look: Look | None = None,
    ) -> History:
        if resume:
            raise NotOffered("an adapter resumes no run")
        if hasattr(self, "fit"):  # of which the last weights are all there is
            history, names = fitted(self, net, feed, validation, look), ("last", "best")
        else:
            history = our_training(self, net, feed, validation, look, run)
            names = ("last",) if history.evaluations else ("last", "best")
        for name in names if run else ():
            save(net, len(history.losses), run, name)  # type: ignore[arg-type]
        return history

    @property
    def stepped(self) -> Steps:
        """What your optimizer found in the `fit` that ran last."""
        if not hasattr(self, "fit"):
            raise NotOffered("the adapter offers no `fit`")
        return self.steps_seen

    @property
    def epoch_lengths(self) -> list[int]:
        own = self.given["train"]
        return [
            self.steps_per_epoch,
            *([len(own)] if isinstance(own, DataLoader) else []),
        ]

    def evaluate(
        self,
        net: nn.Module,
        feed: Fed,
        keep_outputs: bool = False,
        batch_size: int = 0,
    ) -> Evaluation:
        """Its rows are ours; its loss is yours where you offer an `evaluation`."""
        found = our_evaluation(net, feed, self.target, batch_size or AT_ONCE)
        if hasattr(self, "evaluation") and type(self.target) in self.kinds:
            training = net.training
            loader = Loader(feed, self.given["validation"], False, batch_size)
            with aside(), as_yours(net):
                found = replace(found, loss=float(self.evaluation(net, loader)))
            net.train(training)
        return found if keep_outputs else replace(found, outputs=None)

    def cost(self, outputs: list[Tensor], batch: Batch) -> Tensor:
        """The loss of a batch that was seen on its way: not as your code says, as it must be."""
        whole = torch.cat(outputs) if outputs else torch.zeros(0)
        if len(whole) != len(batch.y):
            return torch.tensor(torch.nan)
        losses, weights = self.target.loss(whole, batch.y), self.target.weight(batch.y)
        return losses.dot(weights.to(losses)) / weights.to(losses).sum()

    def new_run(self, folder: Path) -> Kept:
        return Kept(folder)

    def baselines(self) -> Iterator[tuple[str, Evaluation]]:
        """Your training without inputs, and with them; each once."""
        if self.config not in self.climbed:
            found = {
                name: self.trained(blank)
                for name, blank in (("blank inputs", True), ("your net", False))
            }
            self.climbed[self.config] = found
        yield from self.climbed[self.config].items()

    def trained(self, blank: bool) -> Evaluation:
        parts = self.splits.train, self.splits.validation
        train, validation = (self.feed(part, blank) for part in parts)
        net = self.net()
        self.train(net, train, validation)
        return self.evaluate(net, validation)

    # --- what is declared on paper

    def declared_optimizer(self, net: nn.Module) -> Optimizer:
        if hasattr(self, "fit") and not hasattr(self, "declared_rate"):
            raise NotOffered("the adapter says no `declared_rate(step)` of its `fit`")
        return self.optimizer(net)
