"""Dumb baselines: what can be had without a net, or without looking (recipe 2.9, 2.10).

Each says a class for every pixel, looks at no other pixel than that, and answers as a net
would, [batch, classes, height, width], so that one function judges all of them.
"""

import warnings
from collections.abc import Callable, Iterator
from math import prod
from typing import Any

import numpy as np
import torch
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from torch import Tensor

from .evaluate import Evaluation, judged
from .feed import Batch, Feed
from .machine import use
from .problem import Problem
from .train import train

MOST, VALUES = 20_000, 16_000_000  # training pictures, and pixels of them all: minutes
PIXELS = 20_000  # of the training masks: more hardly change what these models say
PORTION = 32  # pictures that are judged at a time
CERTAIN = 1e-12  # a probability under which a logarithm says nothing more
LINEAR = {"model": "linear", "learning_rate": 1e-2, "steps": 1500}
# near it the linear net must come
REFERENCE = ("regression on colour and place", "pixel accuracy")


def ladder(problem: Problem) -> Iterator[tuple[str, Evaluation]]:
    """Each rung and how it does on the whole validation split; dumb ones first."""
    feed = Feed(problem.splits.validation, problem)
    for name, say in rungs(problem):
        pairs = ((batch, say(batch.x)) for batch in feed.in_order(PORTION))
        yield name, judged(pairs, feed)
    yield "linear net", fitted(problem.but(**LINEAR))
    yield "blank inputs", fitted(problem, blank=True)
    yield f"{problem.config.model} net", fitted(problem)


def rungs(problem: Problem) -> Iterator[tuple[str, Callable[[Tensor], Tensor]]]:
    """Fitted to training pictures from all over the split, as many as memory can take."""
    train, classes = problem.splits.train, problem.target.outputs
    most = min(MOST, len(train), max(64, VALUES // prod(problem.inputs.shape)))
    some = [train[int(i)] for i in torch.linspace(0, len(train) - 1, most)]
    known = next(Feed(some, problem).in_order(most))
    bias = problem.target.head_bias().double()[:, None, None]
    yield "best constant", lambda x: bias.expand(len(x), -1, *x.shape[2:])
    # log of the class shares at each place of its own
    counts = torch.stack([(known.y == k).sum(0) for k in range(classes)]).double() + 1
    usual = (counts / counts.sum(0)).log()
    yield "usual class of a place", lambda x: usual.expand(len(x), -1, -1, -1)
    features, y = some_pixels(known)
    forest = RandomForestClassifier(50, min_samples_leaf=5, random_state=0)
    models: dict[str, Any] = {
        "regression on colour and place": LogisticRegression(max_iter=2000),
        "forest on colour and place": forest,
    }
    for name, model in models.items():
        with warnings.catch_warnings():  # even pixels and slow convergence are no news
            warnings.simplefilter("ignore")
            model.fit(features, y)
        yield name, by_pixel(model, classes)


def some_pixels(known: Batch) -> tuple[np.ndarray, np.ndarray]:
    """Features and class of counted pixels drawn by chance: [n, channels + 2], [n]"""
    counted = (known.y >= 0).flatten().nonzero()[:, 0]
    generator = torch.Generator().manual_seed(0)
    chosen = counted[torch.randperm(len(counted), generator=generator)[:PIXELS]]
    return pixels(known.x)[chosen].numpy(), known.y.flatten()[chosen].numpy()


def pixels(x: Tensor) -> Tensor:
    """[batch * height * width, channels + 2]: colour, and place from -1 to 1."""
    down, right = (torch.linspace(-1, 1, side) for side in x.shape[2:])
    place = torch.stack(torch.meshgrid(down, right, indexing="ij"))
    both = torch.cat([x, place.expand(len(x), -1, -1, -1)], 1)
    return both.movedim(1, 3).flatten(0, 2)


def by_pixel(model: Any, classes: int) -> Callable[[Tensor], Tensor]:
    """[batch, channels, height, width] -> [batch, classes, height, width]"""

    def say(x: Tensor) -> Tensor:
        features = pixels(x).numpy()
        said = np.zeros((len(features), classes))
        said[:, model.classes_] = model.predict_proba(features)
        outputs = torch.from_numpy(said).clamp_min(CERTAIN).log()
        return outputs.unflatten(0, (len(x), *x.shape[2:])).movedim(3, 1)

    return say


def fitted(problem: Problem, blank: bool = False) -> Any:
    """A net trained as the config says, where it validates best."""
    splits = (problem.splits.train, problem.splits.validation)
    training, validation = (Feed(examples, problem, blank) for examples in splits)
    net = problem.net().to(use(problem.config))
    return train(problem, net, training, validation).evaluation
