"""Several nets as one (6.1), a net that learns from nets (6.2): `pytest tests/test_squeeze.py`."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nn_recipe.contract import Batch, Evaluation, NotOffered
from nn_recipe.stage6_squeeze.dark_knowledge import (
    Taught,
    apart,
    joined,
    soft_loss,
)
from nn_recipe.stage6_squeeze.gain import Curve, curve, subsets
from nn_recipe.stage6_squeeze.mean_of_nets import (
    MeanOfNets,
    Remembered,
    mean_of,
    scale_of,
)

draw = torch.Generator().manual_seed(0)


def outputs(*shape: int) -> Tensor:
    return 3 * torch.randn(*shape, generator=draw)


class Classes:
    """A target of one class at each place."""

    errors = ()

    def prediction(self, outputs: Tensor) -> Tensor:
        return outputs.softmax(1)

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        losses = F.cross_entropy(outputs, y, reduction="none", ignore_index=-1)
        counts = (y != -1).reshape(len(y), -1).sum(1)
        return losses.reshape(len(y), -1).sum(1) / counts.clamp_min(1)

    def weight(self, y: Tensor) -> Tensor:
        return torch.ones(len(y))


class Labels(Classes):
    def prediction(self, outputs: Tensor) -> Tensor:
        return outputs.sigmoid()

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        return F.binary_cross_entropy_with_logits(
            outputs, y.to(outputs), reduction="none"
        ).mean(1)


class Numbers(Classes):
    def prediction(self, outputs: Tensor) -> Tensor:
        return outputs

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        return (outputs - y).square().flatten(1).mean(1)


class Both(Classes):
    """As boxes: chances, then numbers."""

    def prediction(self, outputs: Tensor) -> Tensor:
        return torch.cat([outputs[:, :2].sigmoid(), outputs[:, 2:]], 1)


CLASSES: Any = Classes()
LABELS: Any = Labels()
NUMBERS: Any = Numbers()

# --- the mean


@pytest.mark.parametrize("target", [CLASSES, LABELS, NUMBERS, Both()])
@pytest.mark.parametrize("places", [(), (5,)])
def test_what_is_claimed_is_averaged_and_not_the_logits(target: Any, places: tuple):
    some = [outputs(7, 4, *places) for _ in range(3)]
    found = mean_of(some, scale_of(target, some[0]))
    meant = torch.stack([target.prediction(one) for one in some]).mean(0)
    assert torch.allclose(target.prediction(found), meant, atol=1e-6)
    (alone,) = (mean_of([some[0]], scale_of(target, some[0])),)
    assert torch.allclose(target.prediction(alone), target.prediction(some[0]))


@pytest.mark.parametrize("target", [CLASSES, LABELS, NUMBERS])
def test_together_they_lose_no_more_than_on_average(target: Any):
    """Jensen: for a cross entropy and a squared error, whatever they say, however surely."""
    some = [20 * outputs(50, 4) for _ in range(4)]
    y = torch.randint(4, (50,), generator=draw)
    y = y if type(target) is Classes else F.one_hot(y, 4).float()
    found = target.loss(mean_of(some, scale_of(target, some[0])), y)
    single = torch.stack([target.loss(one, y) for one in some]).mean(0)
    assert found.isfinite().all() and (found <= single + 1e-5).all()


def test_outputs_that_mean_something_else_have_no_mean():
    target: Any = SimpleNamespace(prediction=torch.tanh)
    with pytest.raises(NotOffered, match="has no mean"):
        scale_of(target, outputs(2, 3))


def test_nets_together_answer_as_in_evaluation():
    """A dropout that is left on, or a norm that takes its batch, is nobody's answer."""
    net = nn.Sequential(nn.Dropout(0.5), nn.BatchNorm1d(3)).train()
    whole = MeanOfNets([net], NUMBERS)
    assert not any(module.training for module in whole.modules())


def test_a_net_is_asked_once_and_says_the_same_again():
    net, rounds = Remembered(nn.Dropout(0.5).train()), []
    batches = [outputs(4, 3), outputs(2, 3)]
    for _ in range(2):
        net.again()
        rounds.append([net(x) for x in batches])
    assert all(torch.equal(a, b) for a, b in zip(*rounds, strict=True))


# --- what it is worth


def evaluated(said: Tensor, y: Tensor) -> Evaluation:
    losses, ones = (said - y).square(), torch.ones(len(y))
    ids = [str(i) for i in range(len(y))]
    return Evaluation(ids, losses, ones, losses[:, None], losses.mean().item(), {})


