"""Tables as offices and laboratories publish them: `pytest tests/facts/test_open_data.py`.

A remedy that a message names is carried out here.
"""

import random
from pathlib import Path

import pytest

from scaffolder.facts import read
from tests.facts.test_layouts import refused
from tests.facts.test_places import carried_out
from tests.facts.test_table_habits import dropped, numbers, table
from tests.facts.test_texts import said, sentence

ROWS = 120


def place(i: int, form: str) -> str:
    dice = random.Random(i)
    return form.format(52 + dice.random(), 13 + dice.random())


@pytest.mark.parametrize("form", ['"({}, {})"', "POINT ({} {})", "{} {}"])
@pytest.mark.parametrize("name", ["Result", "bark"])
def test_places_at_the_end_of_a_row_are_no_classes(
    form: str, name: str, tmp_path: Path
):
    rows = [
        ",".join([*numbers(i, 2), ["firm", "loose", "rotten"][i % 3], place(i // 3, form)])
        for i in range(ROWS)
    ]
    facts = read(table(tmp_path / "t.csv", f"girth,height,{name},Where", rows))
    assert facts.target.value == ("Result" if name == "Result" else "")
    why = [drop.reason for drop in facts.drop if drop.value == "Where"]
    assert "two numbers in a cell" in why[0]


def test_few_settings_of_two_numbers_stay_names(tmp_path: Path):
    rows = [f"{','.join(numbers(i, 2))},0.25{i % 3} 0.500" for i in range(ROWS)]
    facts = read(table(tmp_path / "t.csv", "girth,height,setting", rows))
    assert facts.target.value == "setting" and len(facts.classes) == 3


@pytest.mark.parametrize(("each", "found"), [(3, ""), (6, "owner")])
def test_names_of_few_rows_each_are_no_answer_by_their_place(
    each: int, found: str, tmp_path: Path
):
    rows = [
        f"{','.join(numbers(i, 2))},{'xy'[i % 2]},owner {i // each}"
        for i in range(30 * each)
    ]
    facts = read(table(tmp_path / "t.csv", "girth,height,bark,owner", rows))
    assert facts.target.value == found
    if not found:
        assert "30 different values in 90 rows" in facts.target.reason
        assert "bark" in facts.target.reason
