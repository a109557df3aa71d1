"""A range holds the same share of what is likely, sure or not: `pytest tests/test_covered_share.py`."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from nn_recipe.stage2_skeleton_and_baselines.covered_share import judge_coverage
from tests.bugs.blind import BUGS
from tests.bugs.edits import EDITS
from tests.bugs.planting import imported
from tests.examples import ROOT
from tests.rendered import said

Scale = Callable[[Tensor], Tensor]  # of the second output


class Normal:
    """Learnt with one scale, told with another."""

    def __init__(self, learnt: Scale, told: Scale, wide: float = 1.96):
        self.learnt, self.told, self.wide = learnt, told, wide

    def head_bias(self) -> Tensor:
        return torch.zeros(2)

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        sd = self.learnt(outputs[:, 1])
        return sd.log() + ((y[:, 0] - outputs[:, 0]) / sd).square() / 2

    def tally(self, outputs: Tensor, y: Tensor) -> Tensor:
        away = (y[:, 0] - outputs[:, 0]).abs()
        return (away <= self.wide * self.told(outputs[:, 1])).double()

    def metrics(self, tally: Tensor) -> dict[str, float]:
        return {"coverage": tally.mean().item()}


class NeverBelow(Normal):
    """The lower end is cut where no answer is: at -1."""

    def tally(self, outputs: Tensor, y: Tensor) -> Tensor:
        return super().tally(outputs, y) * (y[:, 0] >= -1)


class Laplace(Normal):
    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        scale = self.learnt(outputs[:, 1])
        return scale.log() + (y[:, 0] - outputs[:, 0]).abs() / scale


class Quantiles(Normal):
    """Its loss is no likelihood: what is between both says nothing of it."""

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        away = y - outputs
        shares = torch.tensor([0.05, 0.95])
        return torch.maximum(shares * away, (shares - 1) * away).sum(1)


def half(h: Tensor) -> Tensor:
    return (h / 2).exp()


def judged(target: Any) -> str:
    return said(judge_coverage, target, torch.zeros(8, 1))


@pytest.mark.parametrize(
    "target",
    (
        Normal(half, torch.exp),
        Normal(torch.exp, half),
        Normal(torch.exp, F.softplus),
        Normal(F.softplus, lambda h: F.softplus(h).square()),
        Laplace(torch.exp, half),
    ),
)
def test_a_range_of_another_scale_than_the_loss_has_is_found(target: Normal):
    assert "coverage is from" in judged(target)


@pytest.mark.parametrize(
    "target",
    (
        Normal(half, half),
        NeverBelow(half, half),
        Normal(F.softplus, F.softplus, 1.28),
        Laplace(torch.exp, torch.exp, 3.0),
        Quantiles(half, torch.exp),
    ),
)
def test_ranges_of_whatever_width_are_free(target: Normal):
    assert not judged(target)


def of_stranger(edit: Any) -> str:
    with imported(ROOT / "generated_examples" / edit.kind, edit.kind, edit) as planted:
        return judged(planted.project.target)


def test_the_variance_where_the_sd_belongs_is_found():
    assert "coverage is from" in of_stranger(next(b for b in BUGS if b.id == "Q03"))
    assert not of_stranger(EDITS["J02"])
