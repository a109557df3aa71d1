"""Dumb baselines: what can be had without a net, or without looking (recipe 2.9, 2.10).

Each answers as a net would, [batch, classes], so that one function judges all of them.
"""

import warnings
from collections.abc import Iterator
from math import prod
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid
from torch import Tensor

from .evaluate import Evaluation, evaluate, judged
from .feed import Feed
from .machine import use
from .problem import Problem
from .read import Example
from .run import Run
from .train import train

MOST, VALUES = 20_000, 16_000_000  # training pictures, and pixels of them all: minutes
BINS = 8  # of the histogram of each channel
CERTAIN = 1e-12  # a probability under which a logarithm says nothing more
LINEAR = {"model": "linear", "learning_rate": 1e-2, "steps": 1500, "schedule": "wsd"}
REFERENCE = ("logistic regression", "accuracy")  # near it the linear net must come


def ladder(problem: Problem) -> Iterator[tuple[str, Evaluation]]:
    """Each rung and how it does on the whole validation split; dumb ones first."""
    target, feed = problem.target, Feed(problem.splits.validation, problem)
    known = next(Feed(some(problem), problem).in_order(MOST))
    bias = target.head_bias().double()
    pairs = ((batch, bias.expand(len(batch.y), -1)) for batch in feed.in_order())
    yield "best constant", judged(pairs, target)
    for name, (model, look) in MODELS.items():
        with warnings.catch_warnings():  # even pixels and slow convergence are no news
            warnings.simplefilter("ignore")
            model.fit(look(known.x), known.y.numpy())
        pairs = (
            (batch, log_probabilities(model, look(batch.x), target.outputs))
            for batch in feed.in_order()
        )
        yield name, judged(pairs, target)
    yield "linear net", fitted(problem.but(**LINEAR))
    yield "blank inputs", fitted(problem, blank=True)
    yield f"{problem.config.model} net", fitted(problem)


def some(problem: Problem) -> list[Example]:
    """Training pictures from all over the split, as many as the slow models can take."""
    train = problem.splits.train
    most = min(MOST, len(train), max(64, VALUES // prod(problem.inputs.shape)))
    return [train[int(i)] for i in torch.linspace(0, len(train) - 1, most)]


def flat(x: Tensor) -> np.ndarray:
    """[n, pixels of all channels]"""
    return x.flatten(1).double().numpy()


def histogram(x: Tensor) -> np.ndarray:
    """[n, channels * bins]: which brightness how often, and nothing about where."""
    edges = torch.linspace(-2.5, 2.5, BINS - 1)  # in training sds
    level = torch.bucketize(x, edges)
    counts = [(level == bin).double().mean((2, 3)) for bin in range(BINS)]
    return torch.cat(counts, 1).numpy()


MODELS: dict[str, tuple[Any, Any]] = {
    "drawn from the shares": (
        DummyClassifier(strategy="stratified", random_state=0),
        flat,
    ),
    "mean picture": (NearestCentroid(), flat),
    "nearest neighbour": (KNeighborsClassifier(1), flat),
    "colour histogram": (LogisticRegression(max_iter=2000), histogram),
    "logistic regression": (LogisticRegression(max_iter=2000), flat),
}


def log_probabilities(model: Any, features: np.ndarray, classes: int) -> Tensor:
    said = np.zeros((len(features), classes))
    said[:, model.classes_] = model.predict_proba(features)
    return torch.from_numpy(said).clamp_min(CERTAIN).log()


def fitted(problem: Problem, blank: bool = False) -> Evaluation:
    """A net trained as the config says, with the weights that validate best."""
    device, splits = use(problem.config), problem.splits
    feed, validation = (
        Feed(s, problem, blank) for s in (splits.train, splits.validation)
    )
    with TemporaryDirectory() as folder:
        run = Run(Path(folder))
        train(problem, problem.net().to(device), feed, validation, run)
        return evaluate(run.trained()[1].to(device), validation)
