"""Lists in text beside sounds: `pytest tests/test_facts_sound_lists.py`."""

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read
from tests.test_facts_audio import noise, run, said, spoken, write


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
