"""A project that `recipe new` wrote, as the contract sees it.

The only file that knows how the modules of a generated project are called. What a project
*declares* (the rate of each step) is written anew here, on paper, and not asked of its code.
"""

import importlib
import importlib.util
import inspect
import io
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import (
    AbstractContextManager,
    contextmanager,
    nullcontext,
    redirect_stderr,
    redirect_stdout,
)
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, get_args
from unittest import mock

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from . import contract, groups_by_hand
from .contract import Batch, Evaluation, Example, History, Look, Run, Step
from .ledger.fingerprint import FILES
from .trials.change import hint_of
from .watched_training import Watched, watching


class Fed:
    """A feed of the project; any indices will do."""

    def __init__(self, feed: Any):
        self.feed, self.examples = feed, feed.examples

    def __len__(self) -> int:
        return len(self.feed)

    @property
    def ids(self) -> list[str]:
        return [example.id for example in self.examples]

    def __getitem__(self, indices: Sequence[int] | Tensor) -> Batch:
        chosen = torch.as_tensor(indices, dtype=torch.long)
        return batch_of(self.feed[chosen])

    def in_order(self, batch_size: int) -> Iterator[Batch]:
        return map(batch_of, self.feed.in_order(batch_size))

    def training(self, first: int, last: int) -> Iterator[Batch]:
        return map(batch_of, self.feed.training(first, last))

    def epoch(self, epoch: int) -> Sequence[Tensor]:
        return self.feed.epoch(epoch)


def batch_of(found: Any) -> Batch:
    return Batch(list(found.ids), found.x, found.y)


