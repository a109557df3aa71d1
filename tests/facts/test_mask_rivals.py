"""Several pictures for one mask: `pytest tests/facts/test_mask_rivals.py`."""

import random
from pathlib import Path

import pytest
from PIL import Image

from scaffolder.facts import read
from tests.facts.test_agree import picture
from tests.facts.test_boxes import draw
from tests.facts.test_mask_layouts import mask
from tests.facts.test_places import carried_out, refused


def changes(home: Path, split: str, names: tuple[str, str, str], count: int) -> None:
    """Two pictures of each place, and a mask of what is new in the second."""
    for i in range(count):
        first, second, drawn = (home / split / n / f"{split}_{i}.png" for n in names)
        picture(first)
        picture(second)
        mask(drawn, i)


@pytest.mark.parametrize(
    "names", [("A", "B", "label"), ("time1", "time2", "mask"), ("pre", "post", "gt")]
)
def test_two_pictures_of_a_mask_are_laid_into_one(
    names: tuple[str, str, str], tmp_path: Path
):
    home = tmp_path / "land"
    for split, count in (("train", 14), ("val", 6), ("test", 5)):
        changes(home, split, names, count)
    told = refused(home)
    assert "belongs to 2 pictures of its name" in told and names[1] in told
    carried_out(told)
    facts = read(tmp_path / "land_together")
    assert facts.counts == {"train": 14, "validation": 6, "test": 5}
    assert facts.shape == (3, 12, 12)


def test_of_several_the_picture_as_large_as_the_mask_is_meant(tmp_path: Path):
    for i in range(14):
        picture(tmp_path / "shots" / f"{i}.png")
        mask(tmp_path / "masks" / f"{i}.png", i)
        draw(tmp_path / "both" / f"{i}.png", i, (24, 12))
    facts = read(tmp_path)
    assert facts.settings["data"].value.endswith("shots")
    assert any("not read: those in both" in sentence for sentence in facts.sentences)
    assert read(tmp_path / "shots").counts == facts.counts


def test_of_several_the_folder_called_images_is_meant(tmp_path: Path):
    for i in range(14):
        picture(tmp_path / "images" / f"{i}.png")
        mask(tmp_path / "masks" / f"{i}.png", i)
        draw(tmp_path / "depth" / f"{i}.jpg", i, (12, 12))
    assert read(tmp_path).settings["data"].value.endswith("images")


def test_three_pictures_of_a_mask_are_refused(tmp_path: Path):
    for i in range(14):
        for band in ("near", "red", "green"):
            draw(tmp_path / band / f"{i}.png", i, (12, 12))
        mask(tmp_path / "masks" / f"{i}.png", i)
    told = refused(tmp_path)
    assert "belongs to 3 pictures" in told
    (tmp_path / "near").rename(tmp_path.with_name("near"))
    (tmp_path / "red").rename(tmp_path.with_name("red"))
    assert read(tmp_path).counts == {"train": 14}


def test_pictures_of_one_thing_in_several_colours_are_no_masks(tmp_path: Path):
    for i in range(14):
        for colour in ("red", "green", "blue"):
            draw(tmp_path / f"c{i}_{colour}.png", i, (12, 12))
        Image.new("L", (12, 12), i).save(tmp_path / f"c{i}_yellow.png")
        mask(tmp_path / f"c{i}_yellow.png", i)
    assert "no answer for them" in refused(tmp_path)


def test_pictures_of_another_part_are_no_rivals(tmp_path: Path):
    for split, count in (("train", 14), ("val", 6), ("test", 5)):
        for i in range(count):
            picture(tmp_path / split / f"{split}_{i:05d}.png")
            mask(tmp_path / f"{split}_labels" / f"{split}_{i:05d}_L.png", i)
    assert read(tmp_path).counts == {"train": 14, "validation": 6, "test": 5}


@pytest.mark.parametrize(
    "named", ["masks/{}.png", "masks/{}_mask.png", "annotations/trimaps/{}.png"]
)
def test_names_that_begin_with_several_words_pair_with_their_equals(
    named: str, tmp_path: Path
):
    for breed in ("beagle", "pug", "Bengal"):
        for i in range(1, 8):
            picture(tmp_path / "images" / f"{breed}_{i}.jpg")
            mask(tmp_path / named.format(f"{breed}_{i}"), i)
    facts = read(tmp_path)
    assert facts.counts == {"train": 21}
    pictures, masks = facts.settings["pairs"].value
    assert (pictures, masks) == ("{name}.jpg", f"../{named.format('{name}')}")


def test_a_picture_of_the_same_name_is_meant_before_one_with_a_word_more(
    tmp_path: Path,
):
    for i in range(14):
        picture(tmp_path / "images" / f"{i}.png")
        picture(tmp_path / "images" / f"{i}_near.png")
        mask(tmp_path / "masks" / f"{i}.png", i)
    assert read(tmp_path).settings["pairs"].value[0] == "{name}.png"


@pytest.mark.parametrize("more", [[], ["val"]])
def test_a_list_of_training_and_validation_is_the_training_where_none_is_apart(
    more: list[str], tmp_path: Path
):
    for i in range(18):
        picture(tmp_path / "images" / f"{i}.png")
        mask(tmp_path / "labels" / "drawn" / f"{i}.png", i)
    for name, part in (("trainval", range(12)), ("test", range(12, 18))):
        (tmp_path / f"{name}.txt").write_text("".join(f"{i} 1\n" for i in part))
    for name in more:
        (tmp_path / f"{name}.txt").write_text("1 1\n")
    apart = {"train": 12, "test": 6} if not more else {"train": 18}
    assert read(tmp_path).counts == apart


def coarse(file: Path, areas: int) -> None:
    """Areas of one value in 32 x 32 pixels, as superpixels are."""
    file.parent.mkdir(parents=True, exist_ok=True)
    drawn = random.Random(file.name).randbytes(areas * areas * 3)
    small = Image.frombytes("RGB", (areas, areas), drawn)
    small.resize((32, 32), resample=0).save(file)


@pytest.mark.parametrize("areas", [4, 10])
@pytest.mark.parametrize("form", ["{}.jpg", "{}.png", "{}_photo.png"])
def test_what_is_made_of_a_picture_is_no_rival(form: str, areas: int, tmp_path: Path):
    for i in range(14):
        name = f"skin_{i}"
        coarse(tmp_path / "data" / form.format(name), 32)
        coarse(tmp_path / "data" / f"{name}_superpixels.png", areas)
        mask(file := tmp_path / "truth" / f"{name}_segmentation.png", i)
        Image.open(file).resize((32, 32), resample=0).save(file)
    facts = read(tmp_path)
    assert facts.counts == {"train": 14} and len(facts.settings["classes"].value) == 2
    assert facts.settings["pairs"].value[0].format(name="x") == form.format("x")
    assert "_superpixels.png" in " ".join(
        [*facts.sentences, *(str(proposal.value) for proposal in facts.drop)]
    )


def test_a_picture_and_another_kind_of_it_are_not_laid_into_one(tmp_path: Path):
    for i in range(14):
        picture(tmp_path / "a" / f"{i}_one.jpg")
        picture(tmp_path / "a" / f"{i}_two.png")
        mask(tmp_path / "masks" / f"{i}.png", i)
    told = refused(tmp_path)
    assert "move the others out" in told and "changed" not in told
