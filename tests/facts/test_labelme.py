"""Boxes as labelme writes them: `pytest tests/facts/test_labelme.py`."""

import json
from pathlib import Path

import pytest

from scaffolder.facts import read
from tests.facts.test_boxes import draw
from tests.facts.test_mask_parts import said
from tests.facts.test_places import carried_out, refused


def shape(kind: str, label: str, points: list[list[float]]) -> dict[str, object]:
    return {"label": label, "points": points, "shape_type": kind, "flags": {}}


def marked(home: Path, below: str, number: int) -> None:
    """A rectangle from its lower right, an outline, and a circle of 4 around 30, 20."""
    draw(home / f"shelf_{number:02d}.jpg", number, (48, 32))
    shapes = [
        shape("rectangle", "cup", [[14.5, 15.0], [4.0, 5.5]]),
        shape("polygon", "plate ", [[20, 3], [26, 5], [24, 9], [19, 8]]),
        shape("circle", "cup", [[30, 20], [30, 24]]),
        shape("line", "edge", [[0, 1], [40, 1]]),
    ]
    stored = {
        "version": "4.5.6",
        "flags": {},
        "shapes": shapes if number % 4 else [],
        "imagePath": rf"..\raw\shelf_{number:02d}.jpg",
        "imageData": "x" * 9000,
    }
    file = home / below / f"shelf_{number:02d}.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(stored, indent=2))


@pytest.mark.parametrize("below", ["", "annotations"])
def test_the_command_writes_the_boxes_around_the_shapes(below: str, tmp_path: Path):
    for i in range(20):
        marked(tmp_path, below, i)
    draw(tmp_path / "shelf_99.jpg", 99, (48, 32))
    (tmp_path / "labels.txt").write_text("cup\nplate\n")
    told = refused(tmp_path)
    assert "is a file of labelme" in told and "20 files" in told
    carried_out(told)
    rows = (tmp_path / "boxes.csv").read_text().splitlines()
    first = [row for row in rows if row.startswith("shelf_01.jpg")]
    assert first == [
        "shelf_01.jpg,4.0,5.5,14.5,15.0,cup",
        "shelf_01.jpg,19,3,26,9,plate",
        "shelf_01.jpg,26.0,16.0,34.0,24.0,cup",
    ]
    facts = read(tmp_path / "boxes.csv")
    assert facts.counts == {"train": 20}
    assert said(facts, "5 pictures without any, which count as empty")
    assert said(facts, "1 picture without an annotation (shelf_99)")


def test_other_json_beside_pictures_is_not_labelme(tmp_path: Path):
    """What a camera writes beside each picture says nothing of shapes."""
    for i in range(20):
        for n, kind in enumerate(("cup", "plate")):
            draw(tmp_path / kind / f"{2 * i + n}.jpg", i, (12, 12))
            stored = {"version": "1", "exposure": i, "shape": [12, 12]}
            (tmp_path / kind / f"{2 * i + n}.json").write_text(json.dumps(stored))
    assert read(tmp_path).classes == {"cup": 20, "plate": 20}