@dataclass(frozen=True)
class Generated(contract.Project):
    """`package` holds the modules, `problem` the four files joined."""

    package: str
    problem: Any
    climbed: dict[str, Any] = field(default_factory=dict)  # the rungs of its ladder
    cooled: str = ""  # how a check lets the rate fall where the config has no schedule

    @classmethod
    def of(cls, package: str, **changes: Any) -> "Generated":
        config = importlib.import_module(f"{package}.config").Config(**changes)
        importlib.import_module(f"{package}.machine").use(config)
        problem = importlib.import_module(f"{package}.problem").Problem.load(config)
        return cls(package, problem)

    def module(self, name: str) -> ModuleType:
        return importlib.import_module(f"{self.package}.{name}")

    @property
    def config(self) -> Any:
        return self.problem.config

    @property
    def splits(self) -> Any:
        return self.problem.splits

    @property
    def inputs(self) -> Any:
        return self.problem.inputs

    @property
    def target(self) -> Any:
        return self.problem.target

    def but(self, **changes: Any) -> "Generated":
        problem = self.problem.but(**changes)
        same = problem.config == self.config
        return replace(self, problem=problem) if same else self.holding(problem)

    def having(self, **parts: Any) -> "Generated":
        return self.holding(replace(self.problem, **parts))

    def holding(self, problem: Any) -> "Generated":
        return Generated(self.package, problem, cooled=self.cooled)

    # --- the data

    @property
    def depth(self) -> int:  # type: ignore[override]
        """Bits in use of a picture that has more than 8."""
        return getattr(self.module("read"), "DEPTH", 16)

    def again(self, **changes: Any) -> "Generated":
        config = replace(self.config, **changes)
        with self.uncorrected(config):
            return self.holding(type(self.problem).load(config))

    def cut_again(self) -> contract.Splits:
        with self.uncorrected(self.config):
            return self.module("load").load(self.config)

    def uncorrected(self, config: Any) -> AbstractContextManager[Any]:
        """Of other data than config.py names, as a check makes them up, no correction speaks."""
        usual = self.module("config").Config()
        if all(getattr(config, f, "") == getattr(usual, f, "") for f in FILES):
            return nullcontext()
        load = self.module("load")
        return mock.patch.object(load, "patched", lambda splits: splits, create=True)

    @property
    def split_by(self) -> str:  # type: ignore[override]
        if not hasattr(self.config, "split_column"):
            return "chance"
        return "group" if hasattr(self.config, "split_seed") else "time"

    def split(self, given: Mapping[str, Sequence[contract.Known]]) -> contract.Splits:
        """By field of the config: data, validation_data, test_data; each becomes a path."""
        files = [f for f in FILES if hasattr(self.config, f)]
        config = replace(self.config, **{f: f * (f in given) for f in files})
        column = getattr(config, "split_column", "")
        whole, *rest = column.split(" + ")  # a time may stand in its parts

        def read(path: Path, config: Any) -> list[Example]:
            """In a table the group, or the time, is a cell."""
            return [
                (
                    replace(
                        e, raw={**e.raw, **dict.fromkeys(rest, "0"), whole: e.group}
                    )
                    if column and isinstance(e.raw, Mapping)
                    else e
                )
                for e in given[Path(path).name]
            ]

        split = self.module("split")
        with (
            mock.patch.object(self.module("load"), "place", Path, create=True),
            mock.patch.object(self.module("load"), "read", read),
            self.uncorrected(config),
            mock.patch.object(split, "group", lambda e, config: e.group, create=True),
        ):
            return self.module("load").load(config)

    def groups_of(self, examples: Sequence[Example]) -> list[str]:
        """Told anew: a split that tells groups wrongly would find its own work in order."""
        in_column = hasattr(self.module("split"), "column")
        return groups_by_hand.groups(examples, self.config, in_column)

    def kept_together(self, examples: Sequence[Example]) -> list[str] | None:
        if self.split_by == "group":
            return self.groups_of(examples)
        same = getattr(self.module("split"), "contents", None)
        return (
            same(examples, self.config) if same and self.split_by == "chance" else None
        )

    def loaded(self, splits: contract.Splits) -> "Generated":
        return self.given(self.package, self.config, splits)

    @staticmethod
    def loads(package: str, config: Any) -> contract.Splits:
        """The splits alone, which may hold what cannot be decoded."""
        importlib.import_module(f"{package}.machine").use(config)
        return importlib.import_module(f"{package}.load").load(config)

    @classmethod
    def given(cls, package: str, config: Any, splits: contract.Splits) -> "Generated":
        """As if `load` gave these."""
        module = importlib.import_module(f"{package}.problem")
        with mock.patch.object(module, "load", lambda config: splits):
            return cls(package, module.Problem.load(config))

    @property
    def patch(self) -> Path | None:
        """Where its loader looks for corrections; before 0.11 it did not."""
        return getattr(self.module("load"), "PATCH", None)

    def read(self, path: str, **changes: Any) -> Sequence[Example]:
        return self.module("read").read(path, replace(self.config, **changes))

    def measured(self, train: Sequence[Example]) -> "Generated":
        inputs = self.module("data").Inputs.from_training(train, self.config)
        measure = self.module("target").Target.from_training
        if "answers" in inspect.signature(measure).parameters:  # before 0.9.2
            train = [example.answer for example in train]
        return self.having(inputs=inputs, target=measure(train, self.config))

    # --- the net, and what is run

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

    def cooling(self, schedule: str) -> "Generated":
        return self if self.schedule else replace(self, cooled=schedule)

    def rates(self) -> AbstractContextManager[Any]:
        """Those of the project, or within it those that a check asks for."""
        if not self.cooled:
            return nullcontext()
        ours = partial(rate_on_paper, schedule=self.cooled)
        return mock.patch.object(self.module("train"), "learning_rate_at", ours)

    def watching(self) -> AbstractContextManager[Watched]:
        return watching(self.module("train"))

    # --- declared

    @property
    def schedule(self) -> str:
        """Of config.py; "" where nothing but the warm-up was added."""
        return getattr(self.config, "schedule", "")

    def declared_rate(self, step: int) -> float:
        return rate_on_paper(step, self.config, self.schedule)

    def learning_rate(self, step: int) -> float:
        return self.module("train").learning_rate_at(step, self.config)

    # --- what leaves the project

    def new_run(self, folder: Path) -> Any:
        folder.mkdir(parents=True, exist_ok=True)
        return self.module("run").Run(folder)

    def state(self) -> dict[str, Any]:
        return self.problem.state()

    def served(self, run: Any, name: str) -> "tuple[Generated, nn.Module]":
        problem, net = run.trained(name)
        return self.holding(problem), net

    @property
    def levels(self) -> Sequence[str]:
        if importlib.util.find_spec(f"{self.package}.augment") is None:
            return ()
        return [
            one for one in get_args(hint_of(self.config, "augment")) if one != "none"
        ]

    def view(
        self, x: Tensor, y: Tensor, level: str, number: int
    ) -> tuple[Tensor, Tensor]:
        """As the training example `number` is shown in the first epoch."""
        config, indices = self.but(augment=level).config, torch.full((len(x),), number)
        return self.module("augment").augment(x, y, 0, indices, config)

    def predict(self, run: Any, examples: Sequence[Example]) -> list[tuple[str, Any]]:
        return self.of_new_data("predict", run, examples)

    def predicted_rows(
        self, run: Any, examples: Sequence[Example], net: nn.Module
    ) -> list[dict[str, Any]]:
        given = mock.patch.object(type(run), "trained", lambda run: (self.problem, net))
        with given:
            return self.of_new_data("rows", run, examples)

    @property
    def tempers(self) -> bool:
        return importlib.util.find_spec(f"{self.package}.calibration") is not None

    def calibrate(self, run: Any) -> None:
        module = self.module("calibration")
        with (
            mock.patch.object(module.Run, "find", mock.Mock(return_value=run)),
            mock.patch.object(module, "load", lambda config: self.splits),
            quietly(),
        ):
            module.calibrate(run.folder.name)

    def rows(self, run: Any, examples: Sequence[Example]) -> list[dict[str, Any]]:
        return self.of_new_data("rows", run, examples)

    def of_new_data(self, name: str, run: Any, examples: Sequence[Example]) -> list:
        module, several = self.module("predict"), max(1, len(examples) // 2 - 1)
        with (
            mock.patch.object(module, "read", lambda path, config: examples),
            mock.patch.object(module, "PORTION", min(several, module.PORTION)),
        ):
            return list(getattr(module, name)(run, ["new data"]))

    def train_command(self, run: Any) -> None:
        verbs, new = self.module("__main__"), mock.Mock(return_value=run)
        with (
            self.as_loaded(),
            mock.patch.object(verbs.Run, "new", new),
            mock.patch.object(verbs.Run, "find", new),
            mock.patch.object(verbs, "load", lambda config: self.splits),
            mock.patch("matplotlib.figure.Figure.savefig"),  # takes seconds
            quietly(),
        ):
            verbs.train(self.config)

    def evaluate_command(self, run: Any, split: str, name: str) -> float:
        verbs, find = self.module("__main__"), mock.Mock(return_value=run)
        with (
            mock.patch.object(verbs.Run, "find", find),
            mock.patch.object(verbs, "load", lambda config: self.splits),
            quietly(),
        ):
            verbs.evaluate(run.folder.name, split, name)
        path = run.folder / f"evaluation-{split}.json"
        return json.loads(path.read_text(encoding="utf-8"))["loss"][0]

    @contextmanager
    def as_loaded(self) -> Iterator[None]:
        """Whoever loads the problem gets this one."""
        problem = type(self.problem)
        with mock.patch.object(problem, "load", lambda config: self.problem):
            yield

    def baselines(self) -> Iterator[tuple[str, Evaluation]]:
        """Climbed once: who asks again gets the same rungs."""
        overlap = getattr(self.splits.validation, "overlap", 1)
        rungs = self.climb(self.module("baselines").ladder, self.problem)
        for name, found in self.climbed.items() or rungs:
            yield name, evaluation_of(found, None, overlap)

    def climb(self, ladder: Any, problem: Any) -> Iterator[tuple[str, Any]]:
        rungs = {}
        for name, found in ladder(problem):
            rungs[name] = found
            yield name, found
        self.climbed.update(rungs)

    @contextmanager
    def climbing(self) -> Iterator[None]:
        """Whoever climbs the ladder meanwhile, as `baseline` does, spares us the way."""
        module = self.module("baselines")
        with mock.patch.object(module, "ladder", partial(self.climb, module.ladder)):
            yield

    @property
    def reference(self) -> tuple[str, str] | None:  # type: ignore[override]
        return getattr(self.module("baselines"), "REFERENCE", None)


def rate_on_paper(step: int, config: Any, schedule: str) -> float:
    """Up from 0, then as the schedule says; constant for "constant" and ""."""
    steps, peak = config.steps, config.learning_rate
    rising, falling = round(config.warmup * steps), max(1, round(0.2 * steps))
    if step < rising:
        return peak * (step + 1) / rising
    if schedule == "cosine":
        done = (step - rising) / (steps - rising)
        return peak * (1 + math.cos(math.pi * done)) / 2
    if schedule == "wsd" and step > steps - falling:
        return peak * (1 - math.sqrt((step - steps + falling) / falling))
    return peak


def evaluation_of(found: Any, outputs: Tensor | None, overlap: int) -> Evaluation:
    """Loss and metrics as the project says them, not as they follow from the rows."""
    values = dict(found.values())
    loss = values.pop("loss")
    rows = (list(found.ids), found.losses, found.weights, found.tally)
    return Evaluation(*rows, loss, values, outputs, overlap)


@contextmanager
def when_loaded(package: str, told: Callable[[Generated], Any]) -> Iterator[None]:
    """Tell of each problem that a verb of the package loads meanwhile, before it goes on."""
    problem = importlib.import_module(f"{package}.problem").Problem
    load = problem.load

    def loaded(config: Any) -> Any:
        found = load(config)
        told(Generated(package, found))
        return found

    with mock.patch.object(problem, "load", loaded):
        yield


@contextmanager
def quietly() -> Iterator[None]:
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        yield
