"""Dumb models that say boxes: where training usually has them, and as in the most similar picture."""

from collections.abc import Callable, Iterator
from typing import Protocol

import torch
from torch import Tensor
from torch.nn import functional as F

from ..contract import Problem
from ..feed import Batch
from ..grid import Grid
from . import Rung
from .flat import laid_flat

SURE = 9.0  # logit of what is copied: a probability of .9999


class Placed(Protocol):
    """What a target of boxes can say besides: where its outputs are, and its classes."""

    @property
    def grid(self) -> Grid: ...
    @property
    def names(self) -> list[str]: ...


def rungs(problem: Problem, training: Batch) -> Iterator[Rung]:
    target: Placed = problem.target  # type: ignore[assignment]
    yield "boxes where training has them", usual(target, training.y)
    yield "boxes of the nearest picture", nearest(problem, target, training)


def spoken(target: Placed, y: Tensor) -> tuple[Tensor, Tensor]:
    """What each place should say: one-hot class [batch, classes, places], box [batch, 4, places]."""
    owner, speaks = target.grid.assigned(y)
    kinds = y[..., 4].gather(1, owner).where(speaks, -1).long()
    classes = F.one_hot(kinds + 1, len(target.names) + 1)[..., 1:].double()
    return classes.mT, target.grid.wanted(y.double(), owner).mT


def usual(target: Placed, y: Tensor) -> Callable[[Tensor], Tensor]:
    """At each place the share of the pictures with a class there, and the mean box."""
    classes, boxes = spoken(target, y)
    share = (classes.sum(0) + 0.01) / (len(y) + 1)  # never 0: its logit is finite
    speaks = classes.sum(1, keepdim=True)
    everywhere = (boxes * speaks).sum((0, 2)) / speaks.sum().clamp_min(1)
    own = (boxes * speaks).sum(0) + everywhere[:, None]
    said = torch.cat([share.logit(), own / (speaks.sum(0) + 1)])
    said = unflat(said[None], target.grid)
    return lambda x: said.expand(len(x), -1, -1, -1)


def nearest(
    problem: Problem, target: Placed, training: Batch
) -> Callable[[Tensor], Tensor]:
    """The boxes of the training picture whose pixels differ least."""
    from sklearn.neighbors import NearestNeighbors

    look = laid_flat(problem.inputs)
    model = NearestNeighbors(n_neighbors=1).fit(look(training.x))
    classes, boxes = spoken(target, training.y)
    said = unflat(torch.cat([(2 * classes - 1) * SURE, boxes], 1), target.grid)
    return lambda x: said[model.kneighbors(look(x))[1][:, 0]]


def unflat(said: Tensor, grid: Grid) -> Tensor:
    """[batch, outputs, places] -> [batch, outputs, down, across]"""
    return said.unflatten(2, (grid.height // grid.stride, grid.width // grid.stride))
