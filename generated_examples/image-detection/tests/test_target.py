"""Yours: what must be true of your answers. Add the cases that matter to you."""

import torch

from things.feed import Batch
from things.problem import Problem


def test_validation_asks_for_nothing_that_training_never_saw(problem: Problem):
    for example in problem.splits.validation:
        problem.target.encode(example.answer)  # a ValueError says which answer


def test_the_best_constant_is_better_than_any_other(problem: Problem, eight: Batch):
    """A net whose head has no weights answers its bias, whatever x."""
    net, target = problem.net().eval(), problem.target
    net.head.weight.data.zero_()  # type: ignore[union-attr]
    y = torch.stack([target.encode(example.answer) for example in problem.splits.train])

    def cost(bias: torch.Tensor) -> float:
        net.head.bias.data.copy_(bias)  # type: ignore[union-attr]
        said, total = net(eight.x[:1]).detach(), 0.0
        for part in y.split(256):
            losses = target.loss(said.expand(len(part), *said.shape[1:]), part)
            total += losses.double().dot(target.weight(part).double()).item()
        return total

    best, generator = target.head_bias(), torch.Generator().manual_seed(0)
    for _ in range(5):
        step = torch.randn(len(best), generator=generator) / 10
        step[getattr(target, "cautious", list)()] = 0  # those begin elsewhere
        assert cost(best) < cost(best + step)
