"""What the tests share: your problem, read once, with the tiny net."""

import pytest
import torch

from calls.config import Config
from calls.feed import Batch, Feed
from calls.machine import use
from calls.problem import Problem


@pytest.fixture(scope="session")
def problem() -> Problem:
    tiny = {"model": "tiny", "device": "cpu", "threads": 1, "learning_rate": 3e-3}
    found = Problem.load(Config()).but(**tiny)
    use(found.config)
    return found.but(batch_size=min(32, found.config.batch_size))


@pytest.fixture
def eight(problem: Problem) -> Batch:
    """Training examples from all over the split: files are often sorted by answer."""
    train = problem.splits.train
    some = [train[int(i)] for i in torch.linspace(0, len(train) - 1, 8)]
    return next(Feed(some, problem).in_order())
