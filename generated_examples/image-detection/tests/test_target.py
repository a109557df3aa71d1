"""Yours: what must be true of your answers. Add the cases that matter to you."""

import torch

from things.recipe.contract import Problem


def test_validation_asks_for_nothing_that_training_never_saw(problem: Problem) -> None:
    for example in problem.splits.validation:
        # a ValueError says which answer, and what to do
        problem.target.encode(example.answer)


def test_the_best_constant_is_better_than_any_other(problem: Problem) -> None:
    answers = [example.answer for example in problem.splits.train]
    y = torch.stack([problem.target.encode(answer) for answer in answers])
    bias = problem.target.head_bias()

    def cost(constant: torch.Tensor) -> float:
        outputs = constant.expand(len(y), -1)
        weights = problem.target.weight(y)
        return (
            (problem.target.loss(outputs, y) * weights).sum() / weights.sum()
        ).item()

    for step in (-0.1, 0.1):
        moved = bias.clone()
        moved[0] += step
        assert cost(bias) < cost(moved)


def test_the_same_answer_has_the_same_y(problem: Problem) -> None:
    first = problem.splits.train[0].answer
    assert torch.equal(problem.target.encode(first), problem.target.encode(first))
