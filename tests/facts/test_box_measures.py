"""Boxes as shares of the picture, and in formats that are not read: `pytest tests/facts/test_box_measures.py`."""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from scaffolder import new, render
from scaffolder.declaration import template
from scaffolder.errors import DataError
from scaffolder.facts import read
from scaffolder.say import Say
from tests.facts.test_boxes import HIGH, WIDE, Box, draw, said, some_boxes
from tests.facts.test_places import carried_out, refused
from tests.rendered import Rendered

COUNT = 14
HEADER = "image,xmin,ymin,xmax,ymax,label"


def marked(folder: Path) -> dict[str, list[Box]]:
    """Pictures in a folder, and what is marked in them."""
    for i in range(COUNT):
        draw(folder / "images" / f"{i:02}.png", i)
    return {f"{i:02}.png": some_boxes(i) for i in range(COUNT)}


def table(file: Path, header: str, rows: list[list[Any]]) -> Path:
    lines = [",".join(map(str, row)) for row in rows]
    file.write_text("\n".join([header] * bool(header) + lines) + "\n")
    return file


def shares(corners: list[float]) -> list[float]:
    return [c / side for c, side in zip(corners, (WIDE, HIGH) * 2, strict=True)]


def test_shares_of_the_picture_in_a_table_become_pixels(tmp_path: Path):
    boxes = marked(tmp_path)
    rows = [[p, *shares(c), n] for p, many in boxes.items() for n, *c in many]
    file = table(tmp_path / "t.csv", "ImageID,XMin,YMin,XMax,YMax,LabelName", rows)
    facts = read(file)
    assert "cat 12 x 15, dog 12 x 15" in said(facts)
    assert "are shares of the picture" in said(facts)
    made = Rendered(tmp_path, "image-detection", data=str(file))
    found = {
        Path(e.raw).name: e.answer
        for e in made.module("read").read(file, made.config())
    }
    assert {name: [*truth.boxes] for name, truth in found.items()} == boxes
    assert {(t.width, t.height) for t in found.values()} == {(WIDE, HIGH)}


@pytest.mark.parametrize("measure", (shares, list))
def test_older_answers_do_not_say_so_and_read_asks_the_corners(
    tmp_path, monkeypatch, measure
):
    boxes = marked(tmp_path)
    rows = [[p, *measure(c), n] for p, many in boxes.items() for n, *c in many]
    file = table(tmp_path / "t.csv", HEADER, rows)
    given = {"name": "older", "kind": "image-detection", "data": str(file)}
    design = new.design(given, Say(quiet=True), silent=True)
    data = render.copier_data(design.answers, design.plan)
    data["plan"]["read"]["source"] = '"boxes_rows boxes_files"'
    render.fill(template(), data, tmp_path / "older", render.UNRELEASED)
    monkeypatch.syspath_prepend(tmp_path / "older" / "src")
    module, config = (import_module(f"older.{name}") for name in ("read", "config"))
    found = module.read(file, config.Config())
    assert [[*example.answer.boxes] for example in found] == [*boxes.values()]
    for name in [name for name in sys.modules if name.partition(".")[0] == "older"]:
        del sys.modules[name]


def test_boxes_at_the_first_pixel_are_no_shares(tmp_path: Path):
    boxes = marked(tmp_path)
    rows = [[p, 0, 0, *c[2:], n] for p, many in boxes.items() for n, *c in many]
    file = table(tmp_path / "t.csv", HEADER, rows)
    assert "shares" not in said(read(file))


def test_shares_among_pixels_are_refused(tmp_path: Path):
    boxes = marked(tmp_path)
    rows = [[p, *shares(c), n] for p, many in boxes.items() for n, *c in many]
    rows[3][1:5] = [5, 6, 17, 21]
    file = table(tmp_path / "t.csv", HEADER, rows)
    with pytest.raises(DataError, match="and 1 beyond it, such as .* 5 6 17 21"):
        read(file)


def test_shares_in_a_coco_file_are_multiplied_by_the_command(tmp_path: Path):
    boxes = marked(tmp_path)
    content = {
        "images": [
            dict(id=name, file_name=name, width=WIDE, height=HIGH) for name in boxes
        ],
        "categories": [dict(id="cat", name="cat"), dict(id="dog", name="dog")],
        "annotations": [
            dict(image_id=p, category_id=n, bbox=shares([x, y, 12, 15]))
            for p, many in boxes.items()
            for n, x, y, *_ in many
        ],
    }
    (tmp_path / "train.json").write_text(json.dumps(content))
    told = refused(tmp_path)
    assert "are shares of the picture" in told
    carried_out(told)
    assert "cat 12 x 15, dog 12 x 15" in said(read(tmp_path / "in_pixels/train.json"))


def test_a_column_that_says_something_of_each_picture_is_offered(tmp_path: Path):
    boxes = marked(tmp_path)
    rows = [
        [p, *c, n, "abc"[int(p[:2]) % 3], 80 + int(p[:2]), "xy"[i % 2]]
        for p, many in boxes.items()
        for i, (n, *c) in enumerate(many)
    ]
    header = "image,xmin,ymin,xmax,ymax,label,site,high,eye"
    facts = read(table(tmp_path / "t.csv", header, rows))
    assert "--split group --split-column site (" in said(facts)
    assert "column high" not in said(facts) and "column eye" not in said(facts)
    assert facts.split.value == "chance"


def test_pictures_without_a_row_may_be_empty_and_those_of_a_test_are_not(
    tmp_path: Path,
):
    rows = [[p, *c, n] for p, many in marked(tmp_path).items() for n, *c in many]
    for i, place in enumerate(["images/bare1", "images/bare2", "test/t1"]):
        draw(tmp_path / f"{place}.png", 90 + i)
    told = said(read(table(tmp_path / "t.csv", HEADER, rows)))
    assert "2 pictures without an annotation (bare1, bare2)" in told
    assert "1 picture in folders of which no picture has an annotation (test)" in told
    carried_out(told.partition("empty ones: ")[2])
    facts = read(tmp_path / "t_with_empty.csv")
    assert facts.counts == {"train": COUNT + 2} and "2 pictures without any" in said(
        facts
    )
