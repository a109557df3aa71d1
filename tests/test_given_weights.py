"""Weights in a file, and in the net that should begin with them: `pytest tests/test_given_weights.py`."""

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from torch import nn

from nn_recipe.findings import Findings
from nn_recipe.stage2_skeleton_and_baselines import given_weights
from nn_recipe.stage2_skeleton_and_baselines.given_weights import (
    judge_given_weights,
    judge_loaded,
    tensors,
)


def net(seed: int = 0) -> nn.Module:
    torch.manual_seed(seed)
    made = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 4))
    made.head = nn.Linear(4, 2)
    return made


def said(own: nn.Module, file: Path) -> str:
    findings = Findings()
    judge_loaded("init_from", file.name, own, tensors(file), findings)
    return " ".join(findings.faults)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    names = {f"module.{n}": p for n, p in net(seed=9).state_dict().items()}
    torch.save({"state_dict": names, "step": 3}, tmp_path / "weights.pt")
    return tmp_path / "weights.pt"


def test_a_load_that_is_not_strict_takes_nothing(file: Path):
    own = net()
    own.load_state_dict(torch.load(file)["state_dict"], strict=False)
    assert "0 are in the net as the file has them, 4 of a name" in said(own, file)


def test_what_was_loaded_is_found_whatever_the_head_and_the_names(file: Path):
    own = net(seed=9)
    nn.init.normal_(own.head.weight)  # type: ignore[union-attr, arg-type]
    assert not said(own, file)
    other = {f"other{i}": p for i, p in enumerate(own.state_dict().values())}
    torch.save(other, file)
    assert not said(own, file)


def test_weights_of_another_net_are_not_these(file: Path):
    torch.save({"fc": torch.randn(7, 7)}, file)
    assert "4 have none there" in said(net(), file)
    judge_loaded(
        "init_from", file.name, net(), tensors(file), quiet := Findings(), False
    )
    assert not quiet.faults  # a net for tests, of another shape


def test_a_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch):
    @dataclass
    class Config:
        init_from: str = "nowhere.pt"
        save_to: str = "export.pt"

    findings, project = Findings(), SimpleNamespace(config=Config())
    monkeypatch.setattr(given_weights, "here", lambda: SimpleNamespace(resolve=Path))
    judge_given_weights(project, findings)  # type: ignore[arg-type]
    assert [f for f in findings.faults if "`init_from` names nowhere.pt" in f]
    assert len(findings.faults) == 1
