"""Folders that show the same things in several ways are no classes: `pytest tests/facts/test_views_of_one.py`."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

from scaffolder.facts import read
from tests.facts.test_layouts import refused
from tests.facts.test_places import carried_out

Made = Callable[[Image.Image], Image.Image]
WAYS: dict[tuple[str, str], Made] = {
    ("left", "right"): lambda one: ImageChops.offset(one, 2, 0),
    ("day", "night"): lambda one: ImageEnhance.Brightness(one).enhance(0.2),
    ("sharp", "soft"): lambda one: one.filter(ImageFilter.GaussianBlur(2)),
    ("visible", "infrared"): ImageOps.invert,
}


def drawn(number: int) -> Image.Image:
    coarse = np.random.default_rng(number).integers(0, 255, (6, 8, 3), dtype=np.uint8)
    return Image.fromarray(coarse).resize((40, 30), resample=2)


def deep(one: Image.Image) -> Image.Image:
    levels = np.asarray(one.convert("L"), np.uint16) * 17
    return Image.fromarray(levels)


def views(top: Path, names: tuple[str, str], made: Made, form: str = "{}.png") -> Path:
    for number in range(12):
        for folder, way in zip(names, (lambda one: one, made), strict=True):
            file = top / folder / form.format(number)
            file.parent.mkdir(parents=True, exist_ok=True)
            way(drawn(number)).save(file)
    return top


@pytest.mark.parametrize("names", WAYS)
def test_two_views_of_one_thing_are_no_classes(names: tuple[str, str], tmp_path: Path):
    sentence = refused(views(tmp_path / "set", names, WAYS[names]))
    assert "hold 12 pictures of the same names" in sentence
    assert "each thing in several ways" in sentence


def test_views_inside_given_splits_are_no_classes_either(tmp_path: Path):
    for split in ("train", "val"):
        views(tmp_path / split, ("left", "right"), WAYS["day", "night"])
    assert "each thing in several ways" in refused(tmp_path)


def test_the_table_of_views_keeps_both_of_a_thing_on_one_side(tmp_path: Path):
    made = WAYS["sharp", "soft"]
    home = views(tmp_path / "set", ("fake", "real"), made, "face_{}.png")
    carried_out(refused(home))
    facts = read(home / "pairs.csv")
    assert facts.classes == {"fake": 12, "real": 12}
    assert (facts.split.value, facts.split_column.value) == ("group", "subject")


def test_a_number_for_each_pixel_is_no_kind_and_its_steps_are_masks(tmp_path: Path):
    home = views(tmp_path / "room", ("depth", "rgb"), lambda one: one)
    for file in (home / "depth").iterdir():
        deep(Image.open(file)).save(file)
    sentence = refused(home)
    assert "Those in depth have a number for each pixel" in sentence
    carried_out(sentence)
    facts = read(tmp_path / "room_steps")
    assert facts.kind.value == "image-segmentation"
    assert len(facts.settings["classes"].value) >= 4


def test_pictures_that_are_only_counted_are_of_classes(tmp_path: Path):
    home = views(
        tmp_path, ("left", "right"), lambda one: drawn(np.asarray(one)[0, 0, 0])
    )
    assert read(home).classes == {"left": 12, "right": 12}


@pytest.mark.parametrize(
    ("tops", "form"),
    [
        (("color", "segmented"), "{}"),
        (("400X", "100X"), "{}"),
        (("photo", "sketch"), "{}_{top}"),
    ],
)
def test_versions_above_the_same_classes_are_named_with_the_way_on(
    tops: tuple[str, str], form: str, tmp_path: Path
):
    for number in range(24):
        for top in tops:
            label = ("healthy", "rust")[number % 2]
            name = form.format(f"a{number}b", top=top)
            file = tmp_path / "leaves" / top / label / f"{name}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            one = drawn(number)
            (one if top == tops[0] else ImageOps.invert(one)).save(file)
    sentence = refused(tmp_path / "leaves")
    assert "holds the same folders, healthy, rust" in sentence
    named = re.search(r"name (\S+),", sentence)
    assert named and read(Path(named[1])).classes == {"healthy": 12, "rust": 12}


def test_the_same_folders_below_classes_are_said(tmp_path: Path):
    for number in range(24):
        label, place = ("cat", "dog")[number % 2], ("garden", "house")[number // 12]
        file = tmp_path / "pets" / label / place / f"{number // 2 % 6}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        drawn(number).save(file)
    facts = read(tmp_path / "pets")
    assert facts.classes == {"cat": 12, "dog": 12}
    (said,) = [s for s in facts.sentences if "the same folders" in s]
    carried_out(said, "; then name ")
    assert read(tmp_path / "pets_by_class").classes == {"garden": 12, "house": 12}


def test_versions_below_classes_are_said_with_the_split_by_name(tmp_path: Path):
    for number in range(24):
        for version in ("NIR", "RGB"):
            label = ("oak", "elm")[number % 2]
            file = tmp_path / "trees" / label / version / f"{number}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            drawn(number + 100 * (version == "RGB")).save(file)
    (said,) = [s for s in read(tmp_path / "trees").sentences if "the same folders" in s]
    column = said.partition("--split-column '")[2].partition("'")[0]
    found = re.search(column, "trees/oak/NIR/14.png")
    assert found and found[1] == "14"
