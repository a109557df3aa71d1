"""Dumb baselines: what can be had without a net, or without looking (recipe 2.9, 2.10)."""

from collections.abc import Iterator
from typing import Any

import torch
from sklearn.dummy import DummyRegressor
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import Ridge
from sklearn.neighbors import KNeighborsRegressor

from .evaluate import Evaluation, judged
from .feed import Feed
from .machine import use
from .problem import Problem
from .train import train

MOST = 20_000  # training examples: beyond that the slow models take minutes
LINEAR = {"model": "linear", "learning_rate": 1e-2, "steps": 1500}
REFERENCE = ("ridge regression", "R2")  # near it the linear net must come
MODELS: dict[str, Any] = {
    "median": DummyRegressor(strategy="median"),
    "nearest neighbour": KNeighborsRegressor(1),
    "ridge regression": Ridge(),
    "boosted trees": HistGradientBoostingRegressor(random_state=0),
}


def ladder(problem: Problem) -> Iterator[tuple[str, Evaluation]]:
    """Each rung and how it does on the whole validation split; dumb ones first."""
    splits = (problem.splits.train, problem.splits.validation)
    known, asked = (next(Feed(s, problem).in_order(len(s))) for s in splits)
    constant = problem.target.head_bias().double().expand(len(asked.y), -1)
    yield "best constant", judged([(asked, constant)], problem.target)
    chosen = torch.linspace(0, len(known.y) - 1, min(MOST, len(known.y))).long()
    for name, model in MODELS.items():
        model.fit(known.x[chosen].numpy(), known.y[chosen, 0].double().numpy())
        outputs = torch.from_numpy(model.predict(asked.x.numpy()))[:, None].float()
        yield name, judged([(asked, outputs)], problem.target)
    yield "linear net", fitted(problem.but(**LINEAR))
    yield "blank inputs", fitted(problem, blank=True)
    yield f"{problem.config.model} net", fitted(problem)


def fitted(problem: Problem, blank: bool = False) -> Any:
    """A net trained as the config says, where it validates best."""
    splits = (problem.splits.train, problem.splits.validation)
    training, validation = (Feed(examples, problem, blank) for examples in splits)
    net = problem.net().to(use(problem.config))
    return train(problem, net, training, validation).evaluation
