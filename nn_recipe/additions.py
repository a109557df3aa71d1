"""What some data and targets add to the contract; the checks ask `isinstance`, never the kind.

Each is a promise a part may make. A check that needs it is silent where it is not made.
"""

from __future__ import annotations  # names alone: a report needs no torch

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from torch import Tensor, nn
    from torch.optim import Optimizer

    from .contract import Example, Project
    from .watched_training import Watched

# --- inputs


@runtime_checkable
class Featured(Protocol):
    """What inputs add if x laid flat says little to a model without structure: tokens, sound."""

    # [features], counts of words and the like
    def features(self, x: Tensor) -> Tensor: ...


@runtime_checkable
class Forgetful(Protocol):
    """What inputs add if different examples may have one x, such as texts of unknown words."""

    def content(self, raw: Any) -> bytes: ...  # equal for copies, and for nothing else


@runtime_checkable
class Padded(Protocol):
    """What inputs add if x ends in pads, along its first axis: the words of a text, then none."""

    @property
    def shape(self) -> tuple[int, ...]: ...
    def encode(self, raw: Any) -> Tensor: ...
    def places(self, raw: Any) -> int: ...  # that a raw example needs, however many
    def length_of(self, x: Tensor) -> int: ...  # places of one x before its pads


@runtime_checkable
class Filled(Protocol):
    """What inputs add if numbers that say nothing fill x up, and x tells which: short sounds."""

    def padding(self, x: Tensor) -> Tensor: ...  # bool, of the shape of x


@runtime_checkable
class Sized(Protocol):
    """What inputs add if some of x are ids that stand beside numbers: they have no size."""

    def sized(self, x: Tensor) -> Tensor: ...  # of [batch, ...]


@runtime_checkable
class Heard(Protocol):
    """What inputs add if raw is the path of a sound: what x says there is to hear."""

    rate: int  # Hz, of the samples that are listened to
    seconds: float  # that x holds

    @property
    def hertz(self) -> list[float]: ...  # the middle of each band, low to high
    def encode(self, raw: str) -> Tensor: ...
    def decibels(self, x: Tensor) -> Tensor: ...  # [bands, frames], nan in the padding


@runtime_checkable
class Celled(Protocol):
    """What inputs add if raw is a row of cells: what x says of each column, read back."""

    def cells(self, x: Tensor) -> dict[str, str]: ...


@runtime_checkable
class Pixelled(Protocol):
    """What inputs add if raw is a picture: uint8 [height, width, channels], read back."""

    def pixels(self, x: Tensor) -> Any: ...


# --- targets


@runtime_checkable
class Structured(Protocol):
    """What a target adds if its answers are not one word or number: labels, masks, boxes."""

    # one decoded, one raw: do they say the same?
    def agrees(self, prediction: Any, answer: Any) -> bool: ...


@runtime_checkable
class Drawn(Protocol):
    """What a target adds if its answers can be seen in x: masks, boxes, tags."""

    def draw(self, y: Tensor, axes: Any) -> None: ...  # onto what Inputs.draw has drawn


@runtime_checkable
class Cautious(Protocol):
    """What a target adds if part of `head_bias` is chosen for a calm start: a focal loss has its
    minimum elsewhere. There the loss is not flat at first, and a blank net does better.
    """

    def cautious(self) -> list[int]: ...  # those of the outputs


@runtime_checkable
class Crowded(Protocol):
    """What a target adds if no outputs decode to some answers: boxes that hide each other."""

    def sayable(
        self, y: Tensor
    ) -> Tensor: ...  # [batch], bool: the others are left aside


@runtime_checkable
class Located(Protocol):
    """What a target adds if its answers are told in x: places in pixels of the user's own
    picture, values that go on from the last one of the user's series.
    """

    def locate(
        self, prediction: Any, raw: Any
    ) -> Any: ...  # one decoded, its raw input


@runtime_checkable
class Pointing(Protocol):
    """What a target adds if its answers point at parts of a picture: they must move with it."""

    def pointing_at(
        self, box: tuple[int, int, int, int], width: int, height: int
    ) -> Any: ...  # the answer for a raw picture of this size: left, top, right, bottom
    def covered(self, y: Tensor) -> Tensor: ...  # bool [height, width]: pixels of x


