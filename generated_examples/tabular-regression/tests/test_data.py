"""Yours: what must be true of your data, whatever happens to the files. Add what you learn."""

import torch

from diabetes.config import Config
from diabetes.load import Splits, load
from diabetes.problem import Problem

PARTS = ("train", "validation", "test")


def ids(splits: Splits) -> list[list[str]]:
    return [[example.id for example in getattr(splits, part)] for part in PARTS]


def test_every_example_is_in_one_part_and_the_parts_stay_the_same(problem: Problem):
    found, left_out = ids(problem.splits), problem.splits.left_out
    assert len(set().union(*found)) == sum(map(len, found)) >= 20 * len(left_out)
    assert ids(load(Config(seed=2))) == found


def test_x_has_the_shape_it_promises_and_can_be_shown(problem: Problem):
    for part in (problem.splits.train, problem.splits.validation):
        x = problem.inputs.encode(part[0].raw)
        assert tuple(x.shape) == tuple(problem.inputs.shape)
        assert not x.is_floating_point() or x.isfinite().all()
        assert torch.equal(x, problem.inputs.encode(part[0].raw))
        assert problem.inputs.show(x)


def test_no_input_of_validation_is_far_from_all_of_training(problem: Problem):
    """A wrong unit, a shifted column or another camera shows as a number out of range."""
    train, validation = (
        torch.stack([problem.inputs.encode(p[i].raw) for i in range(min(200, len(p)))])
        for p in (problem.splits.train, problem.splits.validation)
    )
    assert validation.abs().max() <= 10 * train.abs().max()
