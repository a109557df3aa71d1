"""Dumb baselines: what can be had without a net, or without looking (recipe 2.9, 2.10).

Each answers as a net would, [batch, 256, time], so that one function judges all of them.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from torch import Tensor

from .evaluate import Evaluation, evaluate, judged
from .feed import Feed
from .machine import use
from .problem import Problem
from .run import Run
from .train import train

MOST = 20_000  # training windows that are counted
ORDERS = {"bigram": 2, "trigram": 3, "6-gram": 6}  # 6 bytes still fit one int64
LINEAR = {"model": "linear", "learning_rate": 1e-2, "steps": 1500, "schedule": "wsd"}


def ladder(problem: Problem) -> Iterator[tuple[str, Evaluation]]:
    """Each rung and how it does on the whole validation split; dumb ones first."""
    target, feed = problem.target, Feed(problem.splits.validation, problem)
    bias = target.head_bias().double()[None, :, None]
    pairs = ((b, bias.expand(len(b.y), -1, b.y.shape[1])) for b in feed.in_order())
    yield "best constant", judged(pairs, target)
    size, text = target.outputs, known(problem)
    tables = [Table(text, order, size) for order in range(1, max(ORDERS.values()) + 1)]
    for name, order in ORDERS.items():
        pairs = ((b, n_gram(b.x, tables[:order], size)) for b in feed.in_order())
        yield name, judged(pairs, target)
    yield "linear net", fitted(problem.but(**LINEAR))
    yield "blank inputs", fitted(problem, blank=True)
    yield f"{problem.config.model} net", fitted(problem)


def known(problem: Problem) -> np.ndarray:
    """Training windows from all over the text, each with its last answer: [n, time + 1]"""
    train = problem.splits.train
    chosen = torch.linspace(0, len(train) - 1, min(MOST, len(train))).long()
    examples = (train[i] for i in chosen.tolist())
    return np.array([[*example.raw, example.answer[-1]] for example in examples])


class Table:
    """How often each byte followed each run of `order` - 1 bytes in training."""

    def __init__(self, text: np.ndarray, order: int, size: int):
        self.length = order - 1
        before = packed(text[:, :-1], self.length, size)[:, max(0, self.length - 1) :]
        pairs = before * size + text[:, max(1, self.length) :]
        both, self.counts = np.unique(pairs, return_counts=True)
        self.keys, owner = np.unique(both // size, return_inverse=True)
        self.starts = np.searchsorted(owner, np.arange(len(self.keys) + 1))
        self.follows = both % size
        self.total = np.add.reduceat(self.counts, self.starts[:-1])  # seen after a key
        self.kinds = np.diff(self.starts)  # different ones


def packed(x: np.ndarray, length: int, size: int) -> np.ndarray:
    """The last `length` bytes at each place as one whole number; 0 for none. As x, int64."""
    number = np.zeros_like(x)
    for back in reversed(range(length)):
        number = number * size
        number[:, back:] += x[:, : x.shape[1] - back]
    return number


def n_gram(x: Tensor, tables: Sequence[Table], size: int) -> Tensor:
    """[batch, time] -> [batch, size, time]: each order leans on the one below.

    Witten and Bell 1991: of n bytes after a run, k of them different, the share k / (n + k)
    goes to the shorter run. A run that was never seen leaves all to it.
    """
    p = np.full((x.numel(), size), 1 / size)
    place = np.arange(x.numel()) % x.shape[1]
    for table in tables:
        keys = packed(x.numpy(), table.length, size).ravel()
        lean_on(p, table, keys, place >= table.length - 1)
    return torch.from_numpy(p).log().reshape(*x.shape, size).mT


def lean_on(p: np.ndarray, table: Table, keys: np.ndarray, known: np.ndarray) -> None:
    """Mix what followed each key into p, [places, size], in place."""
    at = np.searchsorted(table.keys, keys).clip(max=len(table.keys) - 1)
    rows = np.flatnonzero(known & (table.keys[at] == keys))
    n, k = table.total[at[rows]], table.kinds[at[rows]]
    p[rows] *= (k / (n + k))[:, None]
    step = np.arange(k.sum()) - np.repeat(np.cumsum(k) - k, k)
    entry = np.repeat(table.starts[at[rows]], k) + step
    p[np.repeat(rows, k), table.follows[entry]] += table.counts[entry] / np.repeat(
        n + k, k
    )


def fitted(problem: Problem, blank: bool = False) -> Evaluation:
    """A net trained as the config says, with the weights that validate best."""
    device, splits = use(problem.config), problem.splits
    feed = Feed(splits.train, problem, blank)
    validation = Feed(splits.validation, problem, blank)
    with TemporaryDirectory() as folder:
        run = Run(Path(folder))
        train(problem, problem.net().to(device), feed, validation, run)
        return evaluate(run.trained()[1].to(device), validation)
