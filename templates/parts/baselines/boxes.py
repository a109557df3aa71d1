"""Dumb baselines: what can be had without a net, or without looking (recipe 2.9, 2.10).

Each answers as a net would, [batch, classes + 4, down, across], so that one function judges
all of them.
"""

from collections.abc import Callable, Iterator
from math import prod
from typing import Any

import torch
from sklearn.neighbors import NearestNeighbors
from torch import Tensor

from .boxes import STRIDE
from .evaluate import Evaluation, judged
from .feed import Feed
from .machine import use
from .problem import Problem
from .train import train

MOST, VALUES = 20_000, 16_000_000  # training pictures, and pixels of them all: minutes
SURE = 9.0  # logit of what is copied: a probability of .9999
LINEAR = {"model": "linear", "learning_rate": 1e-2, "steps": 1500}


def ladder(problem: Problem) -> Iterator[tuple[str, Evaluation]]:
    """Each rung and how it does on the whole validation split; dumb ones first."""
    feed = Feed(problem.splits.validation, problem)
    for name, say in rungs(problem):
        pairs = ((batch, say(batch.x)) for batch in feed.in_order())
        yield name, judged(pairs, problem.target)
    yield "linear net", fitted(problem.but(**LINEAR))
    yield "blank inputs", fitted(problem, blank=True)
    yield f"{problem.config.model} net", fitted(problem)


def rungs(problem: Problem) -> Iterator[tuple[str, Callable[[Tensor], Tensor]]]:
    """Fitted to training pictures from all over the split, as many as memory can take."""
    train, target = problem.splits.train, problem.target
    most = min(MOST, len(train), max(64, VALUES // prod(problem.inputs.shape)))
    some = [train[int(i)] for i in torch.linspace(0, len(train) - 1, most)]
    known = next(Feed(some, problem).in_order(most))
    places = [side // STRIDE for side in target.size]
    bias = target.head_bias().double()[:, None, None]
    yield "best constant", lambda x: bias.expand(len(x), -1, *places)
    classes, boxes = (said.mT for said in target.asked(known.y)[:2])
    often = usual(classes, boxes).unflatten(1, places)
    yield "boxes where training has them", lambda x: often.expand(len(x), -1, -1, -1)
    copies = torch.cat([(2 * classes - 1) * SURE, boxes], 1).unflatten(2, places)
    model = NearestNeighbors(n_neighbors=1).fit(known.x.flatten(1).double())
    yield (
        "boxes of the nearest picture",
        lambda x: copies[model.kneighbors(x.flatten(1).double())[1][:, 0]],
    )


def usual(classes: Tensor, boxes: Tensor) -> Tensor:
    """At each place the share of the pictures with a class there, and the mean box:
    [classes + 4, places]"""
    share = (classes.sum(0) + 0.01) / (len(classes) + 1)  # never 0: its logit is finite
    speaks = classes.sum(1, keepdim=True)
    everywhere = (boxes * speaks).sum((0, 2)) / speaks.sum().clamp_min(1)
    own = (boxes * speaks).sum(0) + everywhere[:, None]
    return torch.cat([share.logit(), own / (speaks.sum(0) + 1)])


def fitted(problem: Problem, blank: bool = False) -> Any:
    """A net trained as the config says, where it validates best."""
    splits = (problem.splits.train, problem.splits.validation)
    training, validation = (Feed(examples, problem, blank) for examples in splits)
    net = problem.net().to(use(problem.config))
    return train(problem, net, training, validation).evaluation
