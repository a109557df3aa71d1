"""Dumb baselines: what can be had without a net, or without looking (recipe 2.9, 2.10).

They tag a token by itself and look at no other. Each answers as a net would, [batch, tags,
time], so that one function judges all of them.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier
from torch import Tensor

from .evaluate import Evaluation, judged
from .feed import Feed
from .machine import use
from .problem import Problem
from .train import train

Says = Callable[[Tensor], Tensor]  # [tokens, 3] -> probabilities, [tokens, tags]

TOKENS = 50_000  # for the regression; more take minutes and hardly change what it says
CERTAIN = 1e-12  # a probability under which a logarithm says nothing more
LINEAR = {"model": "linear", "learning_rate": 1e-2, "steps": 1500}
REFERENCE = ("regression on its pieces", "accuracy")  # near it the linear net must come


def ladder(problem: Problem) -> Iterator[tuple[str, Evaluation]]:
    """Each rung and how it does on the whole validation split; dumb ones first."""
    feed = Feed(problem.splits.validation, problem)
    for name, says in rungs(problem):
        pairs = ((batch, at_every_place(says, batch.x)) for batch in feed.in_order())
        yield name, judged(pairs, problem.target)
    yield "linear net", fitted(problem.but(**LINEAR))
    yield "blank inputs", fitted(problem, blank=True)
    yield f"{problem.config.model} net", fitted(problem)


def rungs(problem: Problem) -> Iterator[tuple[str, Says]]:
    training = problem.splits.train
    batch = next(Feed(training, problem).in_order(len(training)))
    tagged = batch.y >= 0
    x, y = batch.x[tagged], batch.y[tagged]  # [tokens, 3], [tokens]
    shares = problem.target.prior
    yield "best constant", lambda x: shares.expand(len(x), -1)
    of_word = table(lambda x: x[:, 0], x, y, lambda x: shares.expand(len(x), -1))
    yield "most frequent tag of each word", of_word
    of_both = table(lambda x: x[:, 0] << 32 | x[:, 2], x, y, of_word)
    yield "of each word in each shape", of_both
    yield REFERENCE[0], regression(x[:TOKENS], y[:TOKENS], problem)


def table(key: Says, x: Tensor, y: Tensor, below: Says) -> Says:
    """How often each tag came with each key; as one more token counts what `below` says.

    All words that training saw too rarely have one key together.
    """
    keys, row = key(x).unique(return_inverse=True)
    tags = below(x[:1]).shape[1]
    cells = torch.bincount(row * tags + y, minlength=len(keys) * tags)
    counts = torch.cat([cells.reshape(-1, tags), torch.zeros(1, tags)])  # of none

    def says(x: Tensor) -> Tensor:
        wanted = key(x).contiguous()
        at = torch.searchsorted(keys, wanted).clamp_max(len(keys) - 1)
        found = counts[torch.where(keys[at] == wanted, at, len(keys))] + below(x)
        return found / found.sum(1, keepdim=True)

    return says


def regression(x: Tensor, y: Tensor, problem: Problem) -> Says:
    ids, tags = problem.inputs.tokens, problem.target.outputs
    model: Any = SGDClassifier(loss="log_loss", alpha=1e-5, random_state=0)
    model.fit(one_hot(x, ids), y.numpy())

    def says(x: Tensor) -> Tensor:
        said = np.zeros((len(x), tags))
        said[:, model.classes_] = model.predict_proba(one_hot(x, ids))
        return torch.from_numpy(said)

    return says


def one_hot(x: Tensor, ids: int) -> csr_matrix:
    """[tokens, 3] -> [tokens, ids], sparse: a 1 for each piece."""
    row = np.arange(len(x)).repeat(3)
    return csr_matrix((np.ones(len(row)), (row, x.flatten().numpy())), (len(x), ids))


def at_every_place(says: Says, x: Tensor) -> Tensor:
    """[batch, time, 3] -> [batch, tags, time]: logarithms"""
    said = says(x.flatten(0, 1)).double().clamp_min(CERTAIN)
    return said.log().unflatten(0, x.shape[:2]).mT


def fitted(problem: Problem, blank: bool = False) -> Any:
    """A net trained as the config says, where it validates best."""
    splits = (problem.splits.train, problem.splits.validation)
    training, validation = (Feed(examples, problem, blank) for examples in splits)
    net = problem.net().to(use(problem.config))
    return train(problem, net, training, validation).evaluation
