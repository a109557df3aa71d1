"""A part with given weights that does not learn, and what looks so: `pytest tests/test_frozen.py`."""

from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import nn

from nn_recipe.findings import Findings
from nn_recipe.frozen import (
    drawn,
    frozen,
    judge_flags,
    judge_statistics,
    statistics,
)


def trunk(seed: int, given: bool) -> nn.Module:
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 2))
    if given:
        nn.init.eye_(net[0].weight)  # type: ignore[arg-type]
        nn.init.zeros_(net[0].bias)  # type: ignore[arg-type]
    net[:2].requires_grad_(False)
    return net


class Small:
    """A project of this net under a seed."""

    def __init__(self, given: bool, seed: int = 0):
        self.given, self.config = given, SimpleNamespace(seed=seed)

    def but(self, seed: int) -> "Small":
        return Small(self.given, seed)

    def net(self) -> nn.Module:
        return trunk(self.config.seed, self.given)


def project(given: bool) -> Any:
    return Small(given)


def test_weights_that_another_seed_draws_anew_are_frozen_by_mistake():
    net, norm = trunk(0, False), {"1.weight", "1.bias"}
    assert drawn(project(False)) == {"0.weight", "0.bias", "2.weight", "2.bias"}
    assert frozen(net, project(False)) == norm
    assert frozen(trunk(0, True), project(True)) == norm | {"0.weight", "0.bias"}


@pytest.mark.parametrize("training", [True, False])
def test_a_frozen_norm_goes_on_measuring_in_training_mode(training: bool):
    net, findings = trunk(0, True), Findings()
    before = statistics(net, frozen(net, project(True)))
    net.train(training)(torch.randn(5, 3))
    judge_statistics(net, before, findings)
    assert ("1.running_mean" in " ".join(findings.faults)) == training


def test_a_module_has_no_switch_of_that_name():
    net, findings = nn.Sequential(nn.Linear(2, 2)), Findings()
    net[0].requires_grad_(False)
    judge_flags(net, findings)
    assert not findings.faults
    net[0].requires_grad_(True)
    net[0].requires_grad = False  # type: ignore[assignment, arg-type]
    judge_flags(net, findings)
    assert "its 6 weights learn all the same" in " ".join(findings.faults)
