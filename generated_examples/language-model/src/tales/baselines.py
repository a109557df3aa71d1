"""Dumb baselines: what can be had without a net, or without looking (recipe 2.9, 2.10).

Each answers as a net would, [batch, 256, time], so that one function judges all of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .evaluate import Evaluation, judged
from .feed import Feed
from .machine import use
from .problem import Problem
from .train import train

MOST = 20_000  # training windows that are counted
LENGTHS = {"bigram": 1, "trigram": 2, "6-gram": 5}  # bytes that are looked at
LINEAR = {"model": "linear", "learning_rate": 1e-2, "steps": 1500}

Table = dict[bytes, Counter[int]]  # a run of bytes -> how often each byte came next


def ladder(problem: Problem) -> Iterator[tuple[str, Evaluation]]:
    """Each rung and how it does on the whole validation split; dumb ones first."""
    target, feed = problem.target, Feed(problem.splits.validation, problem)
    bias = target.head_bias().double()[None, :, None]
    pairs = ((b, bias.expand(len(b.y), -1, b.y.shape[1])) for b in feed.in_order())
    yield "best constant", judged(pairs, target)
    tables = [counted(problem, length) for length in range(1 + max(LENGTHS.values()))]
    for name, length in LENGTHS.items():
        pairs = ((b, n_gram(b.x, tables[: length + 1])) for b in feed.in_order())
        yield name, judged(pairs, target)
    yield "linear net", fitted(problem.but(**LINEAR))
    yield "blank inputs", fitted(problem, blank=True)
    yield f"{problem.config.model} net", fitted(problem)


def counted(problem: Problem, length: int) -> Table:
    """What followed each run of `length` bytes, in training windows from all over the text."""
    train, table = problem.splits.train, defaultdict[bytes, Counter[int]](Counter)
    for i in torch.linspace(0, len(train) - 1, min(MOST, len(train))).long().tolist():
        window = train[i].raw + train[i].answer[-1:]
        for place in range(max(1, length), len(window)):
            table[window[place - length : place]][window[place]] += 1
    return dict(table)


def n_gram(x: Tensor, tables: Sequence[Table]) -> Tensor:
    """[batch, time] -> [batch, 256, time]: each table leans on that of the shorter run.

    Witten and Bell 1991: of n bytes after a run, k of them different, the share k / (n + k)
    goes to the shorter run. A run that was never seen leaves all to it.
    """
    p = np.full((*x.shape, 256), 1 / 256)
    for row, window in enumerate(map(bytes, x.tolist())):
        for end in range(1, len(window) + 1):
            for length, table in enumerate(tables[: end + 1]):
                seen = table.get(window[end - length : end], {})
                n, k = sum(seen.values()), len(seen)
                if seen:
                    p[row, end - 1] *= k / (n + k)
                    p[row, end - 1, [*seen]] += np.array([*seen.values()]) / (n + k)
    return torch.from_numpy(p).log().mT


def fitted(problem: Problem, blank: bool = False) -> Any:
    """A net trained as the config says, where it validates best."""
    splits = (problem.splits.train, problem.splits.validation)
    training, validation = (Feed(examples, problem, blank) for examples in splits)
    net = problem.net().to(use(problem.config))
    return train(problem, net, training, validation).evaluation
