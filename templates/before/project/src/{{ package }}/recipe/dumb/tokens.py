"""Dumb models of a text: tables of what followed the last few tokens."""

from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import Tensor

from ..contract import Problem
from ..feed import Batch
from . import Rung

ORDERS = {"bigram": 2, "trigram": 3, "6-gram": 6}  # 6 bytes still fit one int64


def rungs(problem: Problem, training: Batch) -> Iterator[Rung]:
    size = problem.target.outputs
    text = torch.cat([training.x, training.y[:, -1:]], 1).numpy()  # [windows, time + 1]
    tables = [
        counted(text, order, size) for order in range(1, max(ORDERS.values()) + 1)
    ]
    for name, order in ORDERS.items():
        yield name, n_gram(tables[:order], size)


class Table:
    """How often each token followed each run of `length` tokens in training."""

    def __init__(self, before: np.ndarray, follows: np.ndarray, size: int):
        both, counts = np.unique(before * size + follows, return_counts=True)
        self.keys, owner = np.unique(both // size, return_inverse=True)
        self.starts = np.searchsorted(owner, np.arange(len(self.keys) + 1))
        self.follows, self.counts = both % size, counts
        # tokens seen after a key
        self.total = np.add.reduceat(counts, self.starts[:-1])
        self.kinds = np.diff(self.starts)  # different ones


def counted(text: np.ndarray, order: int, size: int) -> Table:
    before = packed(text[:, :-1], order - 1, size)[:, order - 2 if order > 1 else 0 :]
    follows = text[:, max(1, order - 1) :]
    return Table(before.ravel(), follows.ravel(), size)


def packed(x: np.ndarray, length: int, size: int) -> np.ndarray:
    """The last `length` tokens at each place as one whole number; 0 for none. As x, int64."""
    number = np.zeros_like(x)
    for back in reversed(range(length)):
        number = number * size
        number[:, back:] += x[:, : x.shape[1] - back]
    return number


def n_gram(tables: list[Table], size: int) -> Callable[[Tensor], Tensor]:
    """[batch, time] -> [batch, size, time]: each order leans on the one below.

    Witten and Bell 1991: of n tokens after a run, k of them different, the share k / (n + k)
    goes to the shorter run. A run that was never seen leaves all to it.
    """

    def predict(x: Tensor) -> Tensor:
        tokens = x.numpy()
        p = np.full((tokens.size, size), 1 / size)
        for length, table in enumerate(tables):
            place = np.arange(tokens.size) % tokens.shape[1]
            keys = packed(tokens, length, size).ravel()
            lean_on(p, table, keys, place >= length - 1)
        return torch.from_numpy(p).log().reshape(*x.shape, size).movedim(2, 1)

    return predict


def lean_on(p: np.ndarray, table: Table, keys: np.ndarray, known: np.ndarray) -> None:
    """Mix what followed each key into p, [places, size], in place."""
    at = np.searchsorted(table.keys, keys).clip(max=len(table.keys) - 1)
    rows = np.flatnonzero(known & (table.keys[at] == keys))
    at = at[rows]
    n, k = table.total[at], table.kinds[at]
    p[rows] *= (k / (n + k))[:, None]
    row = np.repeat(rows, k)
    step = np.arange(k.sum()) - np.repeat(np.cumsum(k) - k, k)
    entry = np.repeat(table.starts[at], k) + step
    p[row, table.follows[entry]] += table.counts[entry] / np.repeat(n + k, k)
