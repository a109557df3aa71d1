"""A row measured twice, on both sides of the split, is said: `pytest tests/test_near_rows.py`."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from nn_recipe.silent_failures.near_rows import judge_near_rows
from tests.rendered import said

Change = Callable[[np.ndarray], np.ndarray]
DRAW = np.random.default_rng(0)


class Feed(list):
    ids = property(lambda feed: [f"row {i}" for i in range(len(feed))])

    def __getitem__(self, chosen: Any) -> Any:
        return SimpleNamespace(x=torch.stack([*self]))


def heard(train: np.ndarray, asked: np.ndarray) -> str:
    project: Any = SimpleNamespace(
        splits=SimpleNamespace(
            train=torch.tensor(train), validation=torch.tensor(asked), test=[]
        ),
        inputs=SimpleNamespace(shape=train.shape[1:]),
        target=SimpleNamespace(answers_are="classes"),
        feed=Feed,
    )
    return said(judge_near_rows, project)


def patients(rows: int, seed: int = 0) -> np.ndarray:
    """Numbers that hang together, two counts, a kind."""
    draw = np.random.default_rng(seed)
    mixed = draw.normal(size=(rows, 8)) @ draw.normal(size=(8, 8))
    return np.column_stack(
        [mixed, draw.poisson(2, (rows, 2)), draw.integers(0, 3, rows)]
    )


def again(rows: np.ndarray) -> np.ndarray:
    return rows * (1 + 0.004 * DRAW.normal(size=rows.shape))


def rounded(rows: np.ndarray) -> np.ndarray:
    return rows.round(1)


def one_changed(rows: np.ndarray) -> np.ndarray:
    """Another value in one of ten cells."""
    other = rows.copy()
    other[:, 3] += 0.3 * DRAW.normal(size=len(rows))
    return other


@pytest.mark.parametrize("change", [again, rounded, one_changed])
def test_rows_that_are_there_twice(change: Change):
    rows = patients(600)
    asked = np.concatenate([rows[400:], change(rows[:30])])
    assert "230 validation rows are nearly the same" in heard(rows[:400], asked)


def curve(draw: np.random.Generator) -> np.ndarray:
    """All of a single number: as near as you like, and no twin."""
    t = draw.uniform(size=(900, 1))
    return np.sin(3 * t * np.arange(1, 8))


def clusters(draw: np.random.Generator) -> np.ndarray:
    return draw.normal(size=(30, 6))[draw.integers(0, 30, 900)] + 0.1 * draw.normal(
        size=(900, 6)
    )


def counts(draw: np.random.Generator) -> np.ndarray:
    """Rows of equal kinds that differ in one number."""
    return np.column_stack([draw.poisson(1, (900, 9)), draw.normal(size=900)])


def prices(draw: np.random.Generator) -> np.ndarray:
    return np.exp(2 * draw.normal(size=(900, 6)))


def a_walk(draw: np.random.Generator) -> np.ndarray:
    """A row each hour, dealt by chance: the hours before and after are near."""
    return draw.permutation(np.cumsum(draw.normal(size=(900, 5)), 0))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("made", [curve, clusters, counts, prices, a_walk])
def test_honest_rows(made: Callable[..., np.ndarray], seed: int):
    rows = made(np.random.default_rng(seed))
    assert not heard(rows[:600], rows[600:])


def test_copies_within_training_are_a_choice():
    """As where rows are made again, a little otherwise, after the split."""
    rows = patients(600)
    assert not heard(np.concatenate([rows[:400], again(rows[:400])]), rows[400:])
