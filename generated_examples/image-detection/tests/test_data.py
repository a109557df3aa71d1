"""Yours: what must be true of your data, whatever happens to the files. Add what you learn."""

import torch

from things.recipe.contract import Problem

MOST_LEFT_OUT = 0.05  # share of the examples that load() may refuse


def test_hardly_anything_is_left_out(problem: Problem) -> None:
    splits = problem.splits
    kept = len(splits.train) + len(splits.validation) + len(splits.test)
    out = splits.left_out
    reasons = sorted(set(out.values()))[:5]
    assert len(out) <= MOST_LEFT_OUT * (
        kept + len(out)
    ), f"{len(out)} left out: {reasons}"


def test_an_example_is_encoded_the_same_way_twice(problem: Problem) -> None:
    raw = problem.splits.train[0].raw
    assert torch.equal(problem.inputs.encode(raw), problem.inputs.encode(raw))


def test_no_input_of_validation_is_far_from_all_of_training(problem: Problem) -> None:
    """A wrong unit, a shifted column or another camera shows as a number out of range."""
    train, validation = (
        torch.stack(
            [problem.inputs.encode(part[i].raw) for i in range(min(200, len(part)))]
        )
        for part in (problem.splits.train, problem.splits.validation)
    )
    reach = 10 * train.double().abs().max()
    assert validation.double().abs().max() <= reach
