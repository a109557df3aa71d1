"""What people rightly do next is no finding, and its wrong twin is: `pytest tests/test_freedom.py`."""

import dataclasses
import math
from collections.abc import Callable
from typing import Any, Literal
from unittest import mock

import pytest
import torch
from torch import Tensor, nn
from torch.optim import RMSprop

from nn_recipe.generated import Generated
from nn_recipe.ledger import Ledger, Record
from nn_recipe.silent_failures.epochs import weighted
from nn_recipe.stage2_skeleton_and_baselines import (
    dumb_baselines,
    fix_random_seed,
    simplify,
)
from nn_recipe.stage2_skeleton_and_baselines.dummy_constant import dummy_constant
from nn_recipe.stage2_skeleton_and_baselines.verify_loss_at_init import (
    loss_of,
    near_enough,
    slope_of_bias,
)
from nn_recipe.stage3_overfit import learning_rate_decay
from tests.rendered import of_numbers, said


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    lines = (f"{i * 37 % 101}.5,{i * 53 % 97}.5,{i % 7}.1" for i in range(300))
    return of_numbers(tmp_path_factory.mktemp("freedom"), ["size,age,y", *lines])


class InEvaluation(nn.Module):
    """A net that answers otherwise in evaluation."""

    def __init__(self, net: nn.Module, change: Callable[[nn.Module, Tensor], Tensor]):
        super().__init__()
        self.net, self.head, self.change = net, net.head, change

    def forward(self, x: Tensor) -> Tensor:
        return self.net(x) if self.training else self.change(self.net, x)


@pytest.mark.parametrize(
    "change, says",
    [
        (lambda net, x: (net(x) + net(x + 1e-3)) / 2, "a little different"),
        (lambda net, x: 2 * net(x), "In training mode the net answers differently"),
        (lambda net, x: net(x.flip(1)), "In training mode the net answers differently"),
    ],
)
def test_a_mean_of_views_is_a_choice_and_another_answer_is_not(project, change, says):
    verdict = simplified(project, change)
    assert says in verdict.because
    assert (verdict.verdict == "holds") == ("a little" in says)


def simplified(project: Generated, change: Any) -> Record:
    net = InEvaluation(project.net(), change)
    with mock.patch.object(simplify, "fresh_net", lambda project: net):
        return simplify.check(project, Ledger())


def test_a_mean_has_a_twin_in_scikit_learn_and_a_mean_with_a_variance_has_not(project):
    assert dummy_constant(project) is not None
    with mock.patch.object(type(project.target), "outputs", 2):
        assert dummy_constant(project) is None


def test_a_rate_for_adam_is_asked_of_adam_alone(project: Generated):
    """The linear net falls behind by far: with Adam that is a finding."""
    name, metric = project.reference  # type: ignore[misc]
    good, bad = mock.Mock(metrics={metric: 1.0}), mock.Mock(metrics={metric: -3.0})
    rungs: Any = {name: good, "linear net": bad}
    far = mock.patch.object(dumb_baselines, "gap_of", lambda *these: (4.0, 3.0))
    other = mock.patch.object(
        type(project), "optimizer", lambda project, net: RMSprop(net.parameters())
    )
    with far, mock.patch.object(dumb_baselines, "plain_linear"):
        assert said(dumb_baselines.judge_linear, project, rungs)
        with other:
            assert not said(dumb_baselines.judge_linear, project, rungs)


def test_a_rate_that_falls_on_a_plateau_may_listen_to_evaluations(project: Generated):
    """Evaluation that only leaves something behind may not."""
    short = project.but(steps=9, batch_size=4, evaluate_every=10**9)
    known, asked = (
        part[:20] for part in (project.splits.train, project.splits.validation)
    )
    train = project.module("train")
    once = fix_random_seed.Training(short, known)
    evaluate, rate, heard = train.evaluate, train.learning_rate_at, []

    def heard_of(*given: Any) -> Any:
        heard.append(given)
        return evaluate(*given)

    def halved(*given: Any) -> float:
        return rate(*given) * 0.5 ** len(heard)

    def disturbing(net: nn.Module, *given: Any) -> Any:
        net.head.bias.data += 1e-3
        return evaluate(net, *given)

    def differs(**names: Any) -> bool:
        heard.clear()
        with mock.patch.multiple(train, **names):
            found = fix_random_seed.evaluated(short, known, asked, once)
        return found.hash != once.hash

    assert not differs(evaluate=evaluate)
    assert not differs(evaluate=heard_of, learning_rate_at=halved)
    assert differs(evaluate=disturbing)


