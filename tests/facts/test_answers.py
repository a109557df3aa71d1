"""Which column or field is the answer, and when nobody can say: `pytest tests/facts/test_answers.py`."""

import random
from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read
from tests.facts.test_agree import loaded, picture
from tests.facts.test_places import sound

LABELS = ("rain", "crow", "clock")
WORDS = ["a", "film", "that", "was", "good", "bad", "long", "and", "never", "dull"]


def said(seed: int) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=12))


def table(path: Path, header: str, rows: list[str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


@pytest.mark.parametrize("names", ["category", "a_kind"])
@pytest.mark.parametrize("what", ["sounds", "pictures", "texts"])
def test_names_of_classes_go_before_their_codes(what: str, names: str, tmp_path: Path):
    rows = []
    for i in range(60):
        first = (
            said(i)
            if what == "texts"
            else f"{i}.{'wav' if what == 'sounds' else 'png'}"
        )
        if what != "texts":
            (sound if what == "sounds" else picture)(tmp_path / first)
        rows.append(f"{first},{i % 3},{LABELS[i % 3]}")
    facts = read(table(tmp_path / "t.csv", f"file,target,{names}", rows))
    assert facts.target.value == names and set(facts.classes) == set(LABELS)
    named = read(tmp_path / "t.csv", target="target")
    assert set(named.classes) == {"0", "1", "2"}


def test_names_that_do_not_go_with_the_codes_stay_aside(tmp_path: Path):
    for i in range(60):
        sound(tmp_path / f"{i}.wav")
    rows = [f"{i}.wav,{i % 3},{LABELS[i // 3 % 3]}" for i in range(60)]
    facts = read(table(tmp_path / "t.csv", "file,target,category", rows))
    assert facts.target.value == "target"


def test_folds_are_no_speakers(tmp_path: Path):
    for i in range(60):
        sound(tmp_path / f"{i}.wav")
    rows = [f"{i}.wav,{i % 5},{LABELS[i // 5 % 3]}" for i in range(60)]
    facts = read(table(tmp_path / "t.csv", "file,fold,label", rows))
    assert (facts.split.value, facts.split_column.value) == ("group", "fold")
    assert any("5 groups by fold" in sentence for sentence in facts.sentences)
    proposed = facts.split, facts.split_column, facts.settings["test_share"]
    told = [*facts.sentences, *(proposal.reason for proposal in proposed)]
    assert not any("speak" in sentence or "voice" in sentence for sentence in told)


def test_a_text_with_several_labels_is_a_question(tmp_path: Path):
    rows = [f"{i},{said(i)},{i % 2},{int(i % 3 == 0)},{i // 3 % 2}" for i in range(90)]
    path = table(tmp_path / "train.csv", "id,comment,toxic,obscene,insult", rows)
    for kind in (None, "text-classification"):
        with pytest.raises(DataError, match="toxic, obscene, insult.*--target toxic"):
            read(path, kind=kind)
    assert read(path, target="toxic").target.value == "toxic"
    header = "id,comment,toxic,obscene,label"
    assert read(table(path, header, rows)).target.value == "label"


def test_a_table_with_a_text_and_flags_among_others_stays_a_table(tmp_path: Path):
    short = [" ".join(said(i).split()[:5]) for i in range(90)]
    rows = [f"{short[i]},{i * 7 % 31}.5,{i % 2},{i // 2 % 2}" for i in range(90)]
    facts = read(table(tmp_path / "t.csv", "note,size,paid,alive", rows))
    assert facts.kind.value.startswith("tabular")


def several(number: int) -> str:
    marks = ("clear", "road", "water")
    return " ".join(m for j, m in enumerate(marks) if number % 7 + 1 >> j & 1)


def bears(number: int) -> str:
    return ("polar bear", "brown bear", "black bear", "fox", "black cat")[number % 5]


@pytest.mark.parametrize(
    ("answer", "kind", "count"),
    [(several, "image-multilabel", 3), (bears, "image-classification", 5)],
)
def test_words_are_labels_where_each_is_in_several_answers(
    answer, kind: str, count: int, tmp_path: Path
):
    for i in range(70):
        picture(tmp_path / "jpg" / f"train_{i}.png")
    rows = [f"train_{i},{answer(i)}" for i in range(70)]
    table(tmp_path / "train.csv", "image_name,tags", rows)
    facts = read(tmp_path)
    assert facts.kind.value == kind
    labels = facts.settings.get("labels")
    assert len(labels.value if labels else facts.classes) == count
    assert loaded(tmp_path, facts)[0] == {"train": 70}


def test_transcripts_are_no_labels(tmp_path: Path):
    for speaker in (19, 26, 32):
        for i in range(8):
            sound(tmp_path / f"{speaker}" / "198" / f"{speaker}-198-000{i}.wav")
        (tmp_path / f"{speaker}" / "198" / f"{speaker}-198.trans.txt").write_text("x\n")
    with pytest.raises(DataError, match="what was said.*path,label"):
        read(tmp_path)
    files = sorted(tmp_path.rglob("*.wav"))
    rows = [f"{f.relative_to(tmp_path)},{f.parts[-3]}" for f in files]
    table(tmp_path / "clips.csv", "path,label", rows)
    assert len(read(tmp_path).classes) == 3


@pytest.mark.parametrize(
    ("spellings", "classes"),
    [
        (["Yes", "no", "Y", "N", "yes", "No", "YES "], 2),
        (["ja", "Nein", "J", "n"], 2),
        (["true", "F", "1", "0", "T"], 2),
        (["y", "n", "u"], 3),
        (["y", "yes", "maybe", "no"], 4),
        (["s", "n", "w", "e"], 4),
    ],
)
def test_yes_has_one_spelling_where_all_answers_are_yes_or_no(
    tmp_path: Path, spellings: list[str], classes: int
):
    rows = [f"{i * i % 17}.5,{spellings[i % len(spellings)]}" for i in range(70)]
    facts = read(table(tmp_path / "t.csv", "age,relapse", rows))
    assert len(facts.classes) == classes
    assert f"{classes} classes" in facts.kind.reason
