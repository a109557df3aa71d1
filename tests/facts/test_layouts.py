"""Folders as people post them: the right reading, or the way on: `pytest tests/facts/test_layouts.py`.

A remedy that a message names is carried out here, and must work.
"""

import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read
from tests.facts.test_agree import loaded, picture
from tests.facts.test_mask_layouts import mask
from tests.facts.test_places import carried_out as followed
from tests.facts.test_places import sound


def refused(path: Path) -> str:
    with pytest.raises(DataError) as error:
        read(path)
    return str(error.value)


def carried_out(command: str, folder: Path) -> None:
    command = re.sub(r"^python\b", f"'{sys.executable}'", command)
    subprocess.run(["bash", "-c", command], cwd=folder, check=True)


@pytest.mark.parametrize("where", ["labels", "images", ".", "above"])
@pytest.mark.parametrize("name", ["classes.txt", "obj.names"])
def test_the_names_of_classes_stand_beside_the_texts_of_boxes_or_above(
    where: str, name: str, tmp_path: Path
):
    home = tmp_path / "set" / "cars"
    for i in range(20):
        picture(home / "images" / f"{i}.png")
        (home / "labels").mkdir(exist_ok=True)
        (home / "labels" / f"{i}.txt").write_text(f"{i % 2} 0.5 0.5 0.4 0.3\n")
    place = home.parent if where == "above" else home / where
    (place / name).write_text("car\nbus\n")
    assert read(home).settings["classes"].value == (("1", "bus"), ("0", "car"))


def test_splits_inside_class_folders_are_named_with_the_way_on(tmp_path: Path):
    for label in ("cat", "big dog"):
        for split, count in (("train", 15), ("val", 5)):
            for i in range(count):
                picture(tmp_path / "pets" / label / split / f"{i}.png")
    sentence = refused(tmp_path / "pets")
    assert "train, val inside the folders of the classes" in sentence
    command = re.search(r"In \S+: (.*); then name", sentence)
    assert command
    carried_out(command[1], tmp_path / "pets")
    facts = read(tmp_path / "splits")
    assert facts.counts == {"train": 30, "validation": 10}
    assert facts.classes == {"cat": 15, "big dog": 15}


def test_labels_in_the_names_of_pictures_are_named_with_the_way_on(tmp_path: Path):
    for i in range(40):
        picture(tmp_path / "train" / f"{('cat', 'dog')[i % 2]}.{i}.png")
    sentence = refused(tmp_path)
    command = re.search(r"In \S+: (python .*)$", sentence, re.S)
    assert command and "begin with cat, dog. Needed" in sentence
    carried_out(command[1], tmp_path)
    assert read(tmp_path).classes == {"cat": 20, "dog": 20}


@pytest.mark.parametrize("sign", [".", "_", "-", " ("])
def test_labels_in_the_names_of_loose_pictures_are_named(tmp_path: Path, sign: str):
    for i in range(40):
        name = f"{('red_fox', 'Dog')[i % 2]}{sign}{i}{')' * (sign == ' (')}.png"
        picture(tmp_path / name)
    sentence = refused(tmp_path)
    command = re.search(r"In \S+: (python .*)$", sentence, re.S)
    assert command and "begin with Dog, red_fox. Needed" in sentence
    carried_out(command[1], tmp_path)
    assert read(tmp_path).classes == {"Dog": 20, "red_fox": 20}


def test_labels_in_the_names_of_one_folder_of_pictures_are_named(tmp_path: Path):
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "list.txt").write_text("#Image CLASS-ID\n")
    for i in range(40):
        picture(tmp_path / "images" / f"{('pug', 'Sphynx')[i % 2]}_{i}.png")
    sentence = refused(tmp_path)
    command = re.search(r"In \S+: (python .*)$", sentence, re.S)
    assert command and "begin with Sphynx, pug. Needed" in sentence
    carried_out(command[1], tmp_path)
    assert read(tmp_path).classes == {"Sphynx": 20, "pug": 20}


