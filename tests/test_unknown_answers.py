"""What nobody knows is no answer: `pytest tests/test_unknown_answers.py`."""

from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pytest
from PIL import Image

from nn_recipe.contract import open_project
from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.silent_failures.unknown_answers import judge_empty, judge_void
from tests.rendered import Rendered, of_numbers, said


def shapes() -> Any:
    stand("shapes")
    return open_project("shapes", model="tiny", threads=1)


def test_void_that_is_cut_down_to_a_class():
    project = shapes()
    assert not said(judge_void, project)
    target = project.module("target")
    codes = target.codes
    with mock.patch.object(target, "codes", lambda mask: codes(mask).clip(0, 3)):
        assert "100% of the pixels count in the loss" in said(judge_void, project)


def test_void_that_is_background_once_it_is_read():
    project = shapes()
    module = project.module("read")
    read = module.read

    def other(*given: Any) -> list[Any]:
        found = read(*given)
        for e in found:
            object.__setattr__(e, "answer", np.where(e.answer > 3, 0, e.answer))
        return found

    with mock.patch.object(module, "read", other):
        assert "which config.py calls void" in said(judge_void, project)


def test_void_in_files(tmp_path: Path):
    draw = np.random.default_rng(0)
    for folder in ("images", "masks"):
        (tmp_path / "d" / folder).mkdir(parents=True)
    for i in range(40):
        mask = np.kron(draw.integers(0, 3, (4, 4)), np.ones((8, 8))).astype(np.uint8)
        pixels = (mask * 80 + draw.integers(0, 9, mask.shape)).astype(np.uint8)
        mask[i % 32] = 255
        Image.fromarray(pixels).save(tmp_path / "d" / "images" / f"{i}.png")
        Image.fromarray(mask).save(tmp_path / "d" / "masks" / f"{i}.png")
    made = Rendered(tmp_path, "image-segmentation", data=str(tmp_path / "d"), drop=[])
    stand(made.name)
    project = Generated.of(made.name, threads=1)
    assert project.config.void == ("255",)
    assert not said(judge_void, project)
    target = project.module("target")
    codes = target.codes
    with mock.patch.object(target, "codes", lambda mask: codes(mask) % 255):
        assert "count in the loss" in said(judge_void, project)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    lines = (f"{i * 37 % 101}.5,{i * 53 % 97}.5,{i % 7}.1" for i in range(300))
    return of_numbers(tmp_path_factory.mktemp("empty"), ["size,age,y", *lines])


@pytest.mark.parametrize("stand_in, expected", [("1", "1"), ("nobody knows", "")])
def test_an_empty_answer(table: Generated, stand_in: str, expected: str):
    """A word that Target refuses trains nobody."""
    stand(table.package)
    assert not said(judge_empty, table)
    module = table.module("read")
    read = module.read

    def other(*given: Any) -> list[Any]:
        found = read(*given)
        for e in found:
            object.__setattr__(e, "answer", e.answer or stand_in)
        return found

    with mock.patch.object(module, "read", other):
        found = said(judge_empty, table)
    assert f"is read with '{expected}'" in found if expected else not found
