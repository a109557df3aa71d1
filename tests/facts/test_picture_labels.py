"""Files of COCO's form without boxes: `pytest tests/facts/test_picture_labels.py`."""

import json
from pathlib import Path
from typing import Any

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read
from tests.facts.test_boxes import HIGH, WIDE, draw, said
from tests.facts.test_places import carried_out, refused

KINDS = ("empty", "deer", "boar")


def written(folder: Path, annotations: list[dict[str, Any]], count: int = 30) -> None:
    for i in range(count):
        draw(folder / "train" / f"p{i}.png", i)
    images = [
        dict(
            id=f"i{i}", file_name=f"p{i}.png", width=WIDE, height=HIGH, location=i % 10
        )
        for i in range(count)
    ]
    content = dict(
        images=images,
        annotations=annotations,
        categories=[dict(id=n, name=name) for n, name in enumerate(KINDS)],
    )
    (folder / "trap_train.json").write_text(json.dumps(content))


def classes(count: int = 30) -> list[dict[str, Any]]:
    return [
        dict(id=i, image_id=f"i{i}", category_id=i % 3, count=1) for i in range(count)
    ]


def test_categories_of_pictures_become_a_table_with_groups(tmp_path: Path):
    written(tmp_path, classes())
    found = {
        "id": "i0",
        "detections": [{"category": "1", "bbox": [0.1, 0.2, 0.3, 0.3]}],
    }
    guesses = {"images": [found], "detection_categories": {"1": "animal"}}
    (tmp_path / "a_results.json").write_text(json.dumps(guesses))
    with pytest.raises(DataError, match="hold no box"):
        read(tmp_path, kind="image-classification")
    carried_out(refused(tmp_path))
    facts = read(tmp_path / "trap_train_labels.csv")
    assert facts.classes == dict.fromkeys(KINDS, 10)
    assert "location_id" in said(facts)


def test_several_categories_of_a_picture_become_labels(tmp_path: Path):
    more = [
        dict(id=40, image_id="i1", category_id=2),
        dict(id=41, image_id="i4", category_id=2),
    ]
    written(tmp_path, [*classes(), *more])
    carried_out(refused(tmp_path))
    facts = read(tmp_path / "trap_train_labels.csv")
    assert facts.kind.value == "image-multilabel"


def test_pictures_of_which_only_the_class_is_known_are_left_out(tmp_path: Path):
    several = classes()
    for one in several[:20]:
        if one["category_id"]:
            one["bbox"] = [5, 5, 20, 20]
    written(tmp_path, several)
    told = refused(tmp_path)
    assert "17 of 30 annotations" in told
    carried_out(told)
    facts = read(tmp_path / "trap_train_boxes.json")
    assert facts.counts == {"train": 23} and "10 pictures without any" in said(facts)


def test_outlines_without_boxes_get_them(tmp_path: Path):
    several = classes()
    for one in several:
        one["segmentation"] = [[5, 5, 25, 5, 25, 15], [5, 5, 7, 20, 6, 6]]
    written(tmp_path, several)
    carried_out(refused(tmp_path))
    assert "boar 20 x 15" in said(read(tmp_path / "trap_train_boxes.json"))


def test_a_list_of_places_in_parts_is_no_file_of_boxes(tmp_path: Path):
    home = tmp_path / "traps"
    written(home, classes())
    parts = {"info": {"about": "parts"}, "splits": {"train": ["0"], "val": ["1"]}}
    (home / "Parts_v1.json").write_text(json.dumps(parts))
    told = refused(home)
    assert "hold no box" in told and "location_id" in told
    carried_out(told)
    assert read(home / "trap_train_labels.csv").classes == dict.fromkeys(KINDS, 10)


def test_a_lone_file_without_images_says_what_it_lacks(tmp_path: Path):
    written(tmp_path, classes())
    (tmp_path / "trap_train.json").write_text('{"info": {}, "annotations": []}')
    assert "'images'" in refused(tmp_path)


def test_the_few_pictures_of_several_categories_are_left_out_of_classes(tmp_path: Path):
    written(tmp_path, [*classes(60), dict(id=70, image_id="i1", category_id=2)], 60)
    told = refused(tmp_path)
    assert "without the 1 that show several" in told
    carried_out(told)
    facts = read(tmp_path / "trap_train_labels.csv")
    assert facts.kind.value == "image-classification"
    assert facts.classes == {"empty": 20, "deer": 19, "boar": 20}
