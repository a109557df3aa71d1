"""From which chance on a label is said: `pytest tests/test_where_yes_begins.py`."""

import math
from unittest import mock

import pytest
import torch

from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.stage2_skeleton_and_baselines import where_yes_begins
from tests.rendered import Rendered, said


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    made = Rendered(tmp_path_factory.mktemp("yes"), "image-multilabel")
    stand(made.name)
    return Generated.of(made.name, threads=1)


def heard(project: Generated, least: float, written: tuple[float, ...] = ()) -> str:
    """With labels said from these log odds on, and such numbers in the code."""

    def decode(target, outputs):
        return [target.written(row) for row in outputs > least]

    numbers = mock.patch.object(where_yes_begins, "sources", lambda: [])
    held = mock.patch.object(where_yes_begins, "held", lambda values: written)
    said_from = mock.patch.object(type(project.target), "decode", decode)
    stand(project.package)
    with numbers, held, said_from:
        outputs = torch.zeros(2, len(project.target.labels))
        return said(where_yes_begins.judge_yes, project, outputs)


def test_a_label_is_said_from_a_half_on(scenes: Generated):
    assert not heard(scenes, 0.0)


def test_half_of_log_odds_is_no_half(scenes: Generated):
    assert "from a chance of 0.623 on" in heard(scenes, 0.5, (0.5,))


@pytest.mark.parametrize("chance", [0.2, 0.35, 0.8])
def test_a_threshold_that_somebody_chose_is_meant(scenes: Generated, chance: float):
    odds = math.log(chance / (1 - chance))
    assert heard(scenes, odds)
    assert not heard(scenes, odds, (chance,))
    assert not heard(scenes, -1.2, (1.2,))  # of log odds: a chance of .23


def test_who_always_says_the_likeliest_has_no_threshold(scenes: Generated):
    def decode(target, outputs):
        return [target.labels[i] for i in outputs.argmax(1)]

    with mock.patch.object(type(scenes.target), "decode", decode):
        assert not said(where_yes_begins.judge_cut, scenes, 3)


def test_numbers_are_found_in_whatever_holds_them():
    found = where_yes_begins.held([{"a": 0.3}, torch.tensor([0.25]), [0.5, ["x"]]])
    assert [*found] == [0.3, 0.25, 0.5, "x"]
