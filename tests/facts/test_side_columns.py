"""Columns beside files and texts that may group them: `pytest tests/facts/test_side_columns.py`."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffolder import new
from scaffolder.facts import read
from scaffolder.say import Say
from tests.facts.test_places import picture, sound

CHANCE = random.Random(11)
CALLS = [CHANCE.choice(["croak", "hiss", "trill"]) for _ in range(120)]
TURBINES = [f"WT{CHANCE.randrange(1, 9)}" for _ in range(120)]
LAKES = ["Ammer", "Chiem", "Starnberg", "Tegern", "Walchen"]


def designed(data: Path, **flags: str) -> new.Design:
    return new.design({"name": "x", "data": str(data), **flags}, Say(quiet=True), True)


def listed(home: Path, write: Callable[[Path], None], column: str, cells: list) -> Path:
    """clips.csv or so: the file, the column beside it, the call."""
    ending = "wav" if write is sound else "png"
    lines = [f"file,{column},call"]
    for i, (cell, call) in enumerate(zip(cells, CALLS, strict=True)):
        write(home / f"{i:03d}.{ending}")
        lines.append(f"{i:03d}.{ending},{cell},{call}")
    (home / "list.csv").write_text("\n".join(lines) + "\n")
    return home / "list.csv"


@pytest.mark.parametrize("write", [sound, picture])
def test_codes_that_come_again_in_all_classes_are_the_group(tmp_path: Path, write):
    data = listed(tmp_path, write, "turbine", TURBINES)
    design = designed(data)
    assert (design.answers.split, design.answers.split_column) == ("group", "turbine")
    assert "turbine tells it" in " ".join(read(data).sentences)
    reasons = [design.plan.fields[name].reason for name in ("split", "split_column")]
    assert not any("you chose" in reason for reason in reasons)
    chance = designed(data, split="chance").plan.fields
    assert chance["split"].reason == "you chose it"


def test_names_of_places_are_offered_and_not_taken(tmp_path: Path):
    cells = [LAKES[i * 7 % 5] for i in range(120)]
    data = listed(tmp_path, sound, "lake", cells)
    assert designed(data).answers.split == "chance"
    (told,) = (s for s in read(data).sentences if s.startswith("lake has 5 values"))
    assert "--split group --split-column lake" in told
    design = designed(data, split="group", split_column="lake")
    assert design.answers.split_column == "lake"


NO_GROUPS = {
    "a scale": ("severity", [f"S{i % 6}" for i in range(120)]),
    "a finer class": ("breed", [f"{c}{i % 3}" for i, c in enumerate(CALLS)]),
    "a code for each file": ("tag", [f"R{i:03d}" for i in range(120)]),
    "few values": ("side", ["left" if i % 3 else "right" for i in range(120)]),
}


@pytest.mark.parametrize(("column", "cells"), NO_GROUPS.values(), ids=NO_GROUPS)
def test_other_columns_are_no_groups(tmp_path: Path, column: str, cells: list):
    design = designed(listed(tmp_path, sound, column, cells), target="call")
    assert design.answers.split == "chance"


WORDS = ["please", "send", "the", "new", "order", "again", "it", "was", "lost", "late"]
LINES = ["Hello", "Question", "Order!", "Re: order", "Again"]
PERSONS = [f"S{i:02d}" for i in range(9)]


@pytest.mark.parametrize(
    ("cells", "split"),
    [(LINES, "chance"), (PERSONS, "group")],
    ids=["lines", "persons"],
)
def test_a_subject_of_mails_is_no_person(tmp_path: Path, cells: list, split: str):
    lines = ["Subject,Message,Team"]
    for i in range(180):
        text = " ".join(CHANCE.choices(WORDS, k=12))
        lines.append(f"{CHANCE.choice(cells)},{text} {i},{('Sales', 'Depot')[i % 2]}")
    (tmp_path / "mails.csv").write_text("\n".join(lines) + "\n")
    design = designed(tmp_path / "mails.csv")
    assert (design.answers.kind, design.answers.split) == ("text-classification", split)
    assert "you chose" not in design.plan.fields["split"].reason
    offered = "what a text is about" in " ".join(design.facts.sentences)
    assert offered == (split == "chance")
