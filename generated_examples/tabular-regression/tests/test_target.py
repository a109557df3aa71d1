"""Yours: what must be true of your answers. Add the cases that matter to you."""

import torch

from diabetes.feed import Batch
from diabetes.problem import Problem


def test_validation_asks_for_nothing_that_training_never_saw(problem: Problem):
    for example in problem.splits.validation:
        problem.target.encode(example.answer)  # a ValueError says which answer


def test_no_other_constant_is_better_than_the_bias(problem: Problem, eight: Batch):
    """A net whose head has no weights answers its bias: there the loss is level."""
    net, target = problem.net().eval(), problem.target
    net.head.weight.data.zero_()  # type: ignore[union-attr]
    y = torch.stack([target.encode(example.answer) for example in problem.splits.train])
    for part in y.split(256):
        said = net(eight.x[:1])
        losses = target.loss(said.expand(len(part), *said.shape[1:]), part)
        losses.dot(target.weight(part).to(losses)).backward()
    slope = net.head.bias.grad / target.weight(y).sum()  # type: ignore[union-attr]
    slope[getattr(target, "cautious", list)()] = 0  # those begin elsewhere
    assert slope.abs().max() < 0.005
