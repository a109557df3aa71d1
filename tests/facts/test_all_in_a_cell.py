"""All boxes of a picture in one cell: `pytest tests/facts/test_all_in_a_cell.py`.

The command of each message is carried out, and what it writes is read.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from scaffolder.facts import read
from scaffolder.facts.boxes.all_in_a_cell import of_records, of_words
from tests.facts.test_places import carried_out, picture, refused, table

NAMES = ("ant", "moth")


def box(i: int) -> tuple[int, int, int, int]:
    """Its corners; some are wider than far from the left, so they can be no sizes."""
    return i % 3, 1, i % 3 + 5 + i % 4, 9


def in_words(boxes: list[int]) -> str:
    return " ".join(f"{NAMES[i % 2]} {' '.join(map(str, box(i)))}" for i in boxes)


def in_sizes(boxes: list[int]) -> str:
    corners = [(box(i), NAMES[i % 2]) for i in boxes]
    records = [
        {"label": n, "x": x, "y": y, "width": right - x, "height": bottom - y}
        for (x, y, right, bottom), n in corners
    ]
    return f'"{records}"'


def in_corners(boxes: list[int]) -> str:
    keys = ("xmin", "ymin", "xmax", "ymax")
    return f'"{[dict(zip(keys, box(i), strict=True)) for i in boxes]}"'


def photos(folder: Path, cell: Callable[[list[int]], str]) -> None:
    """Each fourth shows nothing, the others two; 16 of each of three cameras."""
    rows = []
    for i in range(48):
        picture(folder / "photos" / f"cam_{i % 3}" / f"{i // 3}.png")
        rows.append(f"{i % 3},{i // 3},{cell([i, i + 1] if i % 4 else [])}")
    table(folder / "seen.csv", "camera,frame,marks", rows)


@pytest.mark.parametrize("cell", [in_words, in_sizes, in_corners])
def test_all_boxes_of_a_cell_get_a_row_each(cell, tmp_path: Path):
    photos(tmp_path, cell)
    carried_out(refused(tmp_path))
    facts = read(tmp_path / "seen_boxes.csv")
    assert facts.kind.value == "image-detection" and facts.counts == {"train": 48}
    classes = {name for name, _ in facts.settings["classes"].value}
    assert classes == ({"object"} if cell == in_corners else {*NAMES})
    written = (tmp_path / "seen_boxes.csv").read_text().splitlines()
    assert len(written) == 1 + 12 + 2 * 36  # an empty row for each picture without any
    left, top, right, bottom = box(1)
    ends = f"{left:.1f},{top:.1f},{right:.1f},{bottom:.1f},"
    assert written[2].startswith(f"photos/cam_1/0.png,1,0,{ends}")


@pytest.mark.parametrize(
    "cells",
    [
        ["house 4", "house 12 5"],
        ["near the 1 2 3 4", "far"],
        ["1 2 3 4", "5 6 7 8"],  # run lengths
        ["[]", "[]"],
        ["[{'x': 1, 'y': 2}]", "[{'x': 3, 'y': 4}]"],  # points
        ["[{'name': 'a', 'width': 3, 'height': 4}]"],
    ],
)
def test_other_words_numbers_and_records_are_no_boxes(cells: list[str]):
    assert of_words(cells) is None and of_records(cells) is None


def test_a_column_that_is_named_as_the_answer_is_no_boxes(tmp_path: Path):
    rows = [f"photos/{i}.png,{in_words([i % 2])}" for i in range(48)]
    for i in range(48):
        picture(tmp_path / "photos" / f"{i}.png")
    table(tmp_path / "seen.csv", "photo,marks", rows)
    facts = read(tmp_path, target="marks")
    assert facts.kind.value == "image-classification" and len(facts.classes or {}) == 2
