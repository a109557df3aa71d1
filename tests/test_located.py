"""Boxes and masks come back in pixels of the user's picture: `pytest tests/test_located.py`."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from nn_recipe.contract import open_project
from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.silent_failures.located import judge_located, judge_wide
from tests.rendered import said


def opened(package: str) -> Any:
    stand(package)
    return open_project(package, model="tiny", threads=1)


def turned(self: Any, prediction: Any, raw: Any) -> Any:
    """Boxes: across and down change places."""
    detections = opened("things").module("detections")
    height, width = raw.shape[:2]
    across, down = height / self.size[1], width / self.size[0]
    return detections.scaled(prediction, across, down, self.first)


def as_x(self: Any, prediction: Any, raw: Any) -> Any:
    """As large as x, whatever the picture."""
    return prediction


@pytest.mark.parametrize(
    "package, locate",
    [("things", turned), ("things", as_x), ("shapes", as_x)],
)
def test_answers_in_pixels_of_another_picture(package: str, locate: Any):
    project = opened(package)
    assert not said(judge_located, project)
    with mock.patch.object(type(project.target), "locate", locate):
        assert "in a picture of" in said(judge_located, project)


@pytest.mark.parametrize("package", ["things", "shapes"])
def test_predict_that_does_not_locate(package: str, tmp_path: Path):
    project: Generated = opened(package)
    few = replace(project.splits, train=project.splits.train[:24])
    run = project.new_run(tmp_path / "0001-here")
    project = project.having(splits=few)
    assert not said(judge_wide, project, run)
    predict = project.module("predict")

    def plain(outputs: Any, some: Any, problem: Any) -> Any:
        for answer in problem.target.decode(outputs):
            yield {"prediction": answer}

    with mock.patch.object(predict, "said", plain):
        assert "in other pixels than its own" in said(judge_wide, project, run)


def test_nothing_is_asked_of_a_class():
    assert not said(judge_located, opened("digits"))
