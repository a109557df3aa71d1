"""What the recipe asks of a project: this page, and nothing else.

No check imports a file of yours, asks which kind of data you have, or knows how your folders
are called. It is handed an object with the names of `Project`: `generated/` makes it for a
project that `recipe new` wrote, one adapter file of your own for any other code.

Behind each name stands the check that needs it; "all" where most do. What a part promises on
top of this page stands in `additions.py`, and a check that needs it is silent without it.
"""

import importlib
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from .place import stand


class NotOffered(AttributeError):
    """A project has no such name: what asked for it does not apply, and this is the reason.

    Raised by the adapter of code that was not written for the recipe (adopt/adapter.py).
    """


class Example(Protocol):
    """One example as the files hold it: nothing is decoded yet."""

    @property
    def id(self) -> str: ...  # the same in every run and on every machine
    @property
    def raw(self) -> Any: ...  # a row, the path of a picture, an array
    @property
    def answer(self) -> Any: ...  # as the file says it; None if nobody knows


@dataclass(frozen=True)
class Known:
    """An example that a check made up, or changed."""

    id: str
    raw: Any
    answer: Any
    group: Any = None


class Splits(Protocol):
    """Three sequences, lazy if they are large; and what was left out."""

    @property
    def train(self) -> Sequence[Example]: ...
    @property
    def validation(self) -> Sequence[Example]: ...
    @property
    def test(self) -> Sequence[Example]: ...
    @property
    def left_out(self) -> Mapping[str, str]: ...  # id -> why (2.4, fails_silently)


@dataclass(frozen=True)
class Some:
    """Splits that a check cut down."""

    train: Sequence[Example]
    validation: Sequence[Example]
    test: Sequence[Example]
    left_out: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Batch:
    """Examples as the net gets them. The ids lead back to the files."""

    ids: list[str]
    x: Tensor  # [batch, ...]
    y: Tensor  # [batch, ...]

    def to(self, device: torch.device) -> "Batch":
        return Batch(self.ids, self.x.to(device), self.y.to(device))


class Inputs(Protocol):
    """x: how a raw example becomes the tensor the net sees, and back."""

    @property
    def shape(self) -> tuple[int, ...]: ...  # of one x; all
    def encode(self, raw: Any) -> Tensor: ...  # all

    # both from x alone, into matplotlib axes and as one line of text: 2.13
    def draw(self, x: Tensor, axes: Any) -> None: ...
    def show(self, x: Tensor) -> str: ...


class Target(Protocol):
    """y: what an answer means. The formulas on paper never call `loss`."""

    @property
    def answers_are(self) -> str: ...  # "classes", "numbers", ...: how near is near
    @property
    def outputs(self) -> int: ...  # width of the last layer: [batch, outputs, *places]
    @property
    def errors(
        self,
    ) -> tuple[str, ...]: ...  # metrics of which less is better: 0.3, 2.10

    def encode(self, answer: Any) -> Tensor: ...  # y of one example; all

    # [batch] each: one loss per example, and how much that example counts; all
    def loss(self, outputs: Tensor, y: Tensor) -> Tensor: ...
    def weight(self, y: Tensor) -> Tensor: ...

    # on paper: the best constant answer, [outputs], what it costs, and the lowest loss that a
    # perfect fit can reach: 2.5, 2.6, 2.9, 2.11
    def head_bias(self) -> Tensor: ...
    def expected_loss_at_init(self, y: Tensor) -> float: ...
    def floor(self, y: Tensor) -> float: ...

    # what the outputs claim (2.6, 2.7); in the user's words (2.7, 2.11, 2.13)
    def prediction(self, outputs: Tensor) -> Tensor: ...
    def decode(self, outputs: Tensor) -> list[Any]: ...
    def describe(self, y: Tensor) -> str: ...

    # [batch], a number to follow (2.14); [batch, ...] and the metrics of a split: 2.4, 2.7
    def watch(self, outputs: Tensor, y: Tensor) -> Tensor: ...
    def tally(self, outputs: Tensor, y: Tensor) -> Tensor: ...
    def metrics(self, tally: Tensor) -> dict[str, float]: ...


class Feed(Protocol):
    """One split, encoded and cut into batches; all."""

    @property
    def examples(self) -> Sequence[Example]: ...
    @property
    def ids(self) -> list[str]: ...
    def __len__(self) -> int: ...
    def __getitem__(self, indices: Sequence[int] | Tensor) -> Batch: ...
    def in_order(self, batch_size: int) -> Iterator[Batch]: ...  # every example once
    def training(self, first: int, last: int) -> Iterator[Batch]: ...  # of these steps
    def epoch(self, epoch: int) -> Sequence[Tensor]: ...  # indices of each step: 0.3


@dataclass(frozen=True)
class Step:
    """What one step reports."""

    loss: Tensor  # before the step
    gradient_norm: Tensor  # before clipping


