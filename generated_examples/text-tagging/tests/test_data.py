"""Yours: what must be true of your data, whatever happens to the files. Add what you learn."""

import torch

from errands.config import Config
from errands.load import Splits, load
from errands.problem import Problem


def ids(splits: Splits) -> list[list[str]]:
    return [[e.id for e in p] for p in (splits.train, splits.validation, splits.test)]


def test_every_example_is_in_one_part_and_the_parts_stay_the_same(problem: Problem):
    found, left_out = ids(problem.splits), problem.splits.left_out.values()
    lost = sum(not why.startswith("a copy") for why in left_out)
    assert len(set().union(*found)) == sum(map(len, found)) >= 20 * lost
    assert ids(load(Config(seed=2))) == found


def test_no_input_of_validation_is_far_from_all_of_training(problem: Problem):
    """A wrong unit, a shifted column or another camera shows as a number out of range."""
    train, validation = (
        torch.stack([problem.inputs.encode(p[i].raw) for i in range(min(200, len(p)))])
        for p in (problem.splits.train, problem.splits.validation)
    )
    assert tuple(train.shape[1:]) == tuple(problem.inputs.shape)
    assert problem.inputs.show(train[0]) and train.double().isfinite().all()
    assert validation.abs().max() <= 10 * train.abs().max()