def test_draws_with_nearly_even_weights_are_weighted_and_even_ones_are_not():
    def drawn(weights: torch.Tensor) -> Any:
        def epoch(epoch: int) -> tuple[torch.Tensor, ...]:
            generator = torch.Generator().manual_seed(epoch)
            n = len(weights)
            some = torch.multinomial(weights, n, replacement=True, generator=generator)
            return some.split(16)

        feed = mock.MagicMock(epoch=epoch)
        feed.__len__.return_value = len(weights)
        return feed

    assert weighted(drawn(torch.tensor([1.0] * 100 + [1.3] * 49)))
    assert not weighted(drawn(torch.ones(149)))
    assert not weighted(drawn(torch.tensor([1.0] * 100 + [0.0] * 49)))


def test_a_target_may_leave_the_bias_of_every_output_to_choice():
    """As with a Dice loss, whose best constant is not the shares of the classes."""
    target: Any = mock.Mock(
        cautious=lambda: [0, 1],
        loss=lambda outputs, y: (outputs - 1).square().sum(1),
        weight=lambda y: torch.ones(len(y)),
    )
    project: Any = mock.Mock(target=target, splits=mock.Mock(train=range(9)))
    outputs, y = torch.zeros(4, 2), torch.zeros(4, dtype=torch.long)
    assert slope_of_bias(outputs, y, project)[0] == 0
    target.cautious = lambda: [0]
    slope, most = slope_of_bias(outputs, y, project)
    assert slope > most


def test_a_rate_that_begins_anew_is_meant_and_one_that_comes_back_up_is_not():
    def ends(rates: list[float]) -> str:
        return said(learning_rate_decay.judge_end, rates)

    falls = [0.5 + 0.5 * math.cos(math.pi * i / 100) for i in range(100)]
    assert not ends(falls) and not ends(falls + falls)
    assert not ends([*falls, *falls[::-1], *falls])  # cycles end low
    assert "comes back up" in ends([*falls, *falls[::-1]])
    assert not ends([1.0] * 100) and not ends([])


def test_a_loss_without_a_formula_for_its_constant_may_begin_at_the_mean(
    project: Generated,
):
    def huber(target: Any, outputs: Tensor, y: Tensor) -> Tensor:
        return torch.nn.functional.huber_loss(outputs, y, reduction="none")[:, 0]

    y = torch.linspace(-2, 2, 101)[:, None] ** 3  # heavy tails, the mean in the middle
    loss = mock.patch.object(type(project.target), "loss", huber)
    for off, enough in ((0.0, True), (0.4, False)):
        outputs = torch.full((len(y), 1), off)
        assert not near_enough(0.0, outputs, y, project)  # a square: the mean is best
        with loss:
            cost = loss_of(outputs, y, project.target)
            assert near_enough(cost, outputs, y, project) == enough
    with mock.patch.object(
        type(project.target), "loss", lambda target, o, y: (o - y).abs()[:, 0]
    ):  # the median is best, and known
        assert not near_enough(0.0, torch.zeros(len(y), 1), y, project)


def test_a_schedule_of_your_own_goes_under_a_name_of_its_own(project: Generated):
    def named(*names: str) -> mock.Mock:
        config = dataclasses.make_dataclass("Config", [("schedule", Literal[names])])
        return mock.Mock(config=config(names[0]))

    offered = learning_rate_decay.offered
    assert [*offered(named("constant", "cosine to a tenth"))] == ["constant"]
    assert [*offered(named("constant", "wsd", "cosine"))] == [
        "constant",
        "wsd",
        "cosine",
    ]
    assert offered(project) == learning_rate_decay.SCHEDULES  # has no such field
