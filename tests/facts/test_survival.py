"""Durations that the end of a study cut off: `pytest tests/facts/test_survival.py`."""

import random
from pathlib import Path

import polars as pl
import pytest

from scaffolder.facts import read
from tests.facts.test_places import carried_out

FOLLOWED = [
    ("time", "status", "1", "2"),
    ("survival_months", "vital_status", "Alive", "Dead"),
    ("Days Followed", "censored", "1", "0"),
    ("futime", "fustat", "0", "1"),
    ("rfstime", "status", "0", "1"),
    ("follow-up", "death event", "0", "1"),
]


def followed(path: Path, duration: str, event: str, no: str, yes: str) -> Path:
    chance = random.Random(0)
    lines = [
        f"{chance.randint(30, 90)},{i * 37 % 500 + 1},{chance.choice([no, yes])}"
        for i in range(200)
    ]
    path.write_text(f"age,{duration},{event}\n" + "\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize(("duration", "event", "no", "yes"), FOLLOWED)
def test_censored_times_are_said_and_the_way_to_classes_works(
    tmp_path: Path, duration: str, event: str, no: str, yes: str
):
    path = followed(tmp_path / "t.csv", duration, event, no, yes)
    facts = read(path)
    assert facts.target.value == "" and "censored" in facts.target.reason
    carried_out(facts.target.reason.partition("rows that tell: ")[2])
    frame = pl.read_csv(path).cast({event: pl.String})
    came = frame.filter((pl.col(event) == yes) & (pl.col(duration) <= 250))
    made = pl.read_csv(next(tmp_path.glob("t_within_*.csv")))
    assert made.columns == ["age", "within_250"]
    assert made["within_250"].sum() == len(came)
    assert len(made) == len(came) + len(frame.filter(pl.col(duration) > 250))


def test_of_a_named_target_the_other_is_left_out(tmp_path: Path):
    path = followed(tmp_path / "t.csv", "time", "status", "1", "2")
    for target, other in (("time", "status"), ("status", "time")):
        facts = read(path, target=target)
        assert [proposal.value for proposal in facts.drop] == [other]
        assert any("censored" in sentence for sentence in facts.sentences)
    assert not read(path, target="age", kind="tabular-regression").drop


@pytest.mark.parametrize("name", ["duration", "years"])
def test_a_duration_that_is_known_before_is_an_input(tmp_path: Path, name: str):
    path = followed(tmp_path / "t.csv", name, "status", "0", "1")
    facts = read(path, target="status")
    assert not facts.drop and "censored" not in " ".join(facts.sentences)
