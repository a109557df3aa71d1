"""Answers that are written like a missing value: `pytest tests/facts/test_class_named_na.py`.

Facts and the project count the same rows, and the word is said.
"""

import json
import random
from pathlib import Path

import pytest

from scaffolder.facts import read

from ..rendered import Rendered

CHANCE = random.Random(0)
WORDS = ["boat", "rope", "sail", "wind", "tide", "moon", "sand", "gull", "wave"]
KIND = "text-classification"


def rows(answers: list[str], count: int = 120) -> list[tuple[str, str]]:
    return [
        (" ".join(CHANCE.choices(WORDS, k=9)), answers[i % len(answers)])
        for i in range(count)
    ]


def lines(path: Path, answers: list[str]) -> Path:
    if path.suffix == ".jsonl":
        found = [json.dumps({"text": t, "tongue": a}) for t, a in rows(answers)]
    else:
        found = ["text,tongue", *(f"{t},{a}" for t, a in rows(answers))]
    path.write_text("\n".join(found) + "\n")
    return path


def answers_of(path: Path, folder: Path, **given) -> list[str]:
    splits = Rendered(folder, KIND, data=str(path), target="tongue", **given).load()
    every = [*splits.train, *splits.validation, *splits.test]
    return [example.answer for example in every]


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("t.csv", ["cym", "eng", "gla"]),
        ("t.csv", ["1", "2", "3"]),
        ("t.jsonl", ["cym", "eng", "gla"]),
    ],
)
def test_a_class_called_nan_among_texts_is_said_and_can_be_kept(tmp_path, name, others):
    path = lines(tmp_path / name, [*others, "nan"])
    facts = read(path, kind=KIND, target="tongue")
    assert facts.classes == dict.fromkeys(others, 30) and facts.counts == {"train": 90}
    assert [one.value for one in facts.drop] == ["nan"]
    assert (
        "'nan' of tongue is how a missing value is written: 30 rows left out"
        in " ".join(facts.sentences)
    )
    assert sorted({*answers_of(path, tmp_path)}) == others
    assert "--keep nan" in " ".join(facts.sentences)
    assert sorted({*answers_of(path, tmp_path, drop=[])}) == [*others, "nan"]


def test_a_text_without_an_answer_is_left_out_without_a_word_for_it(tmp_path: Path):
    path = lines(tmp_path / "t.csv", ["eng", "cym", "gla", ""])
    facts = read(path)
    assert not facts.drop and facts.counts == {"train": 90}
    assert len(answers_of(path, tmp_path)) == 90


def test_na_among_numbers_of_classes_is_a_gap_for_facts_and_project(tmp_path: Path):
    path = tmp_path / "t.csv"
    cells = [f"{i % 7}.5,{i % 9}.25,{['0', '1', 'NA', '1'][i % 4]}" for i in range(80)]
    path.write_text("\n".join(["a,b,label", *cells]) + "\n")
    assert read(path).classes == {"1": 40, "0": 20}
    splits = Rendered(tmp_path, "tabular-classification", data=str(path)).load()
    every = [*splits.train, *splits.validation, *splits.test]
    assert len(every) == 60 and {e.answer for e in every} == {"0", "1"}
