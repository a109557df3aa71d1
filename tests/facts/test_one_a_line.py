"""Texts of a box a line among other columns: `pytest tests/facts/test_one_a_line.py`."""

from pathlib import Path

from scaffolder.facts import read
from tests.facts.test_boxes import draw, said
from tests.facts.test_places import carried_out, refused

IN_SPACE = "1.5 1.6 3.9 2.1 1.7 14.2 -1.5"


def pairs(home: Path, count: int, lines: list[str], texts: str = "labels") -> None:
    for i in range(count):
        draw(home / "images" / f"{home.name}{i}.png", i + 100 * len(home.name))
        file = home / texts / f"{home.name}{i}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(lines[: i + 1] if i else lines[:1]) + "\n")


def test_boxes_with_a_score_of_each_part_become_tables(tmp_path: Path):
    lines = ["3, 2, 40, 5, 0, 0, 0, 0", "10,20,30,15,1,7,0,2", "40,5,12,20,1,3,1,0,"]
    pairs(tmp_path / "town-train", 14, lines, "annotations")
    pairs(tmp_path / "town-val", 11, lines, "annotations")
    told = refused(tmp_path)
    assert "score 0" in told and "width" in told
    carried_out(told)
    facts = read(tmp_path / "boxes_train.csv")
    assert facts.counts == {"train": 14, "validation": 11}
    assert dict(facts.settings["classes"].value) == {"3": "3", "7": "7"}
    assert "1 picture without any" in said(facts)
    rows = (tmp_path / "boxes_train.csv").read_text()
    assert "images/town-train2.png,10,20,40,35,7" in rows


def test_types_before_boxes_become_classes(tmp_path: Path):
    lines = [
        f"Tram 0.00 0 -1.58 10.5 20 40 35.5 {IN_SPACE}",
        f"Van 0.10 2 1.2 5 6 20 30 {IN_SPACE}",
        f"DontCare -1 -1 -10 50 10 60 20 {' '.join(['-1'] * 7)}",
    ]
    pairs(tmp_path / "street", 14, lines, "label_2")
    pairs(tmp_path / "street", 14, ["P0: 7.2e+02 0 6.1"], "calib")
    carried_out(refused(tmp_path / "street"))
    facts = read(tmp_path / "street/boxes.csv")
    assert dict(facts.settings["classes"].value) == {"Tram": "Tram", "Van": "Van"}
    assert "10.5,20.0,40.0,35.5,Tram" in (tmp_path / "street/boxes.csv").read_text()


def test_flags_and_corners_without_a_class_are_no_such_boxes(tmp_path: Path):
    pairs(tmp_path / "flags", 20, ["1,0,1,1,0,1,0,1"])
    pairs(tmp_path / "corners", 20, ["8,2,14,7,8,13,2,7", "9,2,15,7,9,13,3,7"])
    for name in ("flags", "corners"):
        assert "a box a line" not in refused(tmp_path / name)
