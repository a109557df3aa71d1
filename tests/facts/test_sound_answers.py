"""Tables of sounds that say more than one class of each: `pytest tests/facts/test_sound_answers.py`."""

from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read
from tests.facts.test_audio import noise, run, said, write


def table(top: Path, header: str, rows: list[str], file: str = "clips.csv") -> Path:
    """A row for each of 24 sounds, or the rows with {} for a sound in turn."""
    for i in range(24):
        if not (sound := top / "clips" / f"c{i}.wav").exists():
            write(sound, noise(i))
    lines = [row.format(f"clips/c{i % 24}.wav") for i, row in enumerate(rows)]
    (top / file).write_text("\n".join([header, *lines]) + "\n")
    return top / file


def refused(path: Path, words: str) -> DataError:
    with pytest.raises(DataError, match=words) as told:
        read(path)
    return told.value


@pytest.mark.parametrize("form", ["{}|{}", "{}; {}", '"{},{}"', "['{}' '{}']"])
def test_several_labels_of_a_sound_are_no_classes(tmp_path, monkeypatch, form):
    listed = "[" in form
    alone = [f"['{c}']" if listed else c for c in "abc"]
    several = [form.format("a", "b"), form.format("c", "b")]
    several = [
        f'"{c.replace(chr(39) + " ", chr(39) + ", ")}"' if listed else c
        for c in several
    ]
    rows = [f"{{}},{said_of}" for said_of in [*alone, *several, alone[0]] * 4]
    path = table(tmp_path, "file,labels", rows)
    error = refused(path, "several labels of a sound in 'labels'")
    run(error, monkeypatch)
    facts = read(tmp_path / "clips_one.csv", target="labels")
    assert facts.classes == {"a": 8, "b": 4, "c": 4}
    run(str(error).split("; or ask for one")[1], monkeypatch)
    assert set(read(tmp_path / "clips_a.csv", target="label").classes) == {"yes", "no"}


def test_columns_of_flags_are_several_labels(tmp_path, monkeypatch):
    rows = ["{},1,0,0", "{},0,1,0", "{},0,0,1", "{},1,1,0"] * 6
    path = table(tmp_path, "file,dog,cat,rain", rows)
    run(refused(path, "3 columns of 0 and 1"), monkeypatch)
    facts = read(tmp_path / "clips_one.csv", target="label")
    assert facts.classes == {"cat": 6, "dog": 6, "rain": 6}
    assert read(path, target="dog").classes == {"0": 12, "1": 12}


def test_a_label_beside_a_list_of_others_is_the_answer(tmp_path):
    rows = ["{},dog,['cat']", "{},cat,[]"] * 12
    facts = read(table(tmp_path, "file,primary_label,other_labels", rows))
    assert facts.target.value == "primary_label"


def test_opinions_of_several_listeners_become_one_answer(tmp_path, monkeypatch):
    rows = [f"{{}},{1 + (i + i // 24 * 2) % 5},u{i // 24}" for i in range(72)]
    path = table(tmp_path, "file,rating,listener", rows)
    run(refused(path, "72 rows and 24 sounds.*predicts a number"), monkeypatch)
    facts = read(tmp_path / "clips_one.csv")
    assert facts.counts == {"train": 24}
    assert "rating has an order" in said(facts)
    assert "listener" not in said(facts)


def test_votes_become_the_most_frequent(tmp_path, monkeypatch):
    votes = [["a", "b"][(i % 2) ^ (i >= 48 and i % 3 == 0)] for i in range(72)]
    path = table(tmp_path, "file,label", [f"{{}},{vote}" for vote in votes])
    run(refused(path, "several answers in 'label'"), monkeypatch)
    facts = read(tmp_path / "clips_one.csv", target="label")
    assert facts.classes == {"a": 12, "b": 12}


def test_rows_that_agree_are_copies_and_no_votes(tmp_path):
    path = table(tmp_path, "file,label", [f"{{}},{'ab'[i % 2]}" for i in range(48)])
    assert read(path).counts == {"train": 48}


def test_a_number_is_cut_into_classes(tmp_path, monkeypatch):
    rows = [f"{{}},{1 + i / 7:.3f}" for i in range(24)]
    path = table(tmp_path, "file,mos", rows)
    run(refused(path, "24 different values.*no kind here predicts"), monkeypatch)
    facts = read(tmp_path / "clips_classes.csv", target="label")
    assert set(facts.classes) == {"high", "low", "middle"}


def test_a_table_without_a_header_comes_with_the_command_that_adds_one(tmp_path):
    path = table(tmp_path, "s0,clips/c0.wav,3", ["s1,{},4"] * 48)
    told = str(refused(path, "names sounds but has no header"))
    assert "column_1,path,column_3" in told and "if they are opinions" in told


def test_numbers_in_a_folder_of_the_tables_word_are_names(tmp_path):
    for i in range(24):
        write(tmp_path / "my.dev_audio" / f"{60 + i}.wav", noise(i))
    rows = [f"{60 + i},{'ab'[i % 2]}" for i in range(24)]
    (tmp_path / "truth").mkdir()
    table = "\n".join(["fname,label", *rows]) + "\n"
    (tmp_path / "truth" / "dev.csv").write_text(table)
    assert read(tmp_path).classes == {"a": 12, "b": 12}


def test_a_column_of_given_parts_comes_with_the_command_that_parts(tmp_path):
    rows = [f"{{}},{'ab'[i % 2]},{['train', 'val'][i % 4 == 0]}" for i in range(24)]
    refused(table(tmp_path, "file,label,split", rows), "'split'.*a file for each")


def test_sounds_that_no_row_names_are_said(tmp_path):
    path = table(tmp_path, "file,label", [f"{{}},{'ab'[i % 2]}" for i in range(24)])
    assert "passed over" not in said(read(path))
    write(tmp_path / "long" / "whole.wav", noise(99))
    assert "1 sound that no row with an answer names, such as long/whole.wav" in said(
        read(path)
    )


@pytest.mark.parametrize("more", ["", ",listener"])
def test_only_what_somebody_named_is_called_named(tmp_path, more):
    rows = [f"{{}},{c}{',ann' * bool(more)}" for c in ("hum", "buzz")] * 12
    path = table(tmp_path, f"file,wing{more}", rows)
    assert read(path).target.reason == "wing: the only column that can be the answer"
    assert read(path, target="wing").target.reason == "wing: you named it"