@runtime_checkable
class Batched(Protocol):
    """What a project adds if examples of different length are padded, and it says how long."""

    # what the net makes of an example that nothing pads; None where nothing tells its length
    def answer_alone(self, net: nn.Module, raw: Any) -> Tensor | None: ...

    # y of an example in a batch of its own, and beside others; None where it is never collated
    def ys_of(self, raw: Any) -> tuple[Tensor, Tensor] | None: ...


# --- projects


@runtime_checkable
class Tabled(Protocol):
    """What a project adds if it writes a row for each of its answers to new data."""

    # "prediction", and "p NAME" where it says how likely a name is; of examples of new data,
    # by this net in the place of that of the run
    def predicted_rows(
        self, run: Any, examples: Sequence[Any], net: nn.Module
    ) -> list[dict[str, Any]]: ...


@runtime_checkable
class Tempered(Protocol):
    """What a project adds if a temperature of validation makes its probabilities honest."""

    @property
    def tempers(self) -> bool: ...  # has it such a thing?

    # fits that of the best weights on its own validation split, and keeps it with the run
    def calibrate(self, run: Any) -> None: ...

    # what `predict` writes of examples of new data
    def rows(self, run: Any, examples: Sequence[Any]) -> list[dict[str, Any]]: ...


@runtime_checkable
class Viewed(Protocol):
    """What a project adds if training may see its examples in other views."""

    @property
    def levels(self) -> Sequence[str]: ...  # how far they go; () where there are none

    # x and y of a batch in one view, of which each example gets the same: its answer hangs on
    # no neighbour. x: [batch, ...], on the CPU
    def view(
        self, x: Tensor, y: Tensor, level: str, number: int
    ) -> tuple[Tensor, Tensor]: ...


@runtime_checkable
class OwnOptimizer(Protocol):
    """What a project adds if it is trained by anything but AdamW with decay on matrices alone.

    Declared, as the rates are: by hand where yours is built from options that could be wrong.
    """

    def declared_optimizer(self, net: nn.Module) -> Optimizer: ...


@runtime_checkable
class Ranged(Protocol):
    """What a project adds if it says how sure its numbers are: 95 % intervals by name."""

    def ranges(self, net: nn.Module, feed: Any) -> dict[str, tuple[float, float]]: ...


@runtime_checkable
class Together(Protocol):
    """What a project adds if its examples can be cut into folds."""

    # the group of each, or its content: what is equal stays together; None if time orders them
    def kept_together(self, examples: Sequence[Example]) -> list[str] | None: ...


@runtime_checkable
class Patched(Protocol):
    """What a project adds if its loader honours corrections: lines of id, label, because. An
    empty label leaves the example out."""

    @property
    def patch(self) -> Path | None: ...  # the file; None where it was written before


@runtime_checkable
class Cooling(Protocol):
    """What a project adds if a check may let its rate fall, though its config has no schedule."""

    def cooling(self, schedule: str) -> Project: ...


@runtime_checkable
class Watching(Protocol):
    """What a project adds if its training takes one `train_step` after the other."""

    def watching(self) -> AbstractContextManager[Watched]: ...


@dataclass
class Found:
    """One step: the batches given by then, the weights before it, and the gradients as a line."""

    batches: int
    weights: list[Tensor]
    gradient: Tensor
    validating: bool = False  # the batches since the last one were those that validate


@dataclass
class Steps:
    found: list[Found] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)  # the largest of each step
    # of each schedule: its name, the steps it was made for, and those it made
    schedules: list[tuple[str, int, int]] = field(default_factory=list)
    others: int = 0  # steps of optimizers that hold no weight of this net
    alias: int = 0  # times the net was loaded with its own tensors
    warned: list[str] = field(default_factory=list)  # by torch


@runtime_checkable
class OwnTraining(Protocol):
    """What code adds that offers a training whole: what its optimizer found, when run last."""

    @property
    def stepped(self) -> Steps: ...
    @property
    def epoch_lengths(self) -> Sequence[int]: ...  # in batches: of then, and of its own


@runtime_checkable
class Rereadable(Protocol):
    """What code adds that reads files beside it: it can be given a copy of them, changed."""

    @property
    def root(self) -> Path: ...
    @property
    def validates(self) -> bool: ...  # on a split of its own

    # split -> x and y of all its examples, as its code makes them
    def read_now(self, project: Any) -> dict[str, tuple[Any, Any]]: ...
    def reread(self, change: Callable[[Path], None]) -> dict[str, tuple[Any, Any]]: ...
    def data_lines(self, words: str) -> str: ...  # of yours in which these words stand
