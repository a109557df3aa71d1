"""What the tests share: your problem, read once, with the tiny net."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from things.config import Config
from things.recipe.contract import Problem
from things.recipe.machine import use
from things.recipe.specimen import undisturbed

TINY = replace(Config(), model="tiny", workers=0, threads=1, device="cpu")


@pytest.fixture(scope="session")
def problem() -> Problem:
    """Your data and answers; the tiny net keeps the whole suite under a minute."""
    use(TINY)
    return Problem.load(TINY)


@pytest.fixture(autouse=True)
def own_random_numbers() -> Iterator[None]:
    """No test changes what another one draws."""
    with undisturbed():
        yield