def test_a_table_of_sounds_and_what_was_said_is_named(tmp_path: Path):
    rows = []
    for i in range(20):
        sound(tmp_path / "wavs" / f"LJ001-{i:04}.wav")
        words = " ".join(random.Random(i).choices(["so", "it", "was", "he"], k=7))
        rows.append(f"LJ001-{i:04}|{words} {i}|{words} {i}")
    (tmp_path / "metadata.csv").write_text("\n".join(rows) + "\n")
    assert "no kind here writes speech down" in refused(tmp_path)


def test_names_that_begin_with_numbers_hold_no_labels(tmp_path: Path):
    for i in range(40):
        picture(tmp_path / f"{('0001TP', '0006R0_f')[i % 2]}{i:05}.png")
    assert "one folder per class" in refused(tmp_path)


def test_an_unlabelled_part_with_a_number_is_no_class(tmp_path: Path):
    for i in range(40):
        picture(tmp_path / "train" / f"{('cat', 'dog')[i % 2]}.{i}.png")
        picture(tmp_path / "test1" / f"{i}.png")
    sentence = refused(tmp_path)
    command = re.search(r"In \S+: (python .*)$", sentence, re.S)
    assert command and "begin with cat, dog. Needed" in sentence
    carried_out(command[1], tmp_path)
    assert read(tmp_path).classes == {"cat": 20, "dog": 20}


def test_labelme_beside_a_folder_of_pictures_is_named(tmp_path: Path):
    (tmp_path / "annotations").mkdir()
    for i in range(12):
        picture(tmp_path / "images" / f"{i}.png")
        shapes = {"imagePath": f"{i}.png", "shapes": [{"label": "hare"}]}
        (tmp_path / "annotations" / f"{i}.json").write_text(json.dumps(shapes))
    assert "labelme" in refused(tmp_path)


def test_labels_in_one_json_object_are_named_with_the_way_on(tmp_path: Path):
    for i in range(40):
        picture(tmp_path / "images" / f"{i}.png")
    labels = {f"{i}.png": i % 2 for i in range(40)}
    (tmp_path / "labels.json").write_text(json.dumps(labels))
    command = re.search(r"import json.*", refused(tmp_path), re.S)
    assert command
    subprocess.run([sys.executable, "-c", command[0]], cwd=tmp_path, check=True)
    assert read(tmp_path).classes == {"0": 20, "1": 20}


@pytest.mark.parametrize("write", [picture, sound])
@pytest.mark.parametrize("who", ["Actor_{:02}", "speaker{}", "Patient {}", "donor-{}"])
def test_folders_of_people_are_no_classes(write, who: str, tmp_path: Path):
    ending = "png" if write is picture else "wav"
    for person in range(1, 5):
        for i in range(8):
            write(tmp_path / who.format(person) / f"03-01-0{i}-{person}.{ending}")
    assert "say whose a" in (sentence := refused(tmp_path)) and "person" in sentence
    rows = [
        f"{file.relative_to(tmp_path)},{'ab'[i % 2]},{file.parent.name}"
        for i, file in enumerate(sorted(tmp_path.rglob(f"*.{ending}")))
    ]
    (tmp_path / "clips.csv").write_text("\n".join(["path,label,person", *rows]) + "\n")
    facts = read(tmp_path, target="label")
    assert facts.classes == {"a": 16, "b": 16}


def test_unlabelled_pictures_beside_training_are_no_given_split(tmp_path: Path):
    for i in range(40):
        picture(tmp_path / "train" / f"n0{i % 2}" / "images" / f"{i}.png")
    for split in ("val", "test"):
        for i in range(8):
            picture(tmp_path / split / "images" / f"{i}.png")
    facts = read(tmp_path)
    assert facts.counts == {"train": 40} and facts.classes == {"n00": 20, "n01": 20}
    assert any("Passed over" in s and "test, val" in s for s in facts.sentences)


def test_given_splits_without_a_class_in_common_are_an_error(tmp_path: Path):
    for split, labels in (("train", ("Cat", "Dog")), ("val", ("cat", "dog"))):
        for label in labels:
            for i in range(12):
                picture(tmp_path / split / label / f"{i}.png")
    assert "cat, dog, are none of those of" in refused(tmp_path)


