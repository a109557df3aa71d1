"""What gives the answer away is named with its figure: `pytest tests/test_leaks.py`."""

import random
from pathlib import Path

import pytest

from scaffolder.facts import Facts, read


def written(path: Path, header: str, rows: list[tuple]) -> Path:
    lines = [",".join(map(str, row)) for row in rows]
    path.write_text("\n".join([header, *lines]) + "\n")
    return path


def rides(path: Path, noise: float) -> Facts:
    chance, rows = random.Random(0), []
    for _ in range(300):
        a, b = chance.randint(0, 50), chance.randint(0, 50)
        total = round(a + b + noise * chance.gauss(0, 1), 3)
        rows.append((a, b, round(chance.random(), 3), total))
    path = written(path, "members,guests,wind,total", rows)
    return read(path, target="total", kind="tabular-regression")


def test_columns_that_add_up_to_the_answer_are_named_and_dropped(tmp_path: Path):
    facts = rides(tmp_path / "t.csv", 0)
    assert {p.value for p in facts.drop} == {"members", "guests"}
    said = " ".join(facts.sentences)
    assert "linear combination of members and guests (R2 1.000000)" in said


def test_columns_that_explain_nearly_all_of_an_answer_stay(tmp_path: Path):
    facts = rides(tmp_path / "t.csv", 0.5)
    assert not facts.drop
    assert "linear combination" not in " ".join(facts.sentences)


@pytest.mark.parametrize("kind", ["tabular-regression", "tabular-classification"])
def test_a_column_measured_after_the_outcome_is_named_with_its_figure(
    tmp_path: Path, kind: str
):
    chance, rows = random.Random(0), []
    for _ in range(300):
        days = chance.randint(1, 15)
        invoice = round(days * 410 + chance.gauss(0, 100), 2)
        rows.append((chance.randint(20, 90), invoice, days))
    path = written(tmp_path / "t.csv", "age,invoice,days", rows)
    said = " ".join(read(path, target="days", kind=kind).sentences)
    assert "invoice alone says nearly all of days (rank correlation 0.99" in said
    assert "age alone" not in said


def test_a_number_that_decides_between_names_is_named(tmp_path: Path):
    chance = random.Random(0)
    rows = [
        (f"{chance.random():.4f}", f"{chance.random() + (i % 2):.4f}", "xy"[i % 2])
        for i in range(300)
    ]
    path = written(tmp_path / "t.csv", "age,score,label", rows)
    said = " ".join(read(path).sentences)
    assert "score alone answers 100 %" in said and "age alone" not in said


def test_given_files_that_share_values_of_a_dropped_column_are_named(tmp_path: Path):
    chance = random.Random(0)
    for name, first in (("train", 0), ("test", 150)):
        rows = [
            (f"p{first + i}", f"{chance.random():.4f}", chance.choice("xy"))
            for i in range(200)
        ]
        written(tmp_path / f"{name}.csv", "patient,age,label", rows)
    said = " ".join(read(tmp_path).sentences)
    assert "50 of its values stand in training and in test.csv" in said


@pytest.mark.parametrize("sorted_", [True, False])
def test_a_column_that_names_blocks_of_rows_is_offered_as_a_group(
    tmp_path: Path, sorted_: bool
):
    chance = random.Random(0)
    rows = [
        (f"batch{i // 15}", f"{chance.random():.4f}", chance.choice("xy"))
        for i in range(300)
    ]
    if not sorted_:
        chance.shuffle(rows)
    path = written(tmp_path / "t.csv", "batch,age,label", rows)
    said = " ".join(read(path).sentences)
    assert ("--split group --split-column batch" in said) == sorted_