@dataclass(frozen=True)
class Evaluation:
    """What your evaluation says of a split: its own loss and metrics, and a row per example."""

    ids: list[str]
    losses: Tensor  # [n]
    weights: Tensor  # [n]
    tally: Tensor  # [n, ...]
    loss: float
    metrics: dict[str, float]
    outputs: Tensor | None = None  # [n, ...], where they were asked for
    overlap: int = 1  # neighbours that share values, as windows of a series do

    @property
    def numbers(self) -> dict[str, float]:
        """The loss and every metric, by name."""
        return {"loss": self.loss, **self.metrics}

    def score(self, watch: str, errors: Sequence[str]) -> float:
        """What `watch` says, turned so that less is better; undefined is worst."""
        value = self.numbers[watch]
        sign = 1 if watch in ("loss", *errors) else -1
        return math.inf if math.isnan(value) else sign * value


@dataclass(frozen=True)
class History:
    """What your training says it did."""

    losses: list[float]  # of every step, before it
    evaluations: list[tuple[int, float]]  # (steps done, loss on validation)
    # as they were fed, where no `Feed.training` can tell: a loader draws anew each time
    batches: Sequence[Batch] = ()


class Run(Protocol):
    """A folder in which a training keeps what it wrote: 0.3, 2.1, 2.2, 2.10, 2.14."""

    @property
    def folder(self) -> Path: ...
    def rows(self, file: str) -> list[dict[str, str]]: ...  # metrics.csv, followed.csv
    def save(self, name: str, checkpoint: dict[str, Any]) -> None: ...
    def checkpoint(
        self, name: str
    ) -> dict[str, Any]: ...  # "step", "net", ...; best, last


Look = Callable[[int, nn.Module], None]  # (steps done, net)


class Project(Protocol):
    """Your code as a black box: what it gives is a function of its config alone."""

    @property
    def config(self) -> Any: ...  # what `but` can change stands in its fields
    @property
    def splits(self) -> Splits: ...
    @property
    def inputs(self) -> Inputs: ...
    @property
    def target(self) -> Target: ...

    def but(self, **changes: Any) -> "Project": ...  # the same data, another config
    def having(self, **parts: Any) -> "Project": ...  # other splits, inputs or target

    # --- the data
    def again(self, **changes: Any) -> "Project": ...  # everything read anew: 0.3, 2.2
    def cut_again(self) -> Splits: ...  # the same, though none may validate: 0.3

    split_by: str  # "chance", "group", "time", and your split of known examples: 0.3

    def split(self, given: Mapping[str, Sequence[Known]]) -> Splits: ...
    def loaded(self, splits: Splits) -> "Project": ...  # as if `load` gave these: 0.3
    def read(self, path: str, **changes: Any) -> Sequence[Example]: ...  # new data: 0.3
    def groups_of(
        self, examples: Sequence[Example]
    ) -> list[str]: ...  # where `split_by` is "group", told by hand: 0.3

    depth: int  # bits in use of a picture that has more than 8: 0.3

    def measured(
        self, train: Sequence[Example]
    ) -> "Project": ...  # what x and y mean, anew

    # --- the net
    @property
    def device(self) -> torch.device: ...  # where the net is trained
    def net(
        self,
    ) -> nn.Module: ...  # fresh, the same bits each time, with `stem` and `head`

    # --- what you run
    def feed(self, examples: Sequence[Example], blank: bool = False) -> Feed: ...
    def optimizer(self, net: nn.Module) -> Optimizer: ...
    def train_step(
        self, net: nn.Module, optimizer: Optimizer, batch: Batch
    ) -> Step: ...
    def evaluate(
        self,
        net: nn.Module,
        feed: Feed,
        keep_outputs: bool = False,
        batch_size: int = 0,  # another than your own: 2.4
    ) -> Evaluation: ...
    def train(
        self,
        net: nn.Module,
        feed: Feed,
        validation: Feed | None = None,
        run: Run | None = None,
        resume: bool = False,
        look: Look | None = None,
    ) -> History: ...

    # --- what is declared on paper, and never asked of the code under test: 0.3, 3.5
    def declared_rate(self, step: int) -> float: ...
    def learning_rate(
        self, step: int
    ) -> float: ...  # your own formula, if you have one

    # --- what leaves the project: 0.3, 2.1, 2.10
    def new_run(self, folder: Path) -> Run: ...
    def state(self) -> dict[str, Any]: ...  # what a checkpoint says of config, x and y
    def served(self, run: Run, name: str) -> "tuple[Project, nn.Module]": ...
    def predict(
        self, run: Run, examples: Sequence[Example]
    ) -> list[tuple[str, Any]]: ...
    def train_command(self, run: Run) -> None: ...  # the whole `train`
    def evaluate_command(
        self, run: Run, split: str, name: str
    ) -> float: ...  # its loss

    # dumb answers to all of validation, then "linear net", "blank inputs" and your net: 2.9, 2.10
    def baselines(self) -> Iterator[tuple[str, Evaluation]]: ...

    reference: tuple[str, str] | None  # the rung and metric of a linear model: 2.10


def open_project(name: str, **changes: Any) -> Project:
    """By the name of its package, or of a module that has `project(**changes)`."""
    module = importlib.import_module(name)
    if hasattr(module, "project"):
        stand(name)
        return module.project(**changes)
    from .generated import Generated

    return Generated.of(name, **changes)
