"""Dumb models to beat: what everybody would try without a net, by what the answers are.

`rungs` yields a name and a function from x to outputs: [batch, outputs, *places], what a net
would have to put out to say the same. So `evaluate` scores a dumb model as it scores a net.
"""

import importlib
from collections.abc import Callable, Iterator
from types import ModuleType

import torch
from torch import Tensor, nn

from ..contract import Problem, Target
from ..feed import Batch, Feed
from ..loop import Evaluation, evaluate

Rung = tuple[str, Callable[[Tensor], Tensor]]


def family(target: Target) -> ModuleType:
    """The file of the dumb models that fit these answers.

    Beside `rungs(problem, training)` it may have `dummy(y)`, a library's best constant, and
    `REFERENCE`, the rung and the metric in which our linear net must come close to a library's.
    """
    return importlib.import_module("." + target.answers_are, __package__)


def rungs(problem: Problem, training: Batch) -> Iterator[Rung]:
    """Each dumb model, fitted to the training batch."""
    return family(problem.target).rungs(problem, training)


class Dumb(nn.Module):
    """A function from x to outputs, dressed as a net."""

    def __init__(self, predict: Callable[[Tensor], Tensor]):
        super().__init__()
        self.predict = predict
        self.place = nn.Parameter(torch.zeros(()))  # says on which device it lives: CPU

    def forward(self, x: Tensor) -> Tensor:
        return self.predict(x)


def scored(
    predict: Callable[[Tensor], Tensor], feed: Feed, target: Target
) -> Evaluation:
    return evaluate(Dumb(predict), feed, target)
