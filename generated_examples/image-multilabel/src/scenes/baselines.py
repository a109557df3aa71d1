"""Dumb baselines: what can be had without a net, or without looking (recipe 2.9, 2.10)."""

import warnings
from collections.abc import Iterator
from math import prod
from typing import Any

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.neighbors import KNeighborsClassifier
from torch import Tensor

from .evaluate import Evaluation, judged
from .feed import Feed
from .machine import use
from .problem import Problem
from .train import train

MOST, VALUES = 20_000, 16_000_000  # training pictures, and pixels of them all: minutes
BINS = 8  # of the histogram of each channel
CERTAIN = 1e-12  # a probability under which a logarithm says nothing more
LINEAR = {"model": "linear", "learning_rate": 1e-2, "steps": 1500}
# near it the linear net must come
REFERENCE = ("logistic regression", "label accuracy")
MODELS: dict[str, Any] = {  # one for each label
    "nearest neighbour": OneVsRestClassifier(KNeighborsClassifier(1)),
    "colour histogram": OneVsRestClassifier(LogisticRegression(max_iter=2000)),
    "logistic regression": OneVsRestClassifier(LogisticRegression(max_iter=2000)),
}


def ladder(problem: Problem) -> Iterator[tuple[str, Evaluation]]:
    """Each rung and how it does on the whole validation split; dumb ones first."""
    target, feed = problem.target, Feed(problem.splits.validation, problem)
    bias = target.head_bias().double()
    pairs = ((batch, bias.expand(len(batch.y), -1)) for batch in feed.in_order())
    yield "best constant", judged(pairs, target)
    pictures = problem.splits.train
    most = min(MOST, len(pictures), max(64, VALUES // prod(problem.inputs.shape)))
    chosen = torch.linspace(0, len(pictures) - 1, most).long().tolist()
    known = next(Feed([pictures[i] for i in chosen], problem).in_order(most))
    for name, model in MODELS.items():
        with warnings.catch_warnings(action="ignore"):  # even pixels, slow convergence
            model.fit(seen(known.x, name), known.y.numpy())
        pairs = ((b, logits(model, seen(b.x, name))) for b in feed.in_order())
        yield name, judged(pairs, target)
    yield "linear net", fitted(problem.but(**LINEAR))
    yield "blank inputs", fitted(problem, blank=True)
    yield f"{problem.config.model} net", fitted(problem)


def seen(x: Tensor, name: str) -> np.ndarray:
    """[n, values]: each pixel, or which brightness how often, and nothing about where."""
    if name == "colour histogram":
        level = torch.bucketize(x, torch.linspace(-2.5, 2.5, BINS - 1))  # training sds
        x = torch.cat([(level == bin).double().mean((2, 3)) for bin in range(BINS)], 1)
    return x.flatten(1).double().numpy()


def logits(model: Any, features: np.ndarray) -> Tensor:
    return torch.from_numpy(model.predict_proba(features)).logit(CERTAIN)


def fitted(problem: Problem, blank: bool = False) -> Any:
    """A net trained as the config says, where it validates best."""
    splits = (problem.splits.train, problem.splits.validation)
    training, validation = (Feed(examples, problem, blank) for examples in splits)
    net = problem.net().to(use(problem.config))
    return train(problem, net, training, validation).evaluation