def test_lists_beside_class_folders_are_no_table(tmp_path: Path):
    for i in range(40):
        picture(tmp_path / "images" / f"00{i % 2}.bird" / f"{i}.png")
    lines = "".join(f"{i} {i % 3 > 0:d}\n" for i in range(40))
    (tmp_path / "train_test_split.txt").write_text(lines)
    (tmp_path / "images.txt").write_text(lines)
    facts = read(tmp_path)
    assert facts.classes == {"000.bird": 20, "001.bird": 20}
    assert any("train_test_split.txt" in sentence for sentence in facts.sentences)


@pytest.mark.parametrize("form", ["zip", "gztar"])
@pytest.mark.parametrize("named", ["the folder", "the file"])
def test_an_archive_is_named_with_the_way_on(form: str, named: str, tmp_path: Path):
    import shutil

    for i in range(40):
        picture(tmp_path / "from" / ("ants", "bees")[i % 2] / f"{i}.png")
    home = tmp_path / "down load"
    archive = Path(shutil.make_archive(str(home / "insects"), form, tmp_path / "from"))
    sentence = refused(home if named == "the folder" else archive)
    command = re.search(r"\((python -m .*)\)", sentence)
    assert command
    carried_out(command[1], home)
    assert read(home / "insects").classes == {"ants": 20, "bees": 20}


@pytest.mark.parametrize("write", [picture, sound, None])
def test_links_to_folders_are_named_with_the_way_on(write, tmp_path: Path):
    """They would be counted here and not found by a search below."""
    endings = {picture: "png", sound: "wav", None: "txt"}
    home = tmp_path / "linked"
    home.mkdir()
    for label in ("ants", "bees"):
        for i in range(20):
            file = tmp_path / "store" / label / f"{i}.{endings[write]}"
            if write:
                write(file)
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                words = random.Random(str(file)).choices(
                    ["a", "b", "c", "d", "e"], k=20
                )
                file.write_text(" ".join(words))
        (home / label).symlink_to(tmp_path / "store" / label)
    (home / "again").symlink_to(home)
    for label in ("ants", "bees"):
        command = re.search(r"(rm .*)$", refused(home))
        assert command and label in command[1]
        carried_out(command[1], tmp_path)
    facts = read(home)
    assert facts.classes == {"ants": 20, "bees": 20}
    assert loaded(tmp_path, facts) == ({"train": 40}, {})


def test_a_table_may_name_pictures_of_a_linked_folder(tmp_path: Path):
    for i in range(40):
        picture(tmp_path / "store" / f"{i}.png")
    rows = [f"images/{i}.png,{'ab'[i % 2]}" for i in range(40)]
    home = tmp_path / "set"
    home.mkdir()
    (home / "images").symlink_to(tmp_path / "store")
    (home / "t.csv").write_text("\n".join(["path,label", *rows]) + "\n")
    facts = read(home / "t.csv")
    assert loaded(tmp_path, facts) == ({"train": 40}, {})


def test_masks_beside_linked_pictures_are_named_with_the_way_on(tmp_path: Path):
    home = tmp_path / "set"
    for i in range(24):
        picture(tmp_path / "store" / f"{i}.png")
        mask(home / "masks" / f"{i}.png", i)
    (home / "images").symlink_to(tmp_path / "store")
    command = re.search(r"(rm .*)$", refused(home))
    assert command
    carried_out(command[1], tmp_path)
    facts = read(home)
    assert loaded(tmp_path, facts) == ({"train": 24}, {})


def test_a_pipe_among_pictures_is_passed_over(tmp_path: Path):
    import os

    for i in range(40):
        picture(tmp_path / "insects" / ("ants", "bees")[i % 2] / f"{i}.png")
    os.mkfifo(tmp_path / "insects" / "labels.csv")
    os.mkfifo(tmp_path / "insects" / "ants" / "pipe.png")
    facts = read(tmp_path / "insects")
    assert facts.classes == {"ants": 20, "bees": 20}
    assert loaded(tmp_path, facts) == ({"train": 40}, {})


@pytest.mark.parametrize(
    "form", ["{part}{letter}", "{part}_{letter}", "{letter}-{part}"]
)
def test_parts_in_the_names_of_classes_are_named_with_the_way_on(
    form: str, tmp_path: Path
):
    for part, count in (("train", 12), ("test", 4)):
        for letter in "AB":
            for i in range(count):
                name = form.format(part=part, letter=letter)
                picture(tmp_path / "set" / name / f"{part}{i}.png")
    told = refused(tmp_path / "set")
    assert "no kind of project here; to tell them apart is" in told
    followed(told)
    facts = read(tmp_path / "set_parts")
    assert facts.counts == {"train": 24, "test": 8}
    assert facts.classes == {"A": 12, "B": 12}


