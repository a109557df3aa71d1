"""Outlines and classes without a name in YOLO's text files: `pytest tests/facts/test_yolo_outlines.py`."""

from pathlib import Path

import pytest

from scaffolder.facts import read
from tests.facts.test_boxes import draw, said
from tests.facts.test_places import carried_out, refused

BOX = "1 0.5 0.5 0.2 0.2"
SHAPE = "0 0.1 0.1 0.4 0.1 0.4 0.5 0.1 0.5 0.2 0.3"
LAYOUTS = {
    "part/images": "{part}/{what}/{name}",
    "images/part": "{what}/{part}/{name}",
}


def written(home: Path, layout: str, lines: list[str]) -> None:
    way = LAYOUTS[layout]
    for part, numbers in (("train", range(14)), ("val", range(14, 20))):
        for i in numbers:
            name = f"{part}{i}"
            draw(home / way.format(part=part, what="images", name=f"{name}.jpg"), i)
            text = home / way.format(part=part, what="labels", name=f"{name}.txt")
            text.parent.mkdir(parents=True, exist_ok=True)
            text.write_text("\n".join(lines) + "\n")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_outlines_are_said_and_become_masks(layout: str, tmp_path: Path):
    written(tmp_path / "walls", layout, [SHAPE, BOX])
    told = said(read(tmp_path / "walls"))
    assert "14 of 28 boxes are outlines" in told
    carried_out(told)
    facts = read(tmp_path / "walls_masks")
    assert facts.kind.value == "image-segmentation"
    assert facts.counts == {"train": 14, "validation": 6}
    assert "3 classes of pixels" in said(facts) and "not read" not in said(facts)


def test_boxes_alone_are_no_outlines(tmp_path: Path):
    written(tmp_path / "walls", "part/images", [BOX, f"{BOX} 0.9"])
    assert "outlines" not in said(read(tmp_path / "walls"))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_class_that_no_file_names_is_refused(layout: str, tmp_path: Path):
    written(tmp_path, layout, [BOX, BOX.replace("1", "3", 1)])
    (tmp_path / "data.yaml").write_text("names: [wall, door]\n")
    told = refused(tmp_path)
    assert "20 boxes of class 3" in told and "0 wall, 1 door" in told
    assert "count from 1" in told
    carried_out(told, r" \(each")
    facts = read(tmp_path)
    assert "1 class of boxes: door 14" in said(facts)
    assert "1 class that the list of names has, but no box (wall)" in said(facts)
    assert len(list(tmp_path.rglob("*.txt.before"))) == 20
