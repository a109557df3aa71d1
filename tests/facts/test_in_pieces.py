"""A table in each of several folders to train on: `pytest tests/facts/test_in_pieces.py`."""

from pathlib import Path

import pytest

from scaffolder.facts import read
from tests.facts.test_boxes import draw
from tests.facts.test_places import carried_out, refused, sound


def clinic(home: Path, letter: str, header: str, count: int) -> None:
    lines = [header] * bool(header)
    for i in range(count):
        sound(home / f"{letter}{i:03d}.wav")
        lines.append(f"{letter}{i:03d},{('cough', 'wheeze')[i % 2]}")
    (home / "ANSWERS.csv").write_text("\n".join(lines) + "\n")


@pytest.mark.parametrize("header", ["", "record,label"])
def test_no_folder_of_the_training_is_left_out_unsaid(header: str, tmp_path: Path):
    for part, letter in (("train-x", "x"), ("train-y", "y"), ("train-z", "z")):
        clinic(tmp_path / part, letter, header, 14)
    clinic(tmp_path / "val", "v", header, 8)
    told = refused(tmp_path)
    assert "in each of 3 folders" in told and "train-y/ANSWERS.csv" in told
    carried_out(told)
    facts = read(tmp_path / "together_train.csv", target="label")
    assert facts.counts == {"train": 42, "validation": 8}
    assert facts.classes == {"cough": 21, "wheeze": 21}


def test_one_folder_of_each_part_needs_no_joining(tmp_path: Path):
    for part, letter in (("train", "t"), ("val", "v")):
        for i in range(16):
            draw(
                tmp_path / part / f"{letter}{i:03d}.jpg",
                100 * ord(letter) + i,
                (16, 12),
            )
        rows = "".join(f"{letter}{i:03d}.jpg,{'ab'[i % 2]}\n" for i in range(16))
        (tmp_path / part / "list.csv").write_text("file,label\n" + rows)
    assert read(tmp_path).counts == {"train": 16, "validation": 16}
