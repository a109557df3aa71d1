"""What names of files and folders of sounds may say: `pytest tests/facts/test_sound_names.py`."""

import itertools
import shutil
from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read
from tests.facts.test_agree import picture
from tests.facts.test_audio import noise, run, said, write

WORDS = ["back", "bar", "bath", "bean", "bite", "boat"]
EMOTIONS = ["angry", "calm", "sad"]


def written(top: Path, names: list[str]) -> Path:
    for i, name in enumerate(names):
        write(top / f"{name}.wav", noise(i, 0.05))
    return top


def acted(top: Path) -> Path:
    every = itertools.product(["anna", "ben"], WORDS, EMOTIONS)
    return written(top, [f"{who}_{e}/{who}_{word}_{e}" for who, word, e in every])


def test_words_that_all_say_are_no_speakers(tmp_path):
    facts = read(acted(tmp_path))
    assert facts.split.value == "chance" and facts.settings["names"].value == ""
    assert "speakers" not in said(facts) and "Field 2 of the names (back" in said(facts)


def test_folders_of_two_things_come_with_the_table_that_parts_them(
    tmp_path, monkeypatch
):
    facts = read(acted(tmp_path))
    assert "say two things each" in said(facts) and "first anna, ben" in said(facts)
    run(said(facts), monkeypatch)
    for field in ("folder_2", "field_3"):
        facts = read(tmp_path / "fields.csv", target=field)
        assert facts.classes == {"angry": 12, "calm": 12, "sad": 12}


def test_classes_of_two_words_are_no_two_things(tmp_path):
    names = ["air_conditioner", "car_horn", "dog_bark", "gun_shot", "street_music"]
    facts = read(written(tmp_path, [f"{n}/{i}" for n in names for i in range(4)]))
    assert len(facts.classes) == 5 and "two things" not in said(facts)


def test_a_set_that_holds_itself_is_read_once(tmp_path):
    top = acted(tmp_path / "set")
    shutil.copytree(top, tmp_path / "copy")
    (tmp_path / "copy").rename(top / "set")
    facts = read(tmp_path)
    assert facts.counts == {"train": 36} and facts.duplicates == 0
    assert "holds the whole set twice" in said(facts)


def test_a_folder_of_other_sounds_is_a_class_and_no_copy(tmp_path):
    names = [f"{c}/{i}" for c in ("a", "b", "c/a", "c/b") for i in range(4)]
    assert len(read(written(tmp_path, names)).classes) == 3


def test_folders_of_actors_come_with_the_fields_of_the_names(tmp_path, monkeypatch):
    every = itertools.product(range(1, 5), range(1, 4), range(1, 3))
    written(tmp_path, [f"Actor_{a:02}/03-0{e}-0{i}-{a:02}" for a, e, i in every])
    with pytest.raises(DataError, match="say whose a sound.*field_2 has 3") as told:
        read(tmp_path)
    run(told.value, monkeypatch)
    facts = read(tmp_path / "fields.csv", target="field_2")
    assert facts.classes == {"01": 8, "02": 8, "03": 8}
    assert (facts.split.value, facts.split_column.value) == ("group", "person")


SPOKEN = [f"0{a}/{d}_0{a}_{t}" for a in range(1, 8) for d in range(3) for t in range(2)]


def test_folders_that_stand_again_in_names_may_say_who_speaks(tmp_path, monkeypatch):
    written(tmp_path, SPOKEN)
    with pytest.raises(DataError, match="each holds every value of field_1") as error:
        read(tmp_path)
    run(str(error.value), monkeypatch)
    facts = read(tmp_path / "fields.csv", target="field_1")
    assert len(facts.classes) == 3 and facts.split_column.value == "person"
    facts = read(tmp_path / "fields.csv", target="field_2")
    assert len(facts.classes) == 7 and facts.split.value == "chance"


def test_one_class_in_training_and_others_in_test_are_anomalies(tmp_path):
    names = [f"train/normal_id_0{i % 3}_{i:04}" for i in range(24)]
    names += [f"test/{w}_id_0{i % 3}_{i:04}" for w in ("normal", "odd") for i in (1, 2)]
    written(tmp_path / "fan", names)
    with pytest.raises(DataError, match="anomaly detection") as error:
        read(tmp_path)
    told = str(error.value)
    assert (
        f"name {tmp_path / 'fan' / 'test'} alone" in told and "test others" not in told
    )


