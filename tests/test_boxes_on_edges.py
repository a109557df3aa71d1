"""Across and down are not each other: `pytest tests/test_boxes_on_edges.py`."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from nn_recipe.silent_failures.boxes_on_edges import judge_edges
from tests.rendered import said

Box = tuple[str, float, float, float, float]


def picture(seed: int, turned: bool, things: float) -> Any:
    """Two rectangles on noise, and their boxes; `things`: how much brighter they are."""
    draw = np.random.default_rng(seed)
    grey, boxes = draw.normal(90, 20, (48, 64)), list[Box]()
    for _ in range(2):
        left, top = draw.integers(2, 30, 2)
        wide, high = draw.integers(6, 16, 2)
        grey[top : top + high, left : left + wide] += things
        corners = (left, top, left + wide, top + high)
        if turned:
            corners = (top, left, top + high, left + wide)
        boxes.append(("0", *map(float, corners)))
    answer = SimpleNamespace(width=64, height=48, boxes=boxes)
    raw = grey.clip(0, 255).astype(np.uint8)
    return SimpleNamespace(id=str(seed), raw=raw, answer=answer)


def project(turned: bool, things: float) -> Any:
    train = [picture(seed, turned, things) for seed in range(40)]
    return SimpleNamespace(
        target=SimpleNamespace(answers_are="boxes"),
        config=SimpleNamespace(classes=(("0", "thing"),), first_pixel=0),
        splits=SimpleNamespace(train=train),
    )


@pytest.mark.parametrize("things", [25, 60])
def test_boxes_that_were_read_as_y_x_are_told(things: float):
    assert "x and y were taken for each other" in said(
        judge_edges, project(True, things)
    )
    assert not said(judge_edges, project(False, things))


@pytest.mark.parametrize("turned", [False, True])
def test_things_without_sides_say_nothing(turned: bool):
    assert not said(judge_edges, project(turned, 0))
