"""Whatever a project does not train on is listed with its reason: `pytest tests/test_left_out.py`."""

from pathlib import Path

from nn_recipe.left_out import note


def test_each_example_is_listed_and_the_reasons_are_counted(tmp_path: Path):
    left_out = {
        "train.csv:2": "a copy of test.csv:7",
        "train.csv:5": "a copy of test.csv:9",
        "train.csv:8": "no value in class",
    }
    said = note(left_out, tmp_path / "runs")
    assert "a copy of test.csv (2); no value in class (1)" in said
    lines = (tmp_path / "runs" / "data" / "left_out.csv").read_text().splitlines()
    assert lines[0] == "id,reason" and "train.csv:8,no value in class" in lines


def test_nothing_left_out_says_nothing_and_forgets_the_list_of_yesterday(
    tmp_path: Path,
):
    note({"a:1": "unreadable"}, tmp_path / "runs")
    assert note({}, tmp_path / "runs") == ""
    listed = (tmp_path / "runs" / "data" / "left_out.csv").read_text()
    assert listed.splitlines() == ["id,reason"]
