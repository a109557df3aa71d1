"""Dumb models that tag each token by its own pieces, and look at no other token."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..contract import Problem
from ..feed import Batch
from . import Rung
from .classes import CERTAIN
from .flat import fitted

TOKENS = 50_000  # for the regression; more take minutes and hardly change what it says
REFERENCE = ("regression on the pieces of a token", "accuracy")
Says = Callable[[Tensor], Tensor]  # [tokens, pieces] -> [tokens, tags], probabilities


def rungs(problem: Problem, training: Batch) -> Iterator[Rung]:
    tags = problem.target.outputs
    x, y = training.x[training.y >= 0], training.y[training.y >= 0]  # [tokens, pieces]
    shares = torch.bincount(y, minlength=tags) / len(y)
    of_word = table(lambda x: x[:, 0], x, y, lambda x: shares.expand(len(x), tags))
    yield "most frequent tag of each word", at_every_place(of_word)
    of_both = table(lambda x: x[:, 0] << 32 | x[:, -1], x, y, of_word)
    yield "of each word in each shape", at_every_place(of_both)
    yield REFERENCE[0], at_every_place(regression(x[:TOKENS], y[:TOKENS], tags))


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


def regression(x: Tensor, y: Tensor, tags: int) -> Says:
    from sklearn.linear_model import SGDClassifier

    ids = int(x.max()) + 1
    model: Any = SGDClassifier(loss="log_loss", alpha=1e-5, random_state=0)
    fitted(model, one_hot(x, ids), y.numpy())

    def says(x: Tensor) -> Tensor:
        said = np.zeros((len(x), tags))
        said[:, model.classes_] = model.predict_proba(one_hot(x, ids))
        return torch.from_numpy(said)

    return says


def one_hot(x: Tensor, ids: int) -> Any:
    """[tokens, pieces] -> [tokens, ids], sparse: a 1 for each piece."""
    from scipy.sparse import csr_matrix

    known = (x < ids).numpy()
    row, sort = known.nonzero()
    return csr_matrix((np.ones(len(row)), (row, x.numpy()[row, sort])), (len(x), ids))


def at_every_place(says: Says) -> Callable[[Tensor], Tensor]:
    """[batch, time, pieces] -> [batch, tags, time]: logarithms"""

    def predict(x: Tensor) -> Tensor:
        said = says(x.flatten(0, 1)).double().clamp_min(CERTAIN)
        return said.log().unflatten(0, x.shape[:2]).mT

    return predict
