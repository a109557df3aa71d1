"""Files beside long recordings that cut them: `pytest tests/facts/test_sound_pieces.py`."""

from pathlib import Path

import numpy as np
import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read
from tests.facts.test_audio import folders, noise, run, said, write

RAVEN = "Selection\tView\tChannel\tBegin Time (s)\tEnd Time (s)\tLow Freq (Hz)\tSpecies"
SITES = [f"S{i % 4}_2021050{i + 1}_210000" for i in range(8)]


def annotated(top: Path, names: list[str], form: str, header: str, place: str) -> Path:
    """Four pieces of a tenth of a second in each recording, a and b in turn."""
    for name in names:
        write(top / "long" / f"{name}.wav", noise(len(name), 0.8))
        lines = [header] * bool(header) + [
            form.format(k + 1, 0.2 * k, 0.2 * k + 0.1, "ab"[k % 2]) for k in range(4)
        ]
        file = top / place.format(name)
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join(lines) + "\n")
    return top


FORMS = [
    ("{}\tView 1\t1\t{}\t{}\t200.0\t{}", RAVEN, "sel/{}.Table.1.selections.txt"),
    ("{1}\t{2}\t{3}", "", "long/{}.txt"),
    ("{1},{2},{3}", "onset,offset,event_label", "long/{}.csv"),
    ('{1};{2};"{3}"', "Start;End;Call", "labels/{}_labels.csv"),
]


@pytest.mark.parametrize(("form", "header", "place"), FORMS)
def test_recordings_with_times_are_cut(tmp_path, monkeypatch, form, header, place):
    annotated(tmp_path, SITES, form, header, place)
    with pytest.raises(DataError, match="in 8 of 8 recordings: a 16, b 16") as told:
        read(tmp_path)
    run(told.value, monkeypatch)
    facts = read(tmp_path / "clips.csv", target="label")
    assert facts.classes == {"a": 16, "b": 16}
    assert "Every clip is 0.10 s long" in said(facts)
    assert facts.split_column.value == "session" and "S0 8" in said(facts)


@pytest.mark.parametrize("named", ["long", "sel"])
def test_either_folder_may_be_named(tmp_path, named):
    annotated(tmp_path, SITES, *FORMS[0])
    with pytest.raises(DataError, match="cut them.*clips.csv"):
        read(tmp_path / named)


def test_a_label_that_the_folder_says_is_no_piece(tmp_path):
    for file in folders(tmp_path).rglob("*.wav"):
        file.with_suffix(".txt").write_text(f"0.0\t0.1\t{file.parent.name}\n")
    assert read(tmp_path).classes == {"cat": 8, "dog": 8}


def test_what_was_said_is_no_label(tmp_path):
    for i, file in enumerate(sorted(folders(tmp_path).rglob("*.wav"))):
        file.with_suffix(".txt").write_text(f"0.0\t0.1\tsentence number {i}\n")
    assert read(tmp_path).classes == {"cat": 8, "dog": 8}


def test_a_table_of_all_recordings_may_count_time_through_them(tmp_path, monkeypatch):
    header = "Begin Time (s)\tEnd Time (s)\tBegin File\tFile Offset (s)\tSpecies"
    lines = [header]
    for i in range(6):
        levels = np.repeat([0.1, 0.2, 0.3, 0.4], 800) * np.sign(noise(i, 0.4))
        write(tmp_path / f"r{i}.wav", levels)
        lines += [
            f"{0.4 * i + k / 10:.1f}\t{0.4 * i + k / 10 + 0.1:.1f}\tr{i}.wav\t{k / 10}\t{'ab'[k % 2]}"
            for k in range(4)
        ]
    (tmp_path / "all.tsv").write_text("\n".join(lines) + "\n")
    with pytest.raises(DataError, match="24 rows and 6 recordings") as told:
        read(tmp_path)
    run(told.value, monkeypatch)
    facts = read(tmp_path / "clips.csv", target="label")
    assert facts.classes == {"a": 12, "b": 12}
    assert "Every clip is 0.10 s long" in said(facts)


def of_patients(top: Path, table: str, pieces: bool) -> Path:
    """Two sounds of each of twelve people, whose number begins the names."""
    header, _, form = table.rpartition("\n")
    lines = [header] * bool(header)
    for i in range(12):
        lines.append(form.format(201 + i, ["ill", "well", "cold"][i % 3], 30 + i))
        for place in ("Al", "Pr"):
            file = write(top / "rec" / f"{201 + i}_b{i % 5}_{place}.wav", noise(i, 0.4))
            if pieces:
                file.with_suffix(".txt").write_text("0.0\t0.1\t0\t1\n0.2\t0.3\t1\t1\n")
    (top / "people.csv").write_text("\n".join(lines) + "\n")
    return top


TABLES = ["{0},{1}", "person;state;age\n{0};{1};{2}", "{2} {0} {1}"]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("named", ["", "rec"])
def test_a_table_of_a_field_of_the_names_is_told(tmp_path, monkeypatch, table, named):
    of_patients(tmp_path, table, pieces=False)
    with pytest.raises(DataError, match="people.csv says something of each") as told:
        read(tmp_path / named)
    run(told.value, monkeypatch)
    column = {0: "column_2", 1: "state", 2: "column_3"}[TABLES.index(table)]
    facts = read(tmp_path / "people_of_sounds.csv", target=column)
    assert facts.classes == {"cold": 8, "ill": 8, "well": 8}
    assert facts.split_column.value == "whose_id"


def test_pieces_with_flags_and_people_are_both_told(tmp_path, monkeypatch):
    of_patients(tmp_path, TABLES[0], pieces=True)
    with pytest.raises(DataError, match="people.csv says something of each") as told:
        read(tmp_path)
    assert "begin, end and 0 or 1: 3 4) in 24 of 24" in str(told.value)
    run(told.value, monkeypatch)
    facts = read(tmp_path / "clips.csv", target="label")
    assert facts.classes == {"0 1": 24, "1 1": 24}
    assert "12 groups by session" in said(facts)


def test_a_table_of_other_numbers_says_nothing_of_sounds(tmp_path):
    of_patients(tmp_path, "9{0},{1}", pieces=False)
    with pytest.raises(DataError, match="Their names have 3 fields"):
        read(tmp_path)
