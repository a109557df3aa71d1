"""Groups that names and columns make evident: `pytest tests/facts/test_evident_groups.py`."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from scaffolder import new
from scaffolder.errors import AnswerError
from scaffolder.facts import read
from scaffolder.facts.splits.evident_groups import adopted, find, of_names
from scaffolder.facts.splits.name_beginnings import Named, pattern
from scaffolder.say import Say, proposals
from tests.facts.test_places import picture

RANDOM = np.random.default_rng(0)


def designed(data: Path, **flags):
    return new.design({"name": "x", "data": str(data), **flags}, Say(quiet=True), True)


def voices(folder: Path, sentences: tuple[str, ...]) -> Path:
    """03a01Wa.wav: speaker, sentence, emotion."""
    for label in "WFN":
        for speaker in range(3, 13):
            for sentence in sentences:
                path = folder / label / f"{speaker:02d}{sentence}{label}a.wav"
                path.parent.mkdir(parents=True, exist_ok=True)
                soundfile.write(path, RANDOM.normal(0, 0.1, 800), 8000)
    return folder


def test_the_one_field_that_stands_in_all_classes_is_the_group(tmp_path: Path):
    answers = designed(voices(tmp_path / "v", ("a01", "a02", "b01"))).answers
    assert (answers.split, answers.split_column) == ("group", r"^\d+")


def test_facts_propose_the_split_that_new_takes(tmp_path: Path):
    facts = read(voices(tmp_path / "v", ("a01", "a02", "b01")))
    assert facts.split.value == "chance"
    proposed = {row[0]: row[1] for row in proposals(adopted(facts))}
    answers = designed(tmp_path / "v").answers
    assert proposed["split"] == answers.split
    assert proposed["split_column"] == answers.split_column


def test_a_column_of_groups_is_counted_whole_and_ids_predict_nothing(tmp_path: Path):
    rows = []
    for i in range(60):
        picture(tmp_path / f"{i:03d}.png")
        rows.append(f"{i:03d}.png,{'ab'[i // 12 % 2]},{i % 12},{i % 7 + 0.5}")
    (tmp_path / "t.csv").write_text("\n".join(["path,label,site_id,depth", *rows]))
    facts = adopted(read(tmp_path / "t.csv"))
    assert facts.split_column.reason.endswith("and 8 more")
    assert "table of them alone may" in " ".join(facts.sentences)
    rows = [row.rpartition(",")[0] for row in rows]
    (tmp_path / "t.csv").write_text("\n".join(["path,label,site_id", *rows]))
    told = " ".join(read(tmp_path / "t.csv").sentences)
    assert "aside" in told and "alone may" not in told


def test_two_fields_that_may_be_the_group_are_a_question(tmp_path: Path):
    data = voices(tmp_path / "v", ("a01", "a02", "a04", "b05", "b07"))
    with pytest.raises(AnswerError, match="--split is missing.*only you know") as found:
        designed(data)
    assert "'^\\d+'" in str(found.value) and "--split chance" in str(found.value)
    assert designed(data, split="chance").answers.split == "chance"
    chosen = designed(data, split="group", split_column=r"^\d+[^\W\d_]+(\d+)")
    assert chosen.answers.split == "group"
    assert any("--split group" in sentence for sentence in read(data).sentences)


def test_a_column_of_donors_beside_pictures_is_the_group(tmp_path: Path):
    lines = ["image,donor,kind"]
    for i in range(60):
        pixels = RANDOM.integers(0, 255, (16, 16), dtype=np.uint8)
        Image.fromarray(pixels).save(tmp_path / f"{i:03d}.png")
        lines.append(f"{i:03d}.png,d{i // 4:02d},{'ab'[i % 2]}")
    (tmp_path / "t.csv").write_text("\n".join(lines) + "\n")
    answers = designed(tmp_path / "t.csv").answers
    assert (answers.split, answers.split_column) == ("group", "donor")


NO_GROUPS = {
    "a label and a counter": [
        (c, f"{c}_{i:03d}") for c in ("cat", "dog") for i in range(50)
    ],
    "counters": [(c, f"{i:03d}") for c in ("cat", "dog") for i in range(50)],
    "one counter for all": [("ab"[i % 2], f"IMG_{1000 + i}") for i in range(100)],
    "a group for each class": [("abcdef"[i % 6], f"s{i % 6}_{i}") for i in range(120)],
}


@pytest.mark.parametrize("names", NO_GROUPS.values(), ids=NO_GROUPS)
def test_names_that_count_files_or_name_the_class_are_no_groups(names: list):
    assert not list(of_names(names))


def pictures(folder: Path, names: list[tuple[str, str]]) -> Path:
    for label, stem in names:
        path = folder / label / f"{stem}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        pixels = RANDOM.integers(0, 255, (8, 8), dtype=np.uint8)
        Image.fromarray(pixels).save(path)
    return folder


PERSONS = [("ill", f"person{i // 3}_virus_{i}") for i in range(60)]
PERSONS += [("well", f"IM-{i // 2:04d}-{i % 2:04d}") for i in range(40)]
PERSONS += [("well", f"IM2-IM-{i // 2:04d}-{i % 2:04d}") for i in range(40)]
COPIES = [
    (c, f"leaf_{i:03d}{how}")
    for c in ("rust", "scab")
    for i in range(20)
    for how in ("", "_rot90", "_flip")
]


@pytest.mark.parametrize(
    ("names", "found"),
    [(PERSONS, r"^(?:IM\d+-IM-\d+|person\d+|IM-\d+)"), (COPIES, r"^leaf_\d+")],
)
def test_beginnings_that_several_pictures_share_are_the_group(
    names: list, found: str, tmp_path: Path
):
    answers = designed(pictures(tmp_path / "d", names)).answers
    assert (answers.split, answers.split_column) == ("group", found)


NO_BEGINNINGS = {
    "breeds": [(f"b{i % 9}", f"breed_{i % 9}_{i}") for i in range(180)],
    "a number of the class": [(f"n{i % 9}", f"n{i % 9}_{i}") for i in range(180)],
    "views of each fruit": [("ab"[i % 2], f"r_{i // 2}_100") for i in range(120)],
    "dates": [("ab"[i % 2], f"IMG_202001{10 + i % 9}_{i}") for i in range(180)],
    "hashes": [("ab"[i % 2], f"{i * 7919 % 65536:04x}_new{i}") for i in range(120)],
}


@pytest.mark.parametrize("names", NO_BEGINNINGS.values(), ids=NO_BEGINNINGS)
def test_beginnings_that_say_the_class_or_count_are_no_groups(names: list):
    assert not pattern([Named(label, stem, label) for label, stem in names])


def test_a_table_whose_names_begin_alike_asks_for_a_column(tmp_path: Path):
    eyes = [
        ("eyes", f"{i}_{side}") for i in range(10, 60) for side in ("left", "right")
    ]
    rows = [f"{stem};{i // 2 % 3}" for i, (_, stem) in enumerate(eyes)]
    (pictures(tmp_path, eyes) / "t.csv").write_text("\n".join(["image;level", *rows]))
    with pytest.raises(AnswerError, match="--split is missing: names of pictures"):
        designed(tmp_path)
    assert designed(tmp_path, split="chance").answers.split == "chance"
    (told,) = (s for s in read(tmp_path).sentences if "begin alike" in s)
    command = told.partition("write one: ")[2].partition(" and name ")[0]
    assert not os.system(command.replace("python", sys.executable))
    answers = designed(tmp_path / "t_subjects.csv", target="level").answers
    assert (answers.split, answers.split_column) == ("group", "subject")


def test_folds_beside_texts_are_groups(tmp_path: Path):
    words = ["the", "pump", "of", "this", "house", "does", "not", "run", "any", "more"]
    rows = [
        f"{' '.join(words[(i * k) % 10] for k in range(1, 9))} {i},{i % 5},{'xy'[i % 2]}"
        for i in range(100)
    ]
    (tmp_path / "t.csv").write_text("\n".join(["text,fold,label", *rows]))
    facts = read(tmp_path / "t.csv")
    assert facts.reader == "text"
    assert [group.where for group in find(facts)] == ["fold"]
