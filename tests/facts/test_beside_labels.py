"""Flags of pictures, and what may be the answer in their place: `pytest tests/facts/test_beside_labels.py`."""

from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read
from tests.facts.test_images import noise


def flagged(folder: Path, name: str, last: str = "", rows: int = 40) -> None:
    """A picture a row, three flags and a number between, which `last` names."""
    lines = [f"id,eyes,face{f',{last}' * bool(last)},blur"]
    (folder / name).mkdir(parents=True)
    for i in range(rows):
        noise(f"{name} {i}").save(folder / name / f"{name}p{i}.png")
        number = f",{i * i % 97}" * bool(last)
        lines.append(f"{name}p{i},{i % 2},{i // 2 % 2}{number},{i // 4 % 2}")
    (folder / f"{name}.csv").write_text("\n".join(lines) + "\n")


def test_the_column_that_the_test_file_lacks_goes_before_flags(tmp_path: Path):
    flagged(tmp_path, "train", "appeal")
    flagged(tmp_path, "test", rows=8)
    facts = read(tmp_path)
    assert (facts.kind.value, facts.target.value) == ("image-regression", "appeal")


def test_flags_beside_a_measured_number_are_a_question(tmp_path: Path):
    flagged(tmp_path, "train", "appeal")
    with pytest.raises(DataError, match="multilabel.*appeal is a number.*--target"):
        read(tmp_path)
    assert read(tmp_path, target="appeal").number
    assert read(tmp_path, kind="image-regression").target.value == "appeal"
    assert read(tmp_path, kind="image-multilabel").target.value == "eyes|face|blur"


@pytest.mark.parametrize("known", ["age", "image_width", "Follow-up #"])
def test_numbers_that_are_known_beforehand_leave_flags_the_labels(
    known: str, tmp_path: Path
):
    flagged(tmp_path, "train", known)
    assert read(tmp_path).target.value == "eyes|face|blur"


def test_a_number_that_the_test_file_gives_is_not_asked_for(tmp_path: Path):
    flagged(tmp_path, "train", "appeal")
    flagged(tmp_path, "test", "appeal", rows=12)
    assert read(tmp_path).target.value == "eyes|face|blur"


def test_no_guess_by_place_of_what_is_known_of_people(tmp_path: Path):
    rows = ["id,age,male"]
    for i in range(40):
        noise(i).save(tmp_path / f"face{i}.png")
        rows.append(f"face{i},{i * i % 37},{i % 2}")
    (tmp_path / "people.csv").write_text("\n".join(rows) + "\n")
    with pytest.raises(DataError, match="which is the answer of: age, male"):
        read(tmp_path)
