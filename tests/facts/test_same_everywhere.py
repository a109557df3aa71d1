"""Masks of the field of view, the same for every picture: `pytest tests/facts/test_same_everywhere.py`."""

import random
from pathlib import Path

from PIL import Image

from scaffolder.facts import read
from tests.facts.test_mask_parts import said
from tests.facts.test_places import carried_out

SIDE = 40  # pixels


def photo(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    random.seed(file.name)
    Image.frombytes("RGB", (SIDE, SIDE), random.randbytes(3 * SIDE * SIDE)).save(file)


def drawn(file: Path, box: tuple[int, int, int, int]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    mask = Image.new("L", (SIDE, SIDE), 0)
    mask.paste(255, box)
    mask.save(file)


def found(i: int, size: int = 12) -> tuple[int, int, int, int]:
    """Where the thing of picture `i` is: another place in each."""
    left, top = 7 * i % (SIDE - size), 11 * i % (SIDE - size)
    return left, top, left + size, top + size


def view(i: int) -> tuple[int, int, int, int]:
    """Where the microscope sees anything; it moves by a pixel at most."""
    return 3, 3 + i % 2, 37, 37


def slides(home: Path, part: str, numbers: range, readers: int = 1) -> None:
    for i in numbers:
        photo(home / part / "shots" / f"{i}_{part}.png")
        drawn(home / part / "mask" / f"{i}_{part}_mask.png", view(i))
        for reader in range(1, readers + 1):
            name = f"{i}_drawn{reader}.png"
            drawn(home / part / f"reader{reader}" / name, found(i))


def test_a_mask_that_is_the_same_for_every_picture_is_not_the_answer(tmp_path: Path):
    home = tmp_path / "slides"
    slides(home, "training", range(10, 34))
    slides(home, "testing", range(50, 58), readers=2)
    facts = read(home)
    pairs = "{name}_training.png", "../reader1/{name}_drawn1.png"
    assert facts.settings["pairs"].value == pairs
    assert not said(facts, "hardly differ")
    carried_out(said(facts, "named as a part"))
    both = read(tmp_path / "slides_parts")
    assert both.counts == {"train": 24, "test": 8}
    assert any("class 255 9 %" in sentence for sentence in both.sentences)


def test_masks_that_are_the_same_and_alone_are_told(tmp_path: Path):
    for i in range(20):
        photo(tmp_path / "shots" / f"{i}.png")
        drawn(tmp_path / "mask" / f"{i}.png", view(i))
    told = said(read(tmp_path), "hardly differ")
    assert "field of view" in told and "name the folder" in told


def test_things_in_the_middle_of_the_picture_are_an_answer(tmp_path: Path):
    """A portrait fills the middle, a little to the left or the right."""
    for i in range(20):
        photo(tmp_path / "shots" / f"{i}.png")
        drawn(
            tmp_path / "heads_mask" / f"{i}.png", (9 + i % 7, 8 + i % 5, 25 + i % 7, 36)
        )
    assert not said(read(tmp_path), "hardly differ")
