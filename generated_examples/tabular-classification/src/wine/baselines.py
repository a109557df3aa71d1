"""Dumb baselines: what can be had without a net, or without looking (recipe 2.9, 2.10)."""

from collections.abc import Iterator
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

MOST = 20_000  # training examples: beyond that the slow models take minutes
CERTAIN = 1e-12  # a probability under which a logarithm says nothing more
LINEAR = {"model": "linear", "learning_rate": 1e-2, "steps": 1500}
REFERENCE = ("logistic regression", "accuracy")  # near it the linear net must come
MODELS: dict[str, Any] = {
    "drawn from the shares": DummyClassifier(strategy="stratified", random_state=0),
    "nearest neighbour": KNeighborsClassifier(1),
    "logistic regression": LogisticRegression(max_iter=2000),
    "boosted trees": HistGradientBoostingClassifier(random_state=0),
}


def ladder(problem: Problem) -> Iterator[tuple[str, Evaluation]]:
    """Each rung and how it does on the whole validation split; dumb ones first."""
    splits = (problem.splits.train, problem.splits.validation)
    known, asked = (next(Feed(s, problem).in_order(len(s))) for s in splits)
    constant = problem.target.head_bias().double().expand(len(asked.y), -1)
    yield "best constant", judged([(asked, constant)], problem.target)
    chosen = torch.linspace(0, len(known.y) - 1, min(MOST, len(known.y))).long()
    for name, model in MODELS.items():
        model.fit(known.x[chosen].numpy(), known.y[chosen].numpy())
        outputs = log_probabilities(model, asked.x, problem.target.outputs)
        yield name, judged([(asked, outputs)], problem.target)
    yield "linear net", fitted(problem.but(**LINEAR))
    yield "blank inputs", fitted(problem, blank=True)
    yield f"{problem.config.model} net", fitted(problem)


def log_probabilities(model: Any, x: Tensor, classes: int) -> Tensor:
    said = np.zeros((len(x), classes))
    said[:, model.classes_] = model.predict_proba(x.numpy())
    return torch.from_numpy(said).clamp_min(CERTAIN).log()


def fitted(problem: Problem, blank: bool = False) -> Any:
    """A net trained as the config says, where it validates best."""
    splits = (problem.splits.train, problem.splits.validation)
    training, validation = (Feed(examples, problem, blank) for examples in splits)
    net = problem.net().to(use(problem.config))
    return train(problem, net, training, validation).evaluation
