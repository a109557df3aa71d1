"""Columns, and pixels, that tell nothing are told: `pytest tests/test_smaller_inputs.py`."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from nn_recipe.contract import NotOffered
from nn_recipe.ledger import Ledger
from nn_recipe.stage4_regularize import smaller_inputs
from nn_recipe.stage4_regularize.smaller_pictures import enough
from nn_recipe.trials.tips import tip_of

from .rendered import of_numbers
from .test_look import opened


def rows(noise: int, seed: int = 0) -> list[str]:
    """y is told by two columns; the others are noise."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(300, 2 + noise))
    y = x[:, 0] + 0.5 * x[:, 1] + 0.2 * rng.normal(size=300)
    head = ["much", "little", *(f"noise{i}" for i in range(noise)), "y"]
    lines = np.column_stack([x, y])
    return [",".join(head), *(",".join(f"{v:.4f}" for v in line) for line in lines)]


def measured(folder: Path, noise: int) -> tuple[dict[str, float], bool | None, str]:
    project = of_numbers(folder, rows(noise)).but(steps=150, evaluate_every=30)
    record = smaller_inputs.check(project, Ledger())
    return dict(record.measured), record.verdict == "holds", record.because


def test_columns_of_noise_are_below_those_that_tell(tmp_path: Path):
    found, holds, because = measured(tmp_path, 6)
    assert not holds and [*found][:2] == ["much", "little"]
    chance = found["best of the copies"]
    below = [name for name, cost in found.items() if cost <= chance and "noise" in name]
    # each passes once in nine: more than three of six, once in 600
    assert len(below) >= 3 and found["little"] > 2 * chance
    assert "tell no more than chance" in because and '`try "drop=(' in because


def test_where_each_column_tells_it_holds(tmp_path: Path):
    found, holds, because = measured(tmp_path, 0)
    assert holds and "by chance" in because and found["much"] > found["little"] > 0


def test_a_column_that_x_does_not_hold_is_not_asked(tmp_path: Path):
    project = of_numbers(tmp_path, rows(2))
    assert smaller_inputs.columns(project) == ["much", "little", "noise0", "noise1"]
    without = project.again(drop=("noise0",))
    assert smaller_inputs.columns(without) == ["much", "little", "noise1"]


def test_a_copy_is_the_same_cells_in_another_order(tmp_path: Path):
    train = of_numbers(tmp_path, rows(0)).splits.train
    dealt = smaller_inputs.dealt_anew(train, [("much", "copy")], 1)
    assert [e.raw["much"] for e in dealt] == [e.raw["much"] for e in train]
    copies = [e.raw["copy"] for e in dealt]
    assert copies != [e.raw["much"] for e in train]
    assert sorted(copies) == sorted(e.raw["much"] for e in train)


def test_neither_columns_nor_pictures_is_not_applicable():
    with pytest.raises(NotOffered, match="named columns"):
        smaller_inputs.check(opened("text-tagging"), Ledger())


@pytest.mark.parametrize("size", [(32, 48), 4])
def test_what_is_no_square_or_as_small_as_can_be_is_not_applicable(size):
    project = SimpleNamespace(config=SimpleNamespace(image_size=size, watch="loss"))
    with pytest.raises(NotOffered, match="square of pixels"):
        smaller_inputs.check(project, Ledger())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "scores, sign, least",
    [
        ({4: [0.5, 0.5, 0.5], 8: [0.9, 0.92, 0.91], 16: [0.91, 0.9, 0.93]}, 1, 8),
        ({4: [0.5, 0.5, 0.5], 8: [0.8, 0.82, 0.81], 16: [0.91, 0.9, 0.93]}, 1, 16),
        ({8: [2.0, 2.1, 2.2], 16: [3.0, 3.0, 3.0]}, -1, 8),
    ],
)
def test_the_smallest_size_within_one_standard_error_is_enough(scores, sign, least):
    assert enough(scores, sign) == least


def test_the_trial_of_less_is_that_row():
    assert tip_of(None, {"drop": ("noise0",)}) == "4.6"
    assert tip_of(None, {"image_size": 16}) == "4.6"
