"""Parts and tables beside pictures with masks: `pytest tests/facts/test_mask_parts.py`."""

from pathlib import Path

import pytest

from scaffolder.facts import Facts, read
from tests.facts.test_agree import picture
from tests.facts.test_mask_layouts import mask
from tests.facts.test_places import carried_out


def masked(home: Path, ways: tuple[str, str], first: int, count: int) -> None:
    for i in range(first, first + count):
        files = [home / way.format(i) for way in ways]
        picture(files[0])
        mask(files[1], i)


def said(facts: Facts, word: str) -> str:
    return next((s for s in facts.sentences if word in s), "")


@pytest.mark.parametrize(
    "ways",
    [
        ("P1_{}_Data/s_{{}}.png", "P1_{}_Truth/s_{{}}_seg.png"),
        ("{}_imgs/{{}}.png", "{}_masks/{{}}.png"),
    ],
)
def test_a_part_that_no_pattern_reaches_is_named_with_the_way_to_it(
    ways: tuple[str, str], tmp_path: Path
):
    home = tmp_path / "spots"
    for part, first, count in (("Training", 0, 14), ("Test", 20, 6)):
        pictures, masks = ways
        masked(home, (pictures.format(part), masks.format(part)), first, count)
    facts = read(home)
    assert facts.counts == {"train": 14}
    told = said(facts, "named as a part")
    assert "6 pictures with masks in" in told
    carried_out(told)
    assert read(tmp_path / "spots_parts").counts == {"train": 14, "test": 6}


def test_parts_that_are_read_need_no_word(tmp_path: Path):
    for part, first, count in (("train", 0, 14), ("test", 20, 6)):
        ways = f"images/{part}/{{}}.png", f"masks/{part}/{{}}.png"
        masked(tmp_path, ways, first, count)
    assert not said(read(tmp_path), "named as a part")


@pytest.mark.parametrize("lines", ["s_{},{}\n", '"s_{}.png","{}"\n'])
@pytest.mark.parametrize("header", ["", "name,kind\n"])
def test_a_table_of_classes_of_the_same_pictures_is_named(
    lines: str, header: str, tmp_path: Path
):
    masked(tmp_path, ("images/s_{}.png", "masks/s_{}.png"), 0, 16)
    rows = [lines.format(i, ["mild", "grave"][i % 2]) for i in range(16)]
    (tmp_path / "more.csv").write_text(header + "".join(rows))
    facts = read(tmp_path)
    assert facts.kind.value == "image-segmentation"
    told = said(facts, "says more of the same pictures")
    assert "grave, mild" in told
    carried_out(told)
    assert read(tmp_path / "more_pictures.csv").classes == {"mild": 8, "grave": 8}


def test_a_table_of_measures_is_no_other_task(tmp_path: Path):
    masked(tmp_path, ("images/s_{}.png", "masks/s_{}.png"), 0, 16)
    rows = [f"s_{i},{i * 1.5}" for i in range(16)]
    (tmp_path / "more.csv").write_text("\n".join(["name,area", *rows]))
    assert not said(read(tmp_path), "says more")