def test_parts_of_one_thing_are_no_classes(tmp_path: Path):
    for part in ("train", "test"):
        for i in range(12):
            picture(tmp_path / f"cars_{part}" / f"{i:05d}.png")
    assert "say which part a picture belongs to" in refused(tmp_path)


@pytest.mark.parametrize("names", ["train_stop train_track test_tube", "trainA trainB"])
def test_a_word_of_a_part_may_begin_the_name_of_a_class(names: str, tmp_path: Path):
    for name in names.split():
        for i in range(12):
            picture(tmp_path / name / f"{i}.png")
    assert set(read(tmp_path).classes) == set(names.split())


def in_plates(home: Path, top: str, *classes: str) -> Path:
    for i in range(80):
        label = classes[i % len(classes)]
        picture(home / f"{top}{i // 20}" / label / f"A{i // 2 % 10:02d}.png")
    return home


def test_folders_that_only_count_above_the_classes_are_named_with_the_way_on(
    tmp_path: Path,
):
    told = refused(in_plates(tmp_path / "set", "plate", "wt", "mut"))
    command = re.search(r"(cd .*; done); then name (\S+_by_class),", told)
    assert command and "--split-column '/([^/]+)/[^/]+$'" in told
    carried_out(command[1], tmp_path)
    facts = read(command[2])
    assert facts.classes == {"mut": 40, "wt": 40}
    assert facts.split.reason == "nothing says which pictures belong together"


@pytest.mark.parametrize(
    ("top", "classes"),
    [("grade", ("left", "right")), ("plate", ("x1", "x2")), ("", ("a", "b"))],
)
def test_folders_that_count_may_be_the_classes(top: str, classes, tmp_path: Path):
    assert len(read(in_plates(tmp_path / "set", top, *classes)).classes) == 4


LOTS = [f"{lot}/{day}" for lot in ("north", "south") for day in ("d1", "d2", "d3")]
APPLES = [f"{what}/{what}{n}" for what in ("apple", "pear") for n in range(3)]
SLIDES = [f"{number}" for number in range(10250, 10262)]


def below(home: Path, places: list[str], names: tuple[str, ...]) -> Path:
    for place in places:
        for i, name in enumerate(names * 4):
            picture(home / place / name / f"{i}.png")
    return home


@pytest.mark.parametrize(
    ("places", "names"), [(LOTS, ("empty", "full")), (SLIDES, ("0", "1"))]
)
def test_the_same_deepest_folders_everywhere_are_the_classes(
    places: list[str], names: tuple[str, ...], tmp_path: Path
):
    told = refused(below(tmp_path / "set", places, names))
    by_class, by_top = re.findall(r"(cd .*?; done); then name (\S+?)[,.]?(?= |$)", told)
    carried_out(by_class[0], tmp_path)
    count = 4 * len(places)
    assert read(by_class[1]).classes == dict.fromkeys(names, count)
    carried_out(by_top[0], tmp_path)
    assert len(read(by_top[1]).classes) == len({p.partition("/")[0] for p in places})


def test_given_parts_above_the_same_deepest_folders_stay(tmp_path: Path):
    for part in ("train", "test"):
        below(tmp_path / part, LOTS, ("empty", "full"))
    command = re.search(r"(cd .*?; done); then name (\S+),", refused(tmp_path))
    assert command
    carried_out(command[1], tmp_path)
    assert read(command[2]).counts == {"train": 48, "test": 48}


@pytest.mark.parametrize(
    ("places", "names"),
    [
        (APPLES, ("rgb", "depth")),
        (APPLES, ("left", "right")),
        (APPLES, ("40x", "100x")),
        (["cat", "dog", "elk"], ("indoor", "outdoor")),
    ],
)
def test_deepest_folders_that_say_how_or_count_are_no_classes(
    places: list[str], names: tuple[str, ...], tmp_path: Path
):
    assert set(read(below(tmp_path, places, names)).classes) == {
        place.partition("/")[0] for place in places
    }
