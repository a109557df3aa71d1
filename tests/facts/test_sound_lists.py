"""Lists in text beside sounds: `pytest tests/facts/test_sound_lists.py`."""

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read
from tests.facts.test_audio import noise, run, said, spoken, write


def clips(top, form, file):
    """Twenty sounds, and a line of each."""
    lines = []
    for i in range(20):
        write(top / "flac" / f"LA_T_{1000 + i}.flac", noise(i))
        lines.append(form.format(i % 4, f"LA_T_{1000 + i}", ["real", "fake"][i % 2]))
    (top / file).parent.mkdir(exist_ok=True)
    (top / file).write_text("\n".join(lines) + "\n")
    return top


@pytest.mark.parametrize(
    "form", ["LA_{} {} - - {}", "s{} flac/{}.flac {}", "s{}  {}.wav  {}"]
)
@pytest.mark.parametrize("named", ["", "flac"])
def test_a_list_of_fields_becomes_a_table(tmp_path, monkeypatch, form, named):
    clips(tmp_path, form, "protocol.txt")
    if ".wav" in form or named and "flac" in form:
        form = form.replace(".wav", ".flac")
        clips(tmp_path, form, "protocol.txt")
    with pytest.raises(DataError, match="say more of each.*write it") as told:
        read(tmp_path / named)
    run(told.value, monkeypatch)
    column = f"column_{len(form.split())}"
    facts = read(tmp_path / "protocol_columns.csv", target=column)
    assert facts.classes == {"fake": 10, "real": 10}


def test_two_tables_that_name_the_sounds_are_both_named(tmp_path):
    clips(tmp_path, "s{},{}.flac,{}", "sets/one.csv")
    clips(tmp_path, "s{},{}.flac,{}", "sets/other.csv")
    with pytest.raises(DataError, match="one.csv.*other.csv name these sounds"):
        read(tmp_path)


def test_lengths_beside_sounds_named_by_their_label_are_no_answers(tmp_path):
    files = sorted(spoken(tmp_path).glob("*.wav"))
    rows = [f"{file.name} {0.1 + i / 1000:.4f}" for i, file in enumerate(files)]
    (tmp_path / "lengths.txt").write_text("\n".join(rows) + "\n")
    assert "no folder and no table" in said(read(tmp_path))


def recorded(top, form, parts):
    """Three people in three recordings of four pieces each, and the part of each piece."""
    lines = []
    for i in range(36):
        day, piece = i // 4 % 3, i % 4
        name = f"ann{i // 12}/day{i // 12}_{day}/{piece:05d}.wav"
        write(top / "wav" / name, noise(i))
        lines.append(form.format(parts[day], name))
    (top / "wav_parts.txt").write_text("\n".join(lines) + "\n")
    return top


@pytest.mark.parametrize("named", ["", "wav"])
@pytest.mark.parametrize(
    ("form", "parts"),
    [
        ("{} {}", "132"),
        ("wav/{1},{0}", ["train", "dev", "test"]),
        ("{1}\t{0}", "110"),
    ],
)
def test_a_list_of_parts_becomes_tables(tmp_path, monkeypatch, form, parts, named):
    recorded(tmp_path, form, parts)
    told = said(read(tmp_path / named))
    assert "wav_parts.txt says which part a sound belongs to" in told
    run(told, monkeypatch)
    facts = read(tmp_path / "clips_train.csv")
    assert facts.classes.keys() == {"ann0", "ann1", "ann2"}
    three = {"train": 12, "validation": 12, "test": 12}
    assert facts.counts == ({"train": 24, "test": 12} if parts == "110" else three)


def test_folders_inside_those_of_classes_group_the_sounds(tmp_path):
    facts = read(recorded(tmp_path, "{} {}", "abc"))
    assert "the innermost folder tells it" in facts.split.reason
    assert "which part" not in said(facts)
    assert "Left unread beside the sounds: wav_parts.txt." in said(facts)


def test_a_list_of_lengths_gives_no_parts(tmp_path):
    facts = read(recorded(tmp_path, "{1} 0.{0}", "123"))
    assert "which part" not in said(facts)


def test_inner_folders_of_one_name_in_several_classes_are_one_group(tmp_path):
    for i in range(36):
        name = f"ann{i % 2}/site_{'abcdef'[i // 2 % 6]}/{i:05d}.wav"
        write(tmp_path / name, noise(i))
    facts = read(tmp_path)
    assert "--split-column '/([^/]+)/[^/]+$'" in facts.split.reason
