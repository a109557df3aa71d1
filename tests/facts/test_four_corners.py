"""Texts of four corners a line become boxes: `pytest tests/facts/test_four_corners.py`."""

from pathlib import Path

from scaffolder.facts import read
from tests.facts.test_boxes import draw
from tests.facts.test_places import carried_out, refused

DIAMOND = ("8", "2", "14", "7.5", "8", "13", "2", "7.5")
HEAD = "imagesource:GoogleEarth\ngsd:0.146\n"


def written(picture: Path, file: Path, lines: list[str], i: int) -> None:
    picture.parent.mkdir(parents=True, exist_ok=True)
    draw(picture, i, (24, 24))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\ufeff" * file.stem.startswith("gt_") + "\n".join(lines) + "\n")


def test_turned_boxes_become_the_upright_ones_around_them(tmp_path: Path):
    for part, count in (("train", 14), ("val", 11)):
        for i in range(count):
            lines = [f"{' '.join(DIAMOND)} {['ship', 'plane'][i % 2]} {i % 2}"] * (
                i > 0
            )
            home = tmp_path / part
            text = home / f"labelTxt/P{i}.txt"
            written(
                home / f"images/P{i}.png", text, [HEAD, *lines], i + 100 * len(part)
            )
    told = refused(tmp_path)
    assert "four corners and a class a line" in told
    carried_out(told)
    facts = read(tmp_path / "boxes_train.csv")
    assert facts.counts == {"train": 14, "validation": 11}
    assert dict(facts.settings["classes"].value) == {"plane": "plane", "ship": "ship"}
    assert any("1 picture without any" in sentence for sentence in facts.sentences)
    table = (tmp_path / "boxes_train.csv").read_text()
    assert "train/images/P1.png,2.0,2.0,14.0,13.0,plane" in table


def test_texts_that_are_read_in_pictures_are_of_one_class(tmp_path: Path):
    for i in range(14):
        lines = [f"8,2,14,7,8,13,2,7,No. {i}, left", f"8,2,14,7,8,13,2,7,20{i}"]
        text = tmp_path / f"gt/gt_img_{i}.txt"
        written(tmp_path / f"pictures/img_{i}.png", text, lines, i)
    carried_out(refused(tmp_path))
    facts = read(tmp_path / "boxes.csv")
    assert dict(facts.settings["classes"].value) == {"text": "text"}


def test_texts_beside_their_pictures_are_no_pictures(tmp_path: Path):
    for i in range(14):
        lines = [f"{' '.join(DIAMOND)} {['ship', 'plane'][i % 2]}"]
        written(tmp_path / f"{i}.png", tmp_path / f"{i}.txt", lines, i)
    carried_out(refused(tmp_path))
    assert read(tmp_path / "boxes.csv").counts == {"train": 14}


def test_corners_as_shares_behind_the_number_of_a_class_are_yolos(tmp_path: Path):
    shares = "0 0.3 0.1 0.6 0.3 0.3 0.5 0.1 0.3"
    for i in range(14):
        text = tmp_path / f"set/labels/{i}.txt"
        written(tmp_path / f"set/images/{i}.png", text, [shares], i)
    assert read(tmp_path / "set").format == "YOLO text files"