def of_world(k: int, n: int, chance: np.random.Generator) -> Curve:
    y = torch.zeros(n)
    shared = torch.tensor(chance.normal(0, 0.5, n))
    spreads = 0.6 * np.exp(chance.normal(0, 0.15, k))  # some are better than others
    nets = [shared + torch.tensor(chance.normal(0, q, n)) for q in spreads]
    chosen = subsets(k)
    found = [evaluated(torch.stack([nets[i] for i in s]).mean(0), y) for s in chosen]
    target: Any = SimpleNamespace(errors=())
    return curve("loss", chosen, found, target, None)


@pytest.mark.parametrize("k, size", [(3, 3)])
def test_the_interval_of_a_gain_holds_the_truth(k: int, size: int):
    """By leaving nets out, in about 90 of 100 worlds of 3 nets; over examples alone in half."""
    chance, hits = np.random.default_rng(1), 0
    truth = 0.36 * np.exp(2 * 0.15**2) * (1 - 1 / size)  # of what the nets differ by
    for _ in range(50):
        found = of_world(k, 400, chance).gap(1, size).interval
        hits += found.low <= truth <= found.high
    assert hits >= 40


def test_a_gain_is_over_the_mean_of_single_nets_and_never_their_best():
    """Of nets that differ in nothing but luck the best is better than one; together they gain 0."""
    found = of_world(3, 40, np.random.default_rng(1))
    singles = found.table[0, :3]
    gap = found.gap(1, 3)
    assert gap.value == pytest.approx(singles.mean() - found.mean(3)[0])
    same = replace(found, table=np.full_like(found.table, 0.3))
    same.table[:, 0] = 0.1  # one that was lucky on validation
    assert same.gap(1, 3).value < 0 and same.mean(1)[0] > 0.1


def test_each_net_stands_in_equally_many_ensembles_of_a_size():
    for k in (2, 5, 8):
        for size in range(1, k + 1):
            some = [s for s in subsets(k) if len(s) == size]
            counts = np.bincount([i for s in some for i in s], minlength=k)
            assert len(set(counts)) == 1 and all(len({*s}) == size for s in some)


# --- what the teacher says


def test_a_teacher_who_is_sure_says_no_more_than_the_answers():
    """T = 1, alpha = 1, one-hot: the cross entropy itself; places that do not count do not."""
    y = torch.tensor([[1, 0, -1], [2, -1, -1]])
    said = outputs(2, 3, 3).requires_grad_()
    sure = 100.0 * F.one_hot(y.clamp_min(0), 3).mT
    found, target = soft_loss(said, sure, y, CLASSES, 1.0), CLASSES
    assert torch.allclose(found, target.loss(said, y), atol=1e-5)
    labels = torch.tensor([[1.0, 0.0, 1.0]])
    said = outputs(1, 3)
    found = soft_loss(said, 200 * labels - 100, labels, LABELS, 1.0)
    assert torch.allclose(found, LABELS.loss(said, labels), atol=1e-5)


def gradient(temperature: float) -> float:
    chance = torch.Generator().manual_seed(1)
    student = 0.1 * torch.randn(64, 10, generator=chance)
    teacher = 0.1 * torch.randn(64, 10, generator=chance)
    student.requires_grad_()
    y = torch.zeros(64, dtype=torch.long)
    soft_loss(student, teacher, y, CLASSES, temperature).sum().backward()
    assert student.grad is not None
    return student.grad.norm().item()


def test_the_gradient_keeps_its_size_with_the_temperature():
    """T^2 makes up for it: without it the teacher would be 100 times quieter at T = 10."""
    assert gradient(10.0) == pytest.approx(gradient(1.0), rel=0.1)


def test_a_teacher_of_numbers_is_learnt_by_their_distance():
    student, teacher, y = (outputs(4, 1) for _ in range(3))
    found = soft_loss(student, teacher, y, NUMBERS, 3.0)
    assert torch.equal(found, (student - teacher).square()[:, 0])


def test_y_and_what_is_said_come_apart_as_they_went_in():
    y = torch.tensor([[3, -1], [255, 7]])
    said = outputs(2, 5, 2)
    back = apart(joined(y, said), y, said)
    assert torch.equal(back[0], y) and torch.equal(back[1], said)


def test_the_teacher_hears_the_x_of_the_student_and_is_not_in_training():
    """Of an augmented picture it says what it sees there, not what it sees in another."""
    batch = Batch(["a"], outputs(1, 3), torch.zeros(1, 1))
    feed = SimpleNamespace(training=lambda first, last: iter([batch]))
    teacher = nn.Sequential(nn.Linear(3, 2), nn.Dropout(0.9)).train()
    (found,) = Taught(feed, teacher).training(0, 1)
    _, said = apart(found.y, batch.y, torch.zeros(1, 2))
    assert torch.allclose(said, teacher[0](batch.x)) and torch.equal(found.x, batch.x)
