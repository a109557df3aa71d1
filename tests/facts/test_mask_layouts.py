"""Where pictures, masks and their splits are found: `pytest tests/facts/test_mask_layouts.py`."""

from pathlib import Path
from shutil import rmtree

import numpy as np
import pytest
from PIL import Image

from scaffolder.errors import DataError
from scaffolder.facts import read
from tests.facts.test_agree import loaded, picture
from tests.facts.test_places import carried_out, refused
from tests.rendered import Rendered

SPLITS = {"train": range(24), "val": range(24, 32), "test": range(32, 38)}


def mask(file: Path, number: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    drawn = Image.new("L", (12, 12), 0)
    drawn.paste(1, (2, 2, 6 + number % 4, 7))
    drawn.save(file)


def test_pairs_in_several_folders_are_all_read(tmp_path: Path):
    home = tmp_path / "lesions"
    for label in ("benign", "malignant"):
        for i in range(1, 16):
            picture(home / label / f"{label} ({i}).png")
            mask(home / label / f"{label} ({i})_mask.png", i)
    picture(home / "normal" / "normal (1).png")
    facts = read(home)
    assert facts.counts == {"train": 30}
    sizes, left_out = loaded(tmp_path, facts)
    assert sizes == facts.counts
    assert left_out == {"lesions/normal/normal (1).png": "no mask"}


def test_pairs_that_no_one_pattern_finds_are_an_error(tmp_path: Path):
    for site in ("north", "south"):
        for i in range(15):
            picture(tmp_path / site / "images" / f"{i}.png")
            mask(tmp_path / site / "masks" / f"{i}.png", i)
    with pytest.raises(DataError, match="several folders.*north/images.*move them so"):
        read(tmp_path)
    for site in ("north", "south"):
        for what in ("images", "masks"):
            (tmp_path / "all" / what).mkdir(parents=True, exist_ok=True)
            (tmp_path / site / what).rename(tmp_path / "all" / what / site)
    assert read(tmp_path / "all").counts == {"train": 30}


def in_voc(number: int) -> str:
    return f"g{number:03d}"


def in_pairs(number: int) -> str:
    return f"JPEGImages/g{number:03d}.png SegmentationClass/g{number:03d}.png"


@pytest.mark.parametrize("line", [in_voc, in_pairs])
@pytest.mark.parametrize("place", ["ImageSets/Segmentation", "splits", "."])
def test_lists_of_names_are_given_splits(line, place: str, tmp_path: Path):
    home = tmp_path / "streets"
    for i in range(40):
        picture(home / "JPEGImages" / f"g{i:03d}.png")
        mask(home / "SegmentationClass" / f"g{i:03d}.png", i)
        mask(home / "SegmentationObject" / f"g{i:03d}.png", i)
    (home / place).mkdir(parents=True, exist_ok=True)
    for split, numbers in SPLITS.items():
        lines = "".join(f"{line(i)}\n" for i in numbers)
        (home / place / f"{split}.txt").write_text(lines)
    facts = read(home)
    assert facts.counts == {"train": 24, "validation": 8, "test": 6}
    assert any("2 pictures in no list" in s for s in facts.sentences)
    splits = Rendered(tmp_path, facts.kind.value, data=str(home)).load()
    for split, numbers in zip(
        (splits.train, splits.validation, splits.test), SPLITS.values(), strict=True
    ):
        assert {e.id for e in split} == {f"JPEGImages/g{i:03d}.png" for i in numbers}
        assert all("/SegmentationClass/" in e.answer for e in split)


def test_lists_that_name_other_files_split_nothing(tmp_path: Path):
    for i in range(40):
        picture(tmp_path / "images" / f"g{i:03d}.png")
        mask(tmp_path / "masks" / f"g{i:03d}.png", i)
    for split, numbers in SPLITS.items():
        names = "".join(f"h{i:03d}\n" for i in numbers)
        (tmp_path / f"{split}.txt").write_text(names)
    assert read(tmp_path).counts == {"train": 40}


def test_a_broken_picture_of_a_list_is_left_out(tmp_path: Path):
    home = tmp_path / "streets"
    for i in range(40):
        picture(home / "JPEGImages" / f"g{i:03d}.png")
        mask(home / "SegmentationClass" / f"g{i:03d}.png", i)
    for split, numbers in SPLITS.items():
        (home / f"{split}.txt").write_text("".join(f"g{i:03d}\n" for i in numbers))
    broken = home / "JPEGImages" / "g003.png"
    broken.write_bytes(broken.read_bytes()[:200])
    (home / "JPEGImages" / "g004.png").unlink()
    facts = read(home)
    assert facts.counts == {"train": 22, "validation": 8, "test": 6}
    sizes, left_out = loaded(tmp_path, facts)
    assert sizes == facts.counts
    assert set(left_out) == {"JPEGImages/g003.png", "JPEGImages/g004.png"}


@pytest.mark.parametrize(
    "odd", ["new\nline", "{brace}", "tab\there", "日本 語", "a;b|c"]
)
def test_odd_names_are_no_obstacle(odd: str, tmp_path: Path):
    home = tmp_path / "cells"
    for i in range(24):
        name = f"{odd}{i}" if i % 6 == 0 else f"{i}"
        picture(home / "images" / f"{name}.png")
        mask(home / "masks" / f"{name}.png", i)
    facts = read(home)
    assert facts.counts == {"train": 24}
    assert loaded(tmp_path, facts) == ({"train": 24}, {})


def in_folders_each(home: Path, i: int) -> tuple[Path, Path]:
    return home / f"c{i}" / "images" / f"c{i}.png", home / f"c{i}" / "masks"


def side_by_side(home: Path, i: int) -> tuple[Path, Path]:
    return home / "images" / f"c{i}.png", home / "masks" / f"c{i}"


@pytest.mark.parametrize("place", [in_folders_each, side_by_side])
def test_a_mask_for_each_object_is_named_with_the_way_on(place, tmp_path: Path):
    for i in range(20):
        file, masks = place(tmp_path / "cells", i)
        picture(file)
        for k in range(2 + i % 2):
            mask(masks / f"{k}.png", k)
            if place is side_by_side:
                (masks / f"{k}.png").rename(masks.with_name(f"{masks.name}_{k}.png"))
        if place is side_by_side:
            masks.rmdir()
    told = refused(tmp_path / "cells")
    assert "one for each object" in told
    carried_out(told)
    assert read(tmp_path / "cells_united").counts == {"train": 20}


def test_further_masks_are_named_with_the_way_to_lay_them_over(tmp_path: Path):
    home = tmp_path / "cells"
    for i in range(20):
        picture(home / f"c ({i}).png")
        mask(home / f"c ({i})_mask.png", 0)
    mask(home / "c (3)_mask_1.png", 3)
    (told,) = (s for s in read(home).sentences if "Further masks" in s)
    carried_out(told)
    facts = read(tmp_path / "cells_united")
    assert facts.counts == {"train": 20} and not facts.unreadable
    with Image.open(tmp_path / "cells_united" / "c (3)_mask.png") as whole:
        assert sum(whole.histogram()[1:]) == 7 * 5


def test_names_of_classes_stand_beside_the_masks(tmp_path: Path):
    for split in ("train", "valid"):
        for i in range(20):
            picture(tmp_path / split / f"{i}.jpg")
            mask(tmp_path / split / f"{i}_mask.png", i)
        (tmp_path / split / "_classes.csv").write_text("Pixel Value, Class\n1, moss\n")
    assert dict(read(tmp_path).settings["classes"].value)["1"] == "moss"


def test_names_of_the_colours_of_a_palette_are_names_of_its_indices(tmp_path: Path):
    """CVAT's labelmap.txt."""
    for i in range(20):
        picture(tmp_path / "JPEGImages" / f"{i}.jpg")
        path = tmp_path / "SegmentationClass" / f"{i}.png"
        mask(path, i)
        with Image.open(path) as opened:
            paletted = Image.frombytes("P", opened.size, opened.convert("L").tobytes())
        paletted.putpalette([0, 0, 0, 128, 0, 0])
        paletted.save(path)
    lines = "# label:color_rgb:parts:actions\nbackground:0,0,0::\nbottle:128,0,0::\n"
    (tmp_path / "labelmap.txt").write_text(lines)
    classes = read(tmp_path).settings["classes"]
    assert dict(classes.value) == {"0": "background", "1": "bottle"}
    assert "labelmap.txt" in classes.reason


def test_folders_of_images_and_masks_are_no_two_classes(tmp_path: Path):
    for i in range(20):
        picture(tmp_path / "images" / f"{i}.png")
        mask(tmp_path / "masks" / f"m{i}x.png", i)
    assert "names do not fit together" in refused(tmp_path)


def test_masks_of_the_test_alone_are_named_with_the_way_on(tmp_path: Path):
    home = tmp_path / "bottle"
    for i in range(20):
        picture(home / "train" / "good" / f"{i:03d}.png")
        picture(home / "test" / "good" / f"{i:03d}.png")
        for label in ("bent", "cut"):
            picture(home / "test" / label / f"{i:03d}.png")
            mask(home / "ground_truth" / label / f"{i:03d}_mask.png", i)
    told = refused(tmp_path)
    assert "one class without masks" in told and "anomaly detection" in told
    carried_out(told)
    assert read(home / "with_masks").counts == {"train": 40}
    assert len(read(home / "test").classes) == 3
    rmtree(home / "ground_truth")
    rmtree(home / "with_masks")
    assert "Training holds one class (good), test others, too (bent, cut)" in refused(
        home
    )


@pytest.mark.parametrize(
    ("pictures", "masks"),
    [
        ("{}.jpg", "masks/{}.png"),
        ("images/{}.jpg", "annotations/masks/fine/{}.png"),
        ("images/train/{}.jpg", "annotations/training/{}.png"),
    ],
)
def test_masks_stand_below_in_deeper_folders_or_in_those_of_another_word(
    pictures: str, masks: str, tmp_path: Path
):
    for i in range(14):
        picture(tmp_path / pictures.format(f"a_{i}"))
        mask(tmp_path / masks.format(f"a_{i}"), i)
    facts = read(tmp_path)
    sizes, left_out = loaded(tmp_path, facts)
    assert (facts.counts, sizes, left_out) == ({"train": 14}, {"train": 14}, {})


def test_a_word_that_ends_some_names_is_part_of_them(tmp_path: Path):
    for i in range(24):
        name = f"{i}_{('cat', 'dog')[i % 2]}"
        picture(tmp_path / "images" / f"{name}.jpg")
        mask(tmp_path / "masks" / f"{name}.png", i)
    assert read(tmp_path).counts == {"train": 24}


def test_photographs_in_the_place_of_masks_are_no_fault_of_their_names(tmp_path: Path):
    for i in range(14):
        picture(tmp_path / "images" / f"{i}.png")
        picture(tmp_path / "masks" / f"{i}.png")
    assert "do not look like masks of them: they hold many" in refused(tmp_path)


@pytest.mark.parametrize("named", ["{kind}_{i}.jpg", "{i}.jpg"])
def test_a_smooth_class_beside_others_is_no_folder_of_masks(tmp_path: Path, named: str):
    chance = np.random.default_rng(0)
    for kind in ("Crop", "Forest", "River", "SeaLake"):
        (tmp_path / kind).mkdir()
        for i in range(1, 13):
            noise = chance.integers(0, 256, (16, 16, 3), dtype=np.uint8)
            smooth = np.full((16, 16, 3), 60, np.uint8)
            smooth[:, : 4 + i % 4] = 70
            pixels = smooth if kind == "SeaLake" else noise
            file = tmp_path / kind / named.format(kind=kind, i=i)
            Image.fromarray(pixels).save(file)
    facts = read(tmp_path)
    assert facts.kind.value == "image-classification" and len(facts.classes) == 4
