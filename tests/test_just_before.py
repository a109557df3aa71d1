"""2.13 and 2.14 in each kind: what is drawn is what went in, and looking on changes nothing.

Run: pytest tests/test_just_before.py
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import torch
from torch import Tensor
from torch.nn.modules.module import register_module_forward_pre_hook

from nn_recipe.contract import Project
from nn_recipe.ledger import Ledger
from nn_recipe.specimen import fewer, plain
from nn_recipe.stage2_skeleton_and_baselines import (
    just_before_the_net,
    prediction_dynamics,
)
from tests.examples import PACKAGES
from tests.test_look import opened

FEW = 40  # examples of each split: what comes in is the same of more


@pytest.fixture(params=PACKAGES)
def short(request: pytest.FixtureRequest) -> Project:
    """Two steps of the tiny net."""
    found = plain(opened(request.param), model="tiny", steps=2, evaluate_every=10**9)
    return found.having(splits=fewer(found.splits, FEW))


@contextmanager
def heard(project: Project) -> Iterator[list[Tensor]]:
    """x of each call of a net in training, by a hook that no project can leave out."""
    kind, seen = type(project.net()), list[Tensor]()

    def note(module: Any, given: tuple[Any, ...]) -> None:
        if type(module) is kind and module.training:
            seen.append(given[0].detach().clone())

    handle = register_module_forward_pre_hook(note)
    try:
        yield seen
    finally:
        handle.remove()


def same(drawn: Tensor, given: Tensor) -> bool:
    """Bit for bit: a missing value is one, too."""
    return drawn.shape == given.shape and torch.equal(bits(drawn), bits(given))


def bits(x: Tensor) -> Tensor:
    return x.contiguous().view(torch.uint8) if x.is_floating_point() else x


def test_the_run_draws_the_bits_that_its_net_is_given(short: Any, tmp_path: Path):
    drawn: list[Any] = []
    pictures = short.module("pictures")
    note = mock.patch.object(
        pictures, "just_before_the_net", lambda batch, *_: drawn.append(batch)
    )
    with note, heard(short) as seen:
        short.train_command(short.new_run(tmp_path / "0001-train"))
    assert len(drawn) == 1 and len(seen) == 2
    assert same(drawn[0].x, seen[0])


def test_the_check_draws_the_bits_that_its_net_is_given(short: Any, tmp_path: Path):
    drawn: list[Any] = []

    def picture(batch: Any, *_: Any) -> str:
        drawn.append(batch)
        return "drawn"

    with (
        mock.patch("nn_recipe.show.just_before_the_net", picture),
        heard(short) as seen,
    ):
        just_before_the_net.check(short, Ledger(tmp_path / "ledger.jsonl"))
    rows = [
        row for x in seen for row in x
    ]  # of few examples a batch is more than an epoch
    assert len(drawn) == 1 and len(drawn[0].x) > 1
    assert all(same(one, row) for one, row in zip(drawn[0].x, rows, strict=False))


def test_looking_on_changes_no_weight(short: Any):
    with mock.patch.object(prediction_dynamics, "STEPS", 3):
        watched, unwatched, followed = prediction_dynamics.with_and_without(short)
    assert watched == unwatched
    assert followed.values.shape[0] >= 4 and followed.values.isfinite().all()
    assert len(followed.ids) == followed.values.shape[1] > 3
