"""Dumb baselines: what can be had without a net, or without looking (recipe 2.9, 2.10).

Each answers as a net would, [batch, classes], so that one function judges all of them.
"""

from collections.abc import Iterator
from math import prod
from typing import Any

import numpy as np
import torch
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from torch import Tensor

from .evaluate import Evaluation, judged
from .feed import Feed
from .machine import use
from .problem import Problem
from .train import train

MOST, VALUES = 20_000, 16_000_000  # training clips, and numbers of all their x: minutes
CERTAIN = 1e-12  # a probability under which a logarithm says nothing more
LINEAR = {"model": "linear", "learning_rate": 1e-2, "steps": 1500}
REFERENCE = ("logistic regression", "accuracy")  # near it the linear net must come
MODELS: dict[str, Any] = {  # of the `features` of a sound, not of its spectrogram
    "drawn from the shares": DummyClassifier(strategy="stratified", random_state=0),
    "nearest neighbour": KNeighborsClassifier(1),
    "logistic regression": LogisticRegression(C=100, max_iter=2000),  # as free as ours
    "boosted trees": HistGradientBoostingClassifier(random_state=0),
}


def ladder(problem: Problem) -> Iterator[tuple[str, Evaluation]]:
    """Each rung and how it does on the whole validation split; dumb ones first."""
    target, feed = problem.target, Feed(problem.splits.validation, problem)
    bias = target.head_bias().double()
    pairs = ((batch, bias.expand(len(batch.y), -1)) for batch in feed.in_order())
    yield "best constant", judged(pairs, target)
    clips = problem.splits.train
    most = min(MOST, len(clips), max(64, VALUES // prod(problem.inputs.shape)))
    chosen = torch.linspace(0, len(clips) - 1, most).long().tolist()
    known = next(Feed([clips[i] for i in chosen], problem).in_order(most))
    heard = problem.inputs.features(known.x).double().numpy()
    for name, model in MODELS.items():
        model.fit(heard, known.y.numpy())
        pairs = ((b, log_probabilities(model, b.x, problem)) for b in feed.in_order())
        yield name, judged(pairs, target)
    yield "linear net", fitted(problem.but(**LINEAR))
    yield "blank inputs", fitted(problem, blank=True)
    yield f"{problem.config.model} net", fitted(problem)


def log_probabilities(model: Any, x: Tensor, problem: Problem) -> Tensor:
    said = np.zeros((len(x), problem.target.outputs))
    heard = problem.inputs.features(x).double().numpy()
    said[:, model.classes_] = model.predict_proba(heard)
    return torch.from_numpy(said).clamp_min(CERTAIN).log()


def fitted(problem: Problem, blank: bool = False) -> Any:
    """A net trained as the config says, where it validates best."""
    splits = (problem.splits.train, problem.splits.validation)
    training, validation = (Feed(examples, problem, blank) for examples in splits)
    net = problem.net().to(use(problem.config))
    return train(problem, net, training, validation).evaluation
