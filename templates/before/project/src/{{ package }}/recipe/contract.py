"""What the recipe asks of your four files, and the one place where they meet.

`config.py`, `data.py`, `target.py` and `model.py` are the problem; everything in `recipe/` is
the same in every project and sees them only through the names below, and those of
additions.py, which are for some.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Protocol, Self

from torch import Tensor, nn

from ..config import Config


@dataclass(frozen=True)
class Example:
    """One example as the files hold it: nothing is decoded yet."""

    id: str  # the same in every run and on every machine: "train.csv:17", "ants/1.jpg"
    raw: Any  # a row, the path of a picture, an array
    answer: Any  # a cell, the name of a folder; None if nobody knows


@dataclass(frozen=True)
class Splits:
    """Three lazy sequences. Nothing needs the whole data set in memory."""

    train: Sequence[Example]
    validation: Sequence[Example]
    test: Sequence[Example]
    # id -> why load() refused it
    left_out: dict[str, str] = field(default_factory=dict)


class Answers(Sequence[Any]):
    """The answers of some examples; none is read before it is asked for."""

    def __init__(self, examples: Sequence[Example]):
        self.examples = examples

    def __len__(self) -> int:
        return len(self.examples)

    def __getitem__(self, i: Any) -> Any:
        return self.examples[i].answer


class Inputs(Protocol):
    """x: how a raw example becomes the tensor the net sees, and back. In data.py.

    A frozen dataclass of plain values (tensors, numbers, strings, lists), measured on the
    training split only: a checkpoint stores its fields and needs nothing else to predict.
    """

    @property
    def shape(self) -> tuple[int, ...]: ...  # of one x

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> Self: ...
    def encode(self, raw: Any) -> Tensor: ...

    # both from x alone: into matplotlib axes, and as one line of text
    def draw(self, x: Tensor, axes: Any) -> None: ...
    def show(self, x: Tensor) -> str: ...


class Target(Protocol):
    """y: what an answer means. In target.py.

    A frozen dataclass of plain values, measured on the training answers only. The formulas
    on paper (`head_bias`, `expected_loss_at_init`, `floor`) never call `loss`: each can
    find a mistake in the other.
    """

    @property
    def answers_are(self) -> str: ...  # "classes", "numbers", ...: the file in dumb/
    @property
    def outputs(self) -> int: ...  # width of the last layer: [batch, outputs, *places]

    @property
    def errors(self) -> tuple[str, ...]: ...  # the metrics of which less is better

    @classmethod
    def from_training(cls, answers: Sequence[Any], config: Config) -> Self: ...
    def encode(self, answer: Any) -> Tensor: ...  # y of one example

    # [batch] each: one loss per example, and how much that example counts
    def loss(self, outputs: Tensor, y: Tensor) -> Tensor: ...
    def weight(self, y: Tensor) -> Tensor: ...

    # on paper: the best constant answer, [outputs], what it costs, and the lowest loss
    # that a perfect fit can reach
    def head_bias(self) -> Tensor: ...
    def expected_loss_at_init(self, y: Tensor) -> float: ...
    def floor(self, y: Tensor) -> float: ...

    # what the outputs claim, probabilities or numbers in training sds; then in the user's
    # words, as one encoded y is described
    def prediction(self, outputs: Tensor) -> Tensor: ...
    def decode(self, outputs: Tensor) -> list[Any]: ...
    def describe(self, y: Tensor) -> str: ...

    # [batch], a number to follow over time; [batch, ...], what the metrics need of each
    # example; the metrics of a whole split
    def watch(self, outputs: Tensor, y: Tensor) -> Tensor: ...
    def tally(self, outputs: Tensor, y: Tensor) -> Tensor: ...
    def metrics(self, tally: Tensor) -> dict[str, float]: ...


@dataclass(frozen=True)
class Problem:
    """Your four files, joined: what every stage, check and verb is handed."""

    config: Config
    splits: Splits
    inputs: Inputs
    target: Target

    @classmethod
    def load(cls, config: Config) -> "Problem":
        from .. import data, target

        splits = data.load(config)
        return cls(
            config=config,
            splits=splits,
            inputs=data.Inputs.from_training(splits.train, config),
            target=target.Target.from_training(Answers(splits.train), config),
        )

    def net(self) -> nn.Module:
        """A fresh net with the head of the recipe: it depends on `config.seed` and nothing else."""
        from .. import model
        from .machine import fix_random_seed
        from .stage2_skeleton_and_baselines.init_well import init_well

        fix_random_seed(self.config.seed)
        net = model.build(self.inputs, self.target.outputs, self.config)
        init_well(net, self.target)
        return net

    def but(self, **changes: Any) -> "Problem":
        """The same data and target under a config that differs in `changes`."""
        return replace(self, config=replace(self.config, **changes))


def state(part: Inputs | Target) -> dict[str, Any]:
    """The plain values of `Inputs` or `Target`, for a checkpoint."""
    return {f.name: getattr(part, f.name) for f in fields(part)}  # type: ignore[arg-type]
