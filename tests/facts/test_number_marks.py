"""Numbers among error marks, limits and notes stay numbers: `pytest tests/facts/test_number_marks.py`."""

import random
from pathlib import Path

import pytest

from scaffolder.facts import Facts, read

from ..rendered import Rendered
from .test_places import carried_out

CHANCE = random.Random(0)


def table(path: Path, others: dict[int, str], mark: str = ",") -> Path:
    """Numbers in `height`, each nth row with another cell, and a class."""
    lines = ["height;breadth;verdict"]
    for i in range(240):
        cells = [f"{CHANCE.gauss(9, 2):.2f}".replace(".", mark) for _ in "ab"]
        for every, other in others.items():
            if i % every == every - 1:
                cells[0] = other
        lines.append(";".join([*cells, ["ok", "bad"][CHANCE.random() < 0.5]]))
    path.write_text("\n".join(lines) + "\n", encoding="utf8")
    return path


def words(facts: Facts) -> str:
    return " ".join(facts.sentences)


MARKS = [
    ("#NV", "#WERT!", "#BEZUG!", "#ZAHL!"),
    ("#N/D", "#¡VALOR!", "#¿NOMBRE?", "#¡REF!"),
    ("#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!"),
]


@pytest.mark.parametrize("marks", MARKS)
def test_error_marks_of_any_language_are_missing_numbers(tmp_path: Path, marks):
    path = table(tmp_path / "t.csv", dict(zip((30, 31, 37, 41), marks, strict=True)))
    facts = read(path)
    (height,) = [c for c in facts.columns if c.name == "height"]
    assert height.role == "number" and height.missing >= 20
    assert not facts.settings["categorical"].value
    assert {*facts.settings["missing"].value} == {"", *marks}


def test_a_column_too_narrow_and_a_stray_ca_are_counted_as_gaps(tmp_path: Path):
    path = table(tmp_path / "t.csv", {40: "#####", 150: "ca. 7,5"})
    facts = read(path)
    assert "height holds numbers, but also '#####' (6 cells), 'ca. 7,5'" in words(facts)
    made = Rendered(tmp_path, "tabular-classification", data=str(path))
    assert made.config().categorical == ()
    assert made.inputs() is not None


def test_names_with_a_number_behind_are_names_beside_bare_numbers(tmp_path: Path):
    path = table(tmp_path / "t.csv", {7: "ca. 7,5"})
    assert read(path).settings["categorical"].value == ("height",)


def test_marks_behind_beside_limits_and_blanks_come_with_a_command(tmp_path):
    path = table(tmp_path / "t.csv", {11: "<0.2", 13: "BDL", 29: "8.4*"}, mark=".")
    facts = read(path)
    assert "height holds numbers, and 8 cells with a mark behind" in words(facts)
    (told,) = [s for s in facts.sentences if "mark behind" in s]
    carried_out(told)
    again = read(tmp_path / "t_plain.csv")
    assert again.settings["categorical"].value == ()
    assert "'<0.2'" in words(again) and "'BDL'" in words(again)


def test_words_beside_marked_numbers_stay_a_category(tmp_path: Path):
    path = table(tmp_path / "t.csv", {5: "8.4*", 3: "tall"}, mark=".")
    facts = read(path)
    assert "mark behind" not in words(facts)
