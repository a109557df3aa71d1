"""Lists beside folders of classes that say which part a picture is of: `pytest tests/facts/test_part_lists.py`."""

from pathlib import Path

import pytest

from scaffolder.facts import Facts, read
from tests.facts.test_agree import picture
from tests.facts.test_places import carried_out

NAMES = [f"{kind}/{kind}_{i}.png" for kind in ("1.gull", "2.tern") for i in range(16)]


def shown(home: Path) -> None:
    for name in NAMES:
        picture(home / name)


def given(facts: Facts) -> str:
    return next((s for s in facts.sentences if s.startswith("Given parts")), "")


def numbered(top: Path, cells: list[str], name: str) -> None:
    lines = [f"{n} {cell}" for n, cell in enumerate(cells, 1)]
    (top / name).write_text("\n".join(lines) + "\n")


@pytest.mark.parametrize(
    ("name", "train"), [("train_test_split.txt", 1), ("is_test_split.txt", 0)]
)
def test_a_0_or_1_for_each_number_of_a_picture_is_a_given_part(
    name: str, train: int, tmp_path: Path
):
    top = tmp_path / "birds"
    shown(top / "images")
    flags = [str(train if i % 4 else 1 - train) for i in range(len(NAMES))]
    numbered(top, NAMES, "images.txt")
    numbered(top, flags, name)
    numbered(top, ["1.0 2.0 5.0 6.0"] * len(NAMES), "bounding_boxes.txt")
    facts = read(top)
    assert name in given(facts)
    assert any("bounding_boxes.txt holds 4 numbers" in s for s in facts.sentences)
    carried_out(given(facts))
    facts = read(top / "pictures_train.csv")
    assert facts.counts == {"train": 24, "test": 8}
    assert facts.classes == {"1.gull": 12, "2.tern": 12}


@pytest.mark.parametrize(
    ("home", "line", "lists"),
    [
        ("images", "{stem}", "meta/{}.txt"),
        ("images", "images/{name}", "{}.txt"),
        (".", "{name} 3", "{}.txt"),
        ("photos", "{name}", "Lists/{}Images.txt"),
    ],
)
def test_lists_of_pictures_are_named_with_the_way_to_use_them(
    home: str, line: str, lists: str, tmp_path: Path
):
    top = tmp_path / "birds"
    shown(top / home)
    for part, names in (("train", NAMES[::2]), ("test", NAMES[1::4])):
        file = top / lists.format(part)
        file.parent.mkdir(exist_ok=True)
        rows = [line.format(name=n, stem=n.removesuffix(".png")) for n in names]
        file.write_text("\n".join(rows) + "\n")
    facts = read(top)
    assert facts.counts == {"train": 32}
    carried_out(given(facts))
    assert read(top / "pictures_train.csv").counts == {"train": 16, "test": 8}


def test_texts_of_other_things_say_nothing_of_parts(tmp_path: Path):
    shown(tmp_path)
    (tmp_path / "train.txt").write_text("how we trained\nthe net\n")
    (tmp_path / "test.txt").write_text("how we tested it\n")
    numbered(tmp_path, ["gull", "tern"], "classes.txt")
    assert not given(read(tmp_path))
