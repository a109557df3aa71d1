"""Boxes in a list without a line of names: `pytest tests/facts/test_plain_lists.py`."""

from pathlib import Path

import pytest

from scaffolder.facts import read
from tests.facts.test_boxes import draw
from tests.facts.test_mask_parts import said
from tests.facts.test_places import carried_out


def rows(folder: Path, pictures: range, mark: str = ";") -> str:
    """Each picture is drawn, and has one or two boxes but for every fifth, which has none."""
    lines = []
    for i in pictures:
        draw(folder / f"{i:04d}.png", i, (48, 32))
        lines += [
            mark.join([f"{i:04d}.png", f"{3 + b}", "4", f"{13 + b}", "15", f"{7 + b}"])
            for b in range((i % 5 > 0) * (1 + i % 2))
        ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("mark", [";", ","])
def test_a_list_beside_the_pictures_goes_before_folders_of_cut_outs(
    mark: str, tmp_path: Path
):
    home = tmp_path / "road" / "scenes"
    listed = rows(home, range(30), mark)
    (home / "truth.txt").write_text(listed)
    (home / "form.txt").write_text(listed.splitlines()[0] + "\n")
    for sign in ("07", "08"):
        for i in range(12):
            draw(home / sign / f"{i:04d}.png", i, (10, 10))
    facts = read(tmp_path / "road")
    assert facts.kind.value == "image-detection"
    assert facts.counts == {"train": 24}
    assert [name for _, name in facts.settings["classes"].value] == ["7", "8"]
    carried_out(said(facts, "keep them as empty ones"))
    whole = read(home / "truth_with_empty.csv")
    assert whole.counts == {"train": 30}
    assert said(whole, "6 pictures without any, which count as empty")


def test_class_folders_with_a_list_in_each_stay_classes(tmp_path: Path):
    for sign, first in (("stop", 0), ("yield", 20)):
        listed = rows(tmp_path / sign, range(first, first + 15))
        (tmp_path / sign / "boxes.txt").write_text(listed)
    facts = read(tmp_path)
    assert facts.kind.value == "image-classification"
    assert facts.counts == {"train": 30}
