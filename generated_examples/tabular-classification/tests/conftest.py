"""What the tests share: your problem, read once, with the tiny net."""

import pytest
import torch

from wine.config import Config
from wine.feed import Batch, Feed
from wine.machine import use
from wine.problem import Problem

TINY = {"model": "tiny", "device": "cpu", "learning_rate": 3e-3, "batch_size": 32}


@pytest.fixture(scope="session")
def problem() -> Problem:
    tiny = Problem.load(Config()).but(**TINY)
    use(tiny.config)
    return tiny


@pytest.fixture
def eight(problem: Problem) -> Batch:
    """Eight training examples from all over the split: files are often sorted by answer."""
    train = problem.splits.train
    some = [train[int(i)] for i in torch.linspace(0, len(train) - 1, 8)]
    return next(Feed(some, problem).in_order())
