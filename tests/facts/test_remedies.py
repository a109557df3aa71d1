"""What a message about a table of pictures names is carried out, and must work: `pytest tests/facts/test_remedies.py`."""

import random
from pathlib import Path

import pytest

from scaffolder.facts import read
from scaffolder.facts.pictures import answers as picture_answers
from scaffolder.facts.tables.answers import spellings_of_one
from tests.facts.test_places import (
    CLASSES,
    carried_out,
    numbered,
    picture,
    refused,
    sound,
    table,
)


def test_files_in_several_folders_are_named_with_the_way_on(tmp_path: Path):
    for i, (name, _, _) in enumerate(numbered()):
        picture(tmp_path / f"part {i // 30}" / f"{name}.png")
    rows = [f"{n},{k},{'ab'[f % 2]}" for n, k, f in numbered()]
    table(tmp_path / "t.csv", "id,kind,site", rows)
    told = refused(tmp_path)
    assert "in 2 folders (part 0, part 1)" in told
    assert "--split-column folder_1" in told
    carried_out(told, "; and name ")
    facts = read(tmp_path / "t_files.csv", target="kind")
    assert facts.counts == {"train": 60}
    rows = (tmp_path / "t_files.csv").read_text().splitlines()
    assert rows[0] == "folder_1,id,kind,site" and rows[1].startswith("part 0,part 0/")


def test_files_in_folders_of_their_first_letters_are_named_with_the_way_on(
    tmp_path: Path,
):
    rows = []
    for i in range(80):
        name = f"{i * 7919 % 4096:03x}{i:05x}"
        rows.append(f"{name},{i * 37 % 64},{i % 2}")
        picture(tmp_path / "known" / name[0] / name[1] / name[2] / f"{name}.jpg")
    table(tmp_path / "known.csv", "id,steps,place", rows)
    told = refused(tmp_path)
    assert "--split" not in told  # their letters say nothing that the names do not
    carried_out(told, "; and name ")
    facts = read(tmp_path / "known_files.csv", target="place")
    assert facts.kind.value == "image-classification"
    assert facts.classes == {"0": 40, "1": 40}
    alone = read(tmp_path / "known.csv", kind="tabular-classification", target="place")
    assert alone.kind.value == "tabular-classification"


def test_a_column_of_parts_is_cut_into_files(tmp_path: Path):
    parts = ["Training"] * 40 + ["PublicTest"] * 10 + ["PrivateTest"] * 10
    rows = [f"{n}.png;{k};{p}" for (n, k, _), p in zip(numbered(), parts, strict=True)]
    for name, _, _ in numbered():
        picture(tmp_path / "images" / f"{name}.png")
    table(tmp_path / "t.csv", "file;label;usage", rows)
    carried_out(refused(tmp_path))
    counts = {"train": 40, "validation": 10, "test": 10}
    assert read(tmp_path / "t_train.csv").counts == counts == read(tmp_path).counts


def test_a_class_in_columns_of_0_and_1_becomes_one_column(tmp_path: Path):
    flags = [",".join(str(int(k == c)) for c in CLASSES) for _, k, _ in numbered()]
    for name, _, _ in numbered():
        picture(tmp_path / "images" / f"{name}.png")
    rows = [f"{n},{f}" for (n, _, _), f in zip(numbered(), flags, strict=True)]
    table(tmp_path / "train.csv", "id," + ",".join(CLASSES), rows)
    table(tmp_path / "test.csv", "id", ["tree000", "tree001"])
    told, several = refused(tmp_path), read(tmp_path, kind="image-multilabel")
    assert any("exclude one another" in sentence for sentence in several.sentences)
    assert read(tmp_path, target="elm").classes == {"0": 40, "1": 20}
    carried_out(told)
    facts = read(tmp_path / "train_classes.csv")
    assert facts.classes == dict.fromkeys(CLASSES, 20)


def test_a_last_column_beside_others_of_classes_is_no_guess(tmp_path: Path):
    for name, _, _ in numbered():
        picture(tmp_path / f"{name}.png")
    rows = [f"{n}.png,{k},{f},{'ab'[f % 2]}" for n, k, f in numbered()]
    table(tmp_path / "t.csv", "file,kd,fold,site", rows)
    assert "--target" in refused(tmp_path) and "kd, fold, site" in refused(tmp_path)
    assert read(tmp_path, target="kd").classes == dict.fromkeys(CLASSES, 20)


ORDERS = ["haze wood", "wood haze", "wood clear", "clear wood road", "haze road wood"]
NESTED = ["haze wood", "clear wood", "haze road wood", "clear road wood", "road wood"]
NAMES = {"bears": ["polar bear", "brown bear", "black bear", "black cat", "brown cat"]}
NAMES["shapes"] = [f"{c} {s}" for c in ("red", "blue", "grey") for s in ("box", "cup")]


