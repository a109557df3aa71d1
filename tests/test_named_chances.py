"""The chances that `predict` writes stand under their names: `pytest tests/test_named_chances.py`."""

from pathlib import Path
from unittest import mock

import pytest
import torch

import nn_recipe
from nn_recipe.findings import Findings
from nn_recipe.silent_failures.named_chances import held, judge_chances


def faults(project, run) -> list[str]:
    findings, names = Findings(), project.target.outputs
    judge_chances(project, run, torch.zeros(1, names), findings)
    return findings.faults


@pytest.mark.parametrize("package", ["scenes", "wine", "notes"])
def test_names_in_another_order_are_found(package: str, tmp_path: Path):
    project = nn_recipe.open_project(package)
    run = project.new_run(tmp_path / "0001-a")
    assert not faults(project, run)
    module = project.module("predict")
    said = module.said

    def turned(outputs, some, problem):
        for answer, other in zip(
            said(outputs, some, problem),
            said(outputs.flip(1), some, problem),
            strict=True,
        ):
            yield {**other, "prediction": answer["prediction"]}

    with mock.patch.object(module, "said", turned):
        assert "writes the chance of it under" in faults(project, run)[0]


def test_answers_without_chances_are_free(tmp_path: Path):
    project = nn_recipe.open_project("diabetes")
    assert not faults(project, project.new_run(tmp_path / "0001-a"))


def test_labels_are_told_apart_by_any_sign():
    names = ["cat", "old dog", "hen"]
    assert held("old dog", names) == {"old dog"}
    assert held("cat|hen", names) == {"cat", "hen"} == held("cat, hen", names)
    assert held("", names) == held("cow", names) == set()
