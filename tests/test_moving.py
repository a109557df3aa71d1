"""The batch in motion is an SVG that says where each prediction was: `pytest tests/test_moving.py`."""

import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from nn_recipe import show
from nn_recipe.place import stand

NAME = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("looks", [1, 7, 500])
def test_each_dot_goes_from_the_first_look_to_the_last(looks: int, tmp_path: Path):
    stand("wine")
    watch = np.random.default_rng(0).normal(size=(looks, 50))
    watch[0, 0] = np.nan
    ids = [f"<b>{i}\n" for i in range(50)]
    path = tmp_path / "m.svg"
    show.predictions_in_motion(range(looks), ids, watch, ["&"] * 50, path)
    dots = ET.parse(path).getroot().findall(f"{NAME}circle")[1:]  # type: ignore[union-attr]
    assert len(dots) == 40  # as many as can be told apart
    ways = [dot[0].attrib["values"].split(";") for dot in dots]
    times = [float(t) for t in dots[0][0].attrib["keyTimes"].split(";")]
    assert len(times) == len(ways[0]) <= 61 and times == sorted(times)
    assert (times[0], times[-1]) == (0, 1)
    for at, place in ((0, 0), (-1, -1)):
        shown = np.array([float(way[at]) for way in ways])[1:]
        assert np.corrcoef(shown, watch[place, 1:40])[0, 1] > 0.9999
