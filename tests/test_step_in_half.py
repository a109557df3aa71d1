"""What else a step in half precision does is followed in full: `pytest tests/test_step_in_half.py`."""

from functools import partial
from typing import Any
from unittest import mock

import pytest
import torch
from torch import nn

from nn_recipe.generated import Generated
from nn_recipe.silent_failures.reference_step import judge_steps
from tests.rendered import of_numbers, said

SCALE = 1024.0


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    lines = (f"{i * 37 % 101}.5,{i * 53 % 97}.5,{i % 7}.1" for i in range(300))
    folder, added = tmp_path_factory.mktemp("half"), ("accumulate",)
    return of_numbers(folder, ["size,age,y", *lines], add=added)


def step(
    net: nn.Module, optimizer: Any, batch: Any, target: Any, config: Any, how: str
) -> Any:
    """Under autocast, with a loss that is scaled; right, or not quite."""
    trained = [p for group in optimizer.param_groups for p in group["params"]]
    optimizer.zero_grad()
    total, cost = target.weight(batch.y).sum(), 0.0
    total = 1 if how == "the loss is a sum" else total
    parts = min(config.accumulate, len(batch.ids))
    xs, ys = batch.x.tensor_split(parts), batch.y.tensor_split(parts)
    for x, y in zip(xs, ys, strict=True):
        with torch.autocast(x.device.type, torch.bfloat16):
            outputs = net(x).float()
        each, weights = target.loss(outputs, y), target.weight(y)
        loss = each.dot(weights.to(each)) / total
        if how == "each part forgets the last":
            optimizer.zero_grad()
        (SCALE * loss).backward()
        cost += loss.detach()
    unscale = [p.grad.div_ for p in trained if p.grad is not None]
    if how != "clipped before the scale is taken out":
        [divide(SCALE) for divide in unscale]
    norm = nn.utils.clip_grad_norm_(trained, config.clip)
    if how == "clipped before the scale is taken out":
        [divide(SCALE) for divide in unscale]
    optimizer.step()
    return cost, norm


@pytest.mark.parametrize(
    "how, expected",
    [
        ("right", ""),
        ("clipped before the scale is taken out", "agree where no gradient is clipped"),
        ("each part forgets the last", "while the batch is not cut in parts"),
        ("the loss is a sum", "are they too large"),
    ],
)
def test_a_step_in_half_precision(project: Generated, how: str, expected: str):
    train = project.module("train")
    with mock.patch.object(train, "train_step", partial(step, how=how)):
        found = said(judge_steps, project)
    assert expected in found if expected else not found


def test_values_may_be_clipped(project: Generated):
    """As the option may mean the largest number of a gradient."""

    def values(net: nn.Module, optimizer: Any, batch: Any, target: Any, config: Any):
        with mock.patch.object(
            nn.utils,
            "clip_grad_norm_",
            lambda trained, clip: nn.utils.clip_grad_value_(trained, clip),
        ):
            cost, _ = step(net, optimizer, batch, target, config, "right")
        return cost, torch.zeros(())

    with mock.patch.object(project.module("train"), "train_step", values):
        assert not said(judge_steps, project)