def test_what_follows_the_word_id_is_no_class(tmp_path):
    names = [f"normal_id_0{i % 3}_{i:04}" for i in range(24)]
    with pytest.raises(DataError, match="no answer for them"):
        read(written(tmp_path, names))


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ("id_0{0}/{1}/{2}", "holds the same folders, calm, sad"),
        ("{1}/{3}/{2}", "Found test, train inside the folders of the classes"),
    ],
)
def test_sounds_of_classes_below_others_are_told(tmp_path, names, told):
    parts = ["train", "test"]
    every = itertools.product(range(2), ["calm", "sad"], range(4), parts)
    written(tmp_path / "d", [names.format(*one) for one in every])
    with pytest.raises(DataError, match=told):
        read(tmp_path / "d")


@pytest.mark.parametrize("takes", ["{0}/{0}_{1}_{2}", "{0}/0{1}_{0}_{2}"])
def test_words_that_stand_again_in_names_are_classes(tmp_path, takes):
    every = itertools.product(EMOTIONS, range(1, 4), range(2))
    facts = read(written(tmp_path, [takes.format(*one) for one in every]))
    assert set(facts.classes) == set(EMOTIONS)


@pytest.mark.parametrize(
    "names",
    [
        [f"10{a}_{w}_{e}_X" for a in range(9) for w in WORDS for e in EMOTIONS],
        [f"sys{a}-utt{b}" for a in range(6) for b in range(6)],
        [f"SITE{a}_2021050{d}_2{d}0000" for a in range(5) for d in range(1, 5)],
    ],
)
def test_names_of_which_any_field_may_be_the_label_are_asked_about(tmp_path, names):
    with pytest.raises(DataError, match="no answer.*fields, as in.*--target"):
        read(written(tmp_path, names))


def test_a_label_before_a_date_is_a_label(tmp_path):
    names = [
        f"{c}_2021050{d}_{i}"
        for c in ("cough", "sneeze")
        for d in (1, 2)
        for i in range(6)
    ]
    assert set(read(written(tmp_path, names)).classes) == {"cough", "sneeze"}


def test_fields_of_names_in_class_folders_are_speakers_only_if_one_is(tmp_path):
    every = itertools.product(EMOTIONS, range(6), WORDS, range(1))
    names = [f"{e}/10{a}_{w}_{t}" for e, a, w, t in every]
    facts = read(written(tmp_path, names))
    assert "speakers" not in said(facts)
    assert "only you know" in said(facts)


def test_a_column_that_says_how_names_begin_is_a_group(tmp_path):
    lines = ["system,file,mark"]
    for i in range(36):
        name = f"sys{i // 6}{'abcdef'[i // 6]}2f-utt{i % 6}"
        write(tmp_path / f"{name}.wav", noise(i, 0.05))
        lines.append(f"{name.partition('-')[0]},{name}.wav,{'ab'[i % 2]}")
    (tmp_path / "all.csv").write_text("\n".join(lines) + "\n")
    facts = read(tmp_path, target="mark")
    assert "6 groups by system" in said(facts) and "begin alike" not in said(facts)
    assert facts.split_column.value == "system"


def test_a_code_that_comes_once_in_each_folder_is_a_speaker(tmp_path):
    codes = [f"{i:02x}{i * 7919 % 1000:03d}f{i}" for i in range(1, 9)]
    names = [f"{word}/{code}_nohash_0" for word in WORDS for code in codes]
    facts = read(written(tmp_path, names))
    assert facts.split.value == "group" and "8 speakers" in said(facts)


def in_two_kinds(top, others):
    """Sounds and pictures in folders of classes, below one folder, and a table of the sounds."""
    rows = ["filename,pitch,label"]
    for i in range(24):
        label = ["rock", "folk"][i % 2]
        write(top / "set" / "sounds" / label / f"{label}.{i:03d}.wav", noise(i))
        picture(top / "set" / "charts" / others.get(label, label) / f"{label}{i}.png")
        rows.append(f"{label}.{i:03d}.wav,{i * i % 17}.5,{label}")
    (top / "set" / "pitch.csv").write_text("\n".join(rows) + "\n")
    return top


@pytest.mark.parametrize("named", ["", "set"])
def test_sounds_and_pictures_of_the_same_classes_are_a_question(tmp_path, named):
    top = in_two_kinds(tmp_path, {}) / named
    with pytest.raises(DataError, match="sounds in sounds, as pictures in charts, and"):
        read(top)
    for kind in ("audio", "image", "tabular"):
        facts = read(top, kind=f"{kind}-classification")
        assert facts.classes == {"folk": 12, "rock": 12}
        assert facts.reader == {"image": "images", "tabular": "table"}.get(kind, kind)


def test_pictures_of_other_things_beside_sounds_are_no_question(tmp_path):
    in_two_kinds(tmp_path, {"rock": "covers", "folk": "people"})
    assert read(tmp_path).classes == {"folk": 12, "rock": 12}
