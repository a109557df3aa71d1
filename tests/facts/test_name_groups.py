"""Groups that names, folders or columns may say are offered: `pytest tests/facts/test_name_groups.py`.

What a sentence offers is then taken, and whole groups stand on one side.
"""

import re
from pathlib import Path

import pytest

from scaffolder.facts import read
from scaffolder.facts.splits.name_groups import on_copies, sentences
from tests.facts.test_agree import annotated, picture
from tests.facts.test_agree_boxes import coco
from tests.facts.test_mask_layouts import mask
from tests.facts.test_places import sound
from tests.rendered import Rendered
from tests.test_groups import groups_of

VOICES = [
    f"{label}/{speaker:02d}{text}{label[0]}a.wav"
    for label in ("anger", "joy", "neutral")
    for speaker in range(3, 11)
    for text in ("a01", "a02", "b01")
]


def in_voices(home: Path) -> str:
    for name in VOICES:
        sound(home / name)
    return "audio-classification"


def in_pictures(home: Path) -> str:
    for i in range(72):
        picture(home / "ab"[i % 2] / f"d{i // 6:02d}_{i % 6}.png")
    return "image-classification"


def in_masks(home: Path) -> str:
    for i in range(72):
        picture(home / "images" / f"d{i // 6:02d}_{i % 6}.png")
        mask(home / "masks" / f"d{i // 6:02d}_{i % 6}.png", i)
    return "image-segmentation"


def in_yolo(home: Path) -> str:
    (home / "labels").mkdir(parents=True)
    for i in range(72):
        picture(home / "images" / f"d{i // 6:02d}_{i % 6}.png")
        line = f"0 0.5 0.5 0.4 {0.3 + i / 200}\n"
        (home / "labels" / f"d{i // 6:02d}_{i % 6}.txt").write_text(line)
    return "image-detection"


def in_voc(home: Path) -> str:
    for i in range(72):
        annotated(home, i)
        for file in home.rglob(f"{i:03d}.*"):
            file.rename(file.with_stem(f"d{i // 6:02d}_{i % 6}"))
    return "image-detection"


def in_coco(home: Path) -> str:
    coco(home / "hens.json", 72)
    content = (home / "hens.json").read_text()
    for i in range(72):
        picture(home / f"d{i // 6:02d}_{i % 6}.png")
        content = content.replace(f'"{i:03d}.png"', f'"d{i // 6:02d}_{i % 6}.png"')
    (home / "hens.json").write_text(content)
    return "image-detection"


@pytest.mark.parametrize(
    ("make", "count"),
    [(in_voices, 8), *((make, 12) for make in (in_pictures, in_masks))]
    + [(make, 12) for make in (in_yolo, in_voc, in_coco)],
)
def test_what_is_offered_keeps_whole_groups_on_one_side(
    make, count: int, tmp_path: Path
):
    kind = make(tmp_path / "d")
    facts = read(tmp_path / "d")
    assert facts.split.value == "chance" and "nothing" not in facts.split.reason
    (offered,) = (s for s in facts.sentences if "--split-column" in s)
    where = re.search(r"--split-column '(.*?)'", offered)
    assert where
    given = {"data": str(tmp_path / "d"), "split": "group", "split_column": where[1]}
    train, validation, test = groups_of(Rendered(tmp_path, kind, **given))
    assert not (train & validation or train & test or validation & test)
    assert len(train | validation | test) == count


@pytest.mark.parametrize("make", [in_coco, in_masks])
def test_changed_copies_of_one_picture_stay_together(make, tmp_path: Path):
    kind = make(tmp_path / "d")
    for name in (f"d{i:02d}_{j}" for i in range(12) for j in range(6)):
        copy = f"{'wall' if name[1] == '0' else 'wall x'}{name[1:3]}_jpg.rf.{name[-1]}f"
        for file in (tmp_path / "d").rglob(f"{name}.*"):
            file.rename(file.with_stem(copy))
        for file in (tmp_path / "d").glob("*.json"):
            file.write_text(file.read_text().replace(f"{name}.png", f"{copy}.png"))
    facts = read(tmp_path / "d")
    assert facts.split.value == "group"
    assert "72 training pictures are changed copies of 12 (" in " ".join(
        facts.sentences
    )
    made = Rendered(tmp_path, kind, data=str(tmp_path / "d"))
    train, validation, test = groups_of(made)
    assert not (train & validation or train & test or validation & test)
    assert len(train | validation | test) == 12


def test_sources_that_stand_in_two_parts_are_said():
    train = [f"train/a{i // 2}_jpg.rf.{i}c.jpg" for i in range(20)]
    (told,) = on_copies({"train": train, "valid": ["valid/a3_jpg.rf.99.jpg"]})
    assert "share 1 source" in told
    assert on_copies({"train": train[::2]}) == []


def test_two_fields_are_both_offered():
    ids = [f"d/x/s{i % 6}_t{i // 6 % 5}_{i}.png" for i in range(60)]
    (offered,) = sentences(ids)
    assert "6 values (s0, s1, s2 and 3 more), 10 files each" in offered
    assert "5 values (t0, t1, t2 and 2 more), 12 files each" in offered
    assert "one of them" in offered


@pytest.mark.parametrize("name", ["{i:03d}", "img_{i:03d}", "{i:08x}", "img{i}"])
def test_names_that_count_offer_nothing(name: str):
    assert sentences([f"pets/{name.format(i=i)}.png" for i in range(80)]) == []


def test_a_column_that_says_whose_a_picture_is_splits_by_it(tmp_path: Path):
    rows = []
    for i in range(80):
        picture(tmp_path / "d" / "images" / f"{i:03d}.png")
        rows.append(f"images/{i:03d}.png,p{i % 20},{'ab'[i // 20 % 2]}")
    table = "\n".join(["image,patient_id,label", *rows])
    (tmp_path / "d" / "cells.csv").write_text(table + "\n")
    facts = read(tmp_path / "d")
    assert (facts.split.value, facts.split_column.value) == ("group", "patient_id")
    made = Rendered(tmp_path, facts.kind.value, data=str(tmp_path / "d"))
    train, validation, test = groups_of(made)
    assert not (train & validation or train & test or validation & test)
    assert train | validation | test == {f"p{i}" for i in range(20)}
