"""Dumb baselines: what can be had without a net, or without looking (recipe 2.9, 2.10)."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from sklearn.linear_model import Ridge
from torch import Tensor

from .evaluate import Evaluation, judged
from .feed import Feed
from .machine import use
from .problem import Problem
from .train import train

MOST = 20_000  # training windows for the ridge regression
LINEAR = {"model": "linear", "learning_rate": 1e-2, "steps": 1500}
REFERENCE = ("ridge regression", "scaled MSE")  # near it the linear net must come


def ladder(problem: Problem) -> Iterator[tuple[str, Evaluation]]:
    """Each rung and how it does on all of validation, answering as the net would."""
    target, feed = problem.target, Feed(problem.splits.validation, problem)
    bias = target.head_bias()[None, :, None]
    pairs = ((batch, bias.expand(batch.y.shape)) for batch in feed.in_order())
    yield "best constant", judged(pairs, target)
    periods = {"the last value stays": 1, "as one period ago": problem.inputs.period}
    for name, period in periods.items():
        if name == "the last value stays" or 1 < period <= problem.inputs.lookback:
            pairs = ((b, repeated(b.x, period, problem)) for b in feed.in_order())
            yield name, judged(pairs, target)
    model = ridge(problem)
    pairs = ((batch, answers(model, batch.x, problem)) for batch in feed.in_order())
    yield "ridge regression", judged(pairs, target)
    yield "linear net", fitted(problem.but(**LINEAR))
    yield "blank inputs", fitted(problem, blank=True)
    yield f"{problem.config.model} net", fitted(problem)


def since_last(problem: Problem) -> bool:
    """Whether answers are distances from the last known value: in 0.9.1 they were values."""
    return getattr(problem.target, "since_last", False)


def repeated(x: Tensor, period: int, problem: Problem) -> Tensor:
    """The last `period` values of each channel again and again (seasonal naive)."""
    ahead = np.arange(problem.target.outputs) % period
    pasts = [problem.inputs.past(one) for one in x]
    far = since_last(problem)
    futures = [
        {c: v[-period:][ahead] - far * v[-1] for c, v in p.items()} for p in pasts
    ]
    return torch.stack([problem.target.encode(future) for future in futures])


def ridge(problem: Problem) -> Ridge:
    """One map from the past to the future for all channels."""
    train = problem.splits.train
    chosen = torch.linspace(0, len(train) - 1, min(MOST, len(train)))
    known = Feed([train[int(i)] for i in chosen], problem)[torch.arange(len(chosen))]
    past = seen(known.x, problem).flatten(0, 1).double().numpy()
    future = known.y.mT.flatten(0, 1).double().numpy()
    whole = np.isfinite(future).all(1)
    return Ridge().fit(past[whole], future[whole])


def answers(model: Ridge, x: Tensor, problem: Problem) -> Tensor:
    """[batch, channels, lookback] -> [batch, horizon, forecast]"""
    past = seen(x, problem)
    said = model.predict(past.flatten(0, 1).double().numpy())
    return torch.from_numpy(said).view(*past.shape[:2], -1).mT.float()


def seen(x: Tensor, problem: Problem) -> Tensor:
    """[batch, forecast, (1 + covariates) * lookback], as the linear net has it"""
    x = x - since_last(problem) * x[..., -1:]
    own, others = x.tensor_split([len(problem.target.sd)], 1)
    return torch.cat([own, others.flatten(1)[:, None].expand(-1, own.shape[1], -1)], 2)


def fitted(problem: Problem, blank: bool = False) -> Any:
    """A net trained as the config says, where it validates best."""
    splits = (problem.splits.train, problem.splits.validation)
    training, validation = (Feed(examples, problem, blank) for examples in splits)
    net = problem.net().to(use(problem.config))
    return train(problem, net, training, validation).evaluation
