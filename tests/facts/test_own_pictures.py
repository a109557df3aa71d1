"""Tables whose rows name several pictures: `pytest tests/facts/test_own_pictures.py`."""

from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read
from scaffolder.facts.splits.evident_groups import adopted
from tests.facts.test_images import noise


def eyes(folder: Path) -> Path:
    """A row for an eye: both eyes of its patient, flags of the patient, a label of the eye."""
    lines = ["ID,Patient Age,left,right,A,B,C,path,labels,file"]
    for i in range(30):
        for side in ("left", "right"):
            if (i, side) == (3, "left"):
                continue
            file = f"p{i:02}_{side}.png"
            noise(f"{i} {side}").save(folder / file)
            flags = f"{i % 2},{i // 2 % 2},{i // 4 % 2}"
            lines.append(
                f"{i},{30 + i % 20},p{i:02}_left.png,p{i:02}_right.png,{flags},"
                f"../far/{file},{'ab'[i % 2]},{file}"
            )
    table = folder / "eyes.csv"
    table.write_text("\n".join(lines) + "\n")
    return table


def test_a_row_is_about_the_file_that_no_other_row_names(tmp_path: Path):
    facts = adopted(read(eyes(tmp_path), target="labels"))
    assert facts.counts == {"train": 59}
    assert facts.settings["columns"].value == ("file", "labels")
    assert any("'file'" in s and "left, right" in s for s in facts.sentences)
    assert (facts.split.value, facts.split_column.value) == ("group", "ID")


def test_flags_beside_a_column_called_labels_are_a_question(tmp_path: Path):
    with pytest.raises(DataError, match="--task image-multilabel.*--target"):
        read(eyes(tmp_path))
    assert read(tmp_path, kind="image-multilabel").target.value == "A|B|C"


def test_two_views_that_no_other_row_names_stay_views(tmp_path: Path):
    lines = ["front,back,label"]
    for i in range(20):
        for side in ("front", "back"):
            noise(f"{i} {side}").save(tmp_path / f"q{i:04}{side}.png")
        lines.append(f"q{i:04}front.png,q{i:04}back.png,{'ab'[i % 2]}")
    (tmp_path / "t.csv").write_text("\n".join(lines) + "\n")
    columns = read(tmp_path / "t.csv").settings["columns"].value
    assert columns == ("front", "back", "label")
