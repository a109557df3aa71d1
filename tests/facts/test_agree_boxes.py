"""Each split has the pictures of its own folder: `pytest tests/facts/test_agree_boxes.py`.

Pictures of several splits are often called alike, 000.png in train/ and in val/.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read
from tests.facts.test_agree import picture
from tests.rendered import Rendered

SPLITS = {"train": 20, "val": 6, "test": 5}
NAMES = {"train": "train", "val": "validation", "test": "test"}


def coco(file: Path, count: int, first: int = 0) -> None:
    numbers = range(first, first + count)
    images = [
        dict(id=i, file_name=f"{i:03d}.png", width=12, height=12) for i in numbers
    ]
    boxes = [
        dict(image_id=i, category_id=1, bbox=[1 + i % 4, 2, 5, 6]) for i in numbers
    ]
    file.parent.mkdir(parents=True, exist_ok=True)
    content = dict(
        images=images, annotations=boxes, categories=[dict(id=1, name="hen")]
    )
    file.write_text(json.dumps(content))


def beside(home: Path, split: str, count: int) -> Path:
    """_annotations.coco.json among the pictures of each split, as Roboflow writes."""
    coco(home / split / "_annotations.coco.json", count)
    return home / split


def apart(home: Path, split: str, count: int) -> Path:
    coco(home / "annotations" / f"instances_{split}.json", count)
    return home / split


def below(home: Path, split: str, count: int) -> Path:
    coco(home / "annotations" / f"{split}.json", count)
    return home / "images" / split


def xml(home: Path, split: str, count: int) -> Path:
    folder = home / "annotations" / split
    folder.mkdir(parents=True)
    for i in range(count):
        (folder / f"{i:03d}.xml").write_text(
            "<annotation><size><width>12</width><height>12</height></size><object><name>hen"
            f"</name><bndbox><xmin>{1 + i % 4}</xmin><ymin>2</ymin><xmax>8</xmax><ymax>9"
            "</ymax></bndbox></object></annotation>"
        )
    return home / "images" / split


def rows(home: Path, split: str, count: int) -> Path:
    home.mkdir(exist_ok=True)
    lines = [f"{i:03d}.png,{1 + i % 4},2,8,9,hen" for i in range(count)]
    header = "image,xmin,ymin,xmax,ymax,class"
    (home / f"boxes_{split}.csv").write_text("\n".join([header, *lines]) + "\n")
    return home / split


@pytest.mark.parametrize("write", [beside, apart, below, xml, rows])
def test_each_split_has_the_pictures_of_its_own_folder(
    write: Callable[[Path, str, int], Path], tmp_path: Path
):
    home = tmp_path / "hens"
    own = {split: write(home, split, count) for split, count in SPLITS.items()}
    for split, count in SPLITS.items():
        for i in range(count):
            picture(own[split] / f"{i:03d}.png")
    facts = read(home)
    assert facts.counts == {NAMES[s]: count for s, count in SPLITS.items()}
    made = Rendered(tmp_path, "image-detection", data=str(home)).load()
    for split, count in SPLITS.items():
        found = {Path(e.raw).resolve() for e in getattr(made, NAMES[split])}
        assert found == {own[split] / f"{i:03d}.png" for i in range(count)}
    assert not made.left_out


def test_each_split_may_name_pictures_that_no_other_has(tmp_path: Path):
    for first, (split, count) in enumerate(SPLITS.items()):
        coco(tmp_path / split / "_annotations.coco.json", count, 100 * first)
        for i in range(100 * first, 100 * first + count):
            picture(tmp_path / split / f"{i:03d}.png")
    assert read(tmp_path).counts == {NAMES[s]: n for s, n in SPLITS.items()}


def test_one_name_for_pictures_of_two_splits_is_an_error(tmp_path: Path):
    for split, count in SPLITS.items():
        coco(tmp_path / "annotations" / f"{split}.json", count)
        for i in range(count):
            picture(tmp_path / f"part of {split}" / f"{i:03d}.png")
    with pytest.raises(DataError, match="both name 000.png") as error:
        read(tmp_path)
    assert "train/ for train.json" in str(error.value)
    for split in SPLITS:
        (tmp_path / f"part of {split}").rename(tmp_path / split)
    assert read(tmp_path).counts == {NAMES[s]: n for s, n in SPLITS.items()}