@pytest.mark.parametrize("answers", [ORDERS, NESTED])
def test_words_between_blanks_are_labels(answers: list[str], tmp_path: Path):
    for name, _, _ in numbered():
        picture(tmp_path / f"{name}.png")
    rows = [f"{n}.png,{answers[i % 5]}" for i, (n, _, _) in enumerate(numbered())]
    table(tmp_path / "t.csv", "file,tags", rows)
    labels = ("clear", "haze", "road", "wood")
    assert read(tmp_path).settings["labels"].value == labels


def test_a_word_that_is_always_alone_or_rare_leaves_the_others_labels():
    rare = [*NESTED, "haze clear", "haze road", "clear road", "haze pier"]
    rare += ["haze clear road wood"]
    for answers in ([*ORDERS, "night"], [*NESTED, "night", "fog"], rare):
        assert picture_answers.separator_of(answers * 9, None) == " "
    for names in NAMES.values():
        assert not picture_answers.separator_of([*names, "empty"] * 9, None)


@pytest.mark.parametrize("answers", NAMES.values(), ids=NAMES)
def test_names_of_two_words_are_classes(answers: list[str]):
    assert not picture_answers.separator_of(answers * 9, None)


@pytest.mark.parametrize("parts", [False, True])
def test_pictures_written_into_cells_become_arrays(parts: bool, tmp_path: Path):
    rows = []
    for i, (name, kind, _) in enumerate(numbered()):
        pixels = " ".join(map(str, random.Random(name).randbytes(64)))
        part = ["Training", "PublicTest", "PrivateTest"][max(0, i // 10 - 3)]
        rows.append(f"{kind},{pixels},{part if parts else i}")
    table(tmp_path / "t.csv", "kind,pixels,usage", rows)
    told = refused(tmp_path)
    assert "8 x 8 pixels in each cell" in told
    carried_out(told)
    facts = read(tmp_path / ("t_train.npz" if parts else "t_pictures.npz"))
    assert facts.counts["train"] == (40 if parts else 60) and len(facts.classes) == 3
    assert len(facts.counts) == (3 if parts else 1)


@pytest.mark.parametrize("alone", [False, True])
def test_a_list_of_attributes_becomes_a_table(alone: bool, tmp_path: Path):
    rows, parts = ["60", "Bald Hat Male "], []
    for i, (name, _, fold) in enumerate(numbered()):
        picture(tmp_path / "faces" / f"{name}.jpg")
        values = (i % 2, fold > 2, i % 3 == 0)
        rows.append(f"{name}.jpg " + " ".join(f"{2 * v - 1:2d}" for v in values))
        parts.append(f"{name}.jpg {max(0, i // 10 - 3)}")
    table(tmp_path / "attr.txt", rows[0], rows[1:])
    if not alone:
        table(tmp_path / "partition.txt", parts[0], parts[1:])
    told = refused(tmp_path)
    assert told == refused(tmp_path / "attr.txt") and "3 attributes" in told
    carried_out(told)
    facts = read(tmp_path / ("labels.csv" if alone else "labels_train.csv"))
    assert facts.settings["labels"].value == ("Bald", "Hat", "Male")
    assert list(facts.counts.values()) == ([60] if alone else [40, 10, 10])


def test_a_list_of_people_beside_attributes_is_the_group(tmp_path: Path):
    rows, people = ["60", "Bald Hat Male"], []
    for i, (name, _, fold) in enumerate(numbered()):
        picture(tmp_path / "faces" / f"{name}.jpg")
        rows.append(f"{name}.jpg {i % 2} {int(fold > 2)} {int(i % 3 == 0)}")
        people.append(f"{name}.jpg {i // 4}")
    table(tmp_path / "attr.txt", rows[0], rows[1:])
    table(tmp_path / "who.txt", people[0], people[1:])
    told = refused(tmp_path)
    assert "who.txt as `identity`" in told
    carried_out(told)
    facts = read(tmp_path / "labels.csv")
    assert (facts.split.value, facts.split_column.value) == ("group", "identity")


def test_names_of_several_fields_become_a_table_of_them(tmp_path: Path):
    for i in range(60):
        picture(tmp_path / "faces" / f"{i % 30}_{i % 2}_{i % 5}_2017{i * 7919}.png")
    told = refused(tmp_path)
    assert "field_1 has 30 values (0, 1, 10 and 27 more); field_2 has 2" in told
    assert "field_4 has" not in told
    carried_out(told)
    facts = read(tmp_path / "fields.csv", target="field_2")
    assert facts.classes == {"0": 30, "1": 30} and facts.split.reason.startswith(
        "nothing"
    )
    assert read(tmp_path / "fields.csv", target="field_1").number


def test_names_with_fewer_fields_are_named(tmp_path: Path):
    for i in range(60):
        picture(tmp_path / f"{i % 30}_{i % 2}_{i % 5}_2017{i * 7919}.png")
    picture(tmp_path / "0_1_20172.png")
    told = refused(tmp_path)
    assert "1 name with more or fewer (0_1_20172.png): left out" in told
    assert "as in 0_0_0_20170.png" in told


@pytest.mark.parametrize("corners", [False, True])
def test_boxes_in_cells_get_a_column_for_each_corner(corners: bool, tmp_path: Path):
    rows = []
    for i, (name, kind, _) in enumerate(numbered()):
        picture(tmp_path / f"{name}.jpg")
        x, y = (1, 2) if corners else (3, 2)
        rows.append(f'{name},"[{x}.0, {y}, {2 + i % 2}.0, 4]",{kind},site{i % 3}')
    table(tmp_path / "t.csv", "image_id,bbox,label,source", rows)
    told = refused(tmp_path)
    assert ("left, top, right, bottom" in told) == corners
    carried_out(told)
    facts = read(tmp_path / "t_boxes.csv")
    assert facts.kind.value == "image-detection"
    written = (tmp_path / "t_boxes.csv").read_text().splitlines()[:2]
    assert written[0] == "image,xmin,ymin,xmax,ymax,class,source"
    assert len(facts.settings["classes"].value) == 3
    ends = "1.0,2.0,2.0,4.0" if corners else "3.0,2.0,5.0,6.0"
    assert f",{ends}," in written[1]


def test_names_that_count_have_no_fields(tmp_path: Path):
    for i in range(60):
        picture(tmp_path / "faces" / f"img_{i:04d}.png")
    assert "field" not in refused(tmp_path)


def test_frames_whose_answers_change_slowly_are_cut_by_their_order(tmp_path: Path):
    steering, rows = 0.0, []
    for i in range(120):
        steering = 0.9 * steering + random.Random(i).gauss(0, 1)
        picture(tmp_path / f"frame{i:03d}.png")
        rows.append(f"frame{i:03d}.png,{steering}")
    table(tmp_path / "log.csv", "frame,steering", rows)
    (told,) = (s for s in read(tmp_path).sentences if "order of time" in s)
    carried_out(told)
    counts = {"train": 84, "validation": 18, "test": 18}
    assert read(tmp_path / "log_train.csv").counts == counts
    random.Random(0).shuffle(rows)
    table(
        tmp_path / "shuffled" / "log.csv", "frame,steering", [f"../{r}" for r in rows]
    )
    facts = read(tmp_path / "shuffled" / "log.csv")
    assert not any("order of time" in sentence for sentence in facts.sentences)


def test_rows_by_names_that_begin_with_the_answer_are_in_no_order_of_time(
    tmp_path: Path,
):
    answers = [1 + i % 50 for i in range(150)]
    names = sorted(f"{answer}_{i}.png" for i, answer in enumerate(answers))
    for name in names:
        picture(tmp_path / name)
    rows = [f"{name},{name.split('_')[0]}" for name in names]
    table(tmp_path / "rings.csv", "file,rings", rows)
    facts = read(tmp_path / "rings.csv", target="rings")
    assert facts.kind.value == "image-regression"
    assert not any("order of time" in sentence for sentence in facts.sentences)


SPELT = {"red fox": 9, "Red_fox": 6, "red fox - Copy": 6, "owl": 9, "Owl (1)": 6}


@pytest.mark.parametrize("make", [picture, sound])
def test_classes_that_differ_in_spelling_come_with_the_command_that_joins(
    make, tmp_path: Path
):
    ending = "png" if make is picture else "wav"
    for part in ("train", "test"):
        for name, count in SPELT.items():
            for i in range(count):
                make(tmp_path / "set" / part / name / f"{part}{name[:5]}{i}.{ending}")
    facts = read(tmp_path / "set")
    told = next(s for s in facts.sentences if "say Copy" in s)
    assert len(facts.classes) == 5 and "'Red_fox' is 'red fox'" in told
    carried_out(told, "; and name ")
    joined = read(tmp_path / "set_joined")
    assert joined.classes == {"red fox": 21, "owl": 15}
    assert joined.counts == {"train": 36, "test": 36}
    assert not any("say Copy" in s for s in joined.sentences)


def test_a_folder_of_a_year_beside_its_class_is_said():
    found = spellings_of_one(
        {"Birke": 30, "Birken 2021": 7, "birke_2018": 5, "Ulme": 9}
    )
    assert found == {"Birken 2021": "Birke", "birke_2018": "Birke"}


def test_classes_of_a_table_that_differ_in_spelling_are_joined_there(tmp_path: Path):
    for name, _, _ in numbered():
        picture(tmp_path / f"{name}.png")
    rows = [f"{n}.png,{['elm', 'Elm', 'oak'][f % 3]}" for n, _, f in numbered()]
    table(tmp_path / "t.csv", "file,kind", rows)
    told = next(s for s in read(tmp_path).sentences if "say Copy" in s)
    carried_out(told, "; and name ")
    assert read(tmp_path / "t_joined.csv").classes == {"Elm": 36, "oak": 24}


@pytest.mark.parametrize(
    "names",
    [("a", "A"), ("CO", "Co"), ("C++", "C#"), ("x (1)", "x (2)"), ("l1", "l 1")]
    + [("polo 2009", "polo 2017"), ("class of 1999", "class"), ("ford 1908", "for")],
)
def test_names_of_different_classes_are_no_spellings(names: tuple[str, ...]):
    assert not spellings_of_one(dict.fromkeys(names, 9))
