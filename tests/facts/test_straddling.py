"""Who is on both sides of a split by time: `pytest tests/facts/test_straddling.py`."""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from scaffolder import new
from scaffolder.facts import read
from scaffolder.say import Say


def visits(path: Path, whose: str, of: list[str], newest_first: bool = False) -> Path:
    """One visit a day: whose it is, a number, and whether they came back."""
    chance = random.Random(3)
    lines = [
        f"{date(2021, 1, 4) + timedelta(days=day)},{name},{chance.random():.4f},"
        f"{chance.choice(['gone', 'back'])}"
        for day, name in enumerate(of)
    ]
    header = f"seen_on,{whose},dose,outcome"
    path.write_text("\n".join([header, *lines[:: -1 if newest_first else 1]]) + "\n")
    return path


def told(path: Path) -> list[str]:
    facts = read(path)
    assert facts.split.value == "time"
    return [s for s in facts.sentences if "both sides of the split by time" in s]


PUPILS = [str(31_400 + 7 * random.Random(day).randrange(130)) for day in range(300)]


@pytest.mark.parametrize("whose", ["client_no", "animal", "KundenNr"])
@pytest.mark.parametrize("newest_first", [False, True])
def test_whoever_comes_again_later_is_said(tmp_path: Path, whose: str, newest_first):
    data = visits(tmp_path / "v.csv", whose, PUPILS, newest_first)
    again = sum(one in PUPILS[:210] for one in PUPILS[255:])
    assert again < 43  # of 45, so that a share is counted
    (sentence,) = told(data)
    assert f"{whose} is on" in sentence and f"{100 * again / 45:.0f} %" in sentence
    assert f"--split group --split-column {whose}" in sentence
    flags = {"split": "group", "split_column": whose}
    design = new.design(
        {"name": "x", "data": str(data), **flags}, Say(quiet=True), True
    )
    assert design.answers.split_column == whose


def test_who_comes_once_or_never_again_is_not_said(tmp_path: Path):
    once = [str(50_000 + day) for day in range(300)]
    assert not told(visits(tmp_path / "once.csv", "client_no", once))
    in_a_row = [str(50_000 + day // 3) for day in range(300)]
    assert not told(visits(tmp_path / "row.csv", "client_no", in_a_row))


def test_a_measure_that_repeats_is_nobody(tmp_path: Path):
    weights = [str(1000 + int(name) % 97) for name in PUPILS]
    assert not told(visits(tmp_path / "w.csv", "mean_weight", weights))
