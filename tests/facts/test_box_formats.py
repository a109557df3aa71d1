"""Boxes in formats that are not read: what a message names is carried out: `pytest tests/facts/test_box_formats.py`."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from scaffolder.facts import read
from tests.facts.test_agree_boxes import coco
from tests.facts.test_box_measures import marked, shares, table
from tests.facts.test_boxes import Box, draw, said
from tests.facts.test_places import carried_out, refused

Marks = dict[str, list[Box]]
COUNTS = "cat 12 x 15, dog 12 x 15"


def shape(i: int, x: float, y: float) -> dict[str, Any]:
    """The same box, drawn as VIA draws it: 12 wide and 15 high."""
    corners = ([x, x + 12, x + 6], [y, y + 15, y + 9])
    return [
        dict(name="rect", x=x, y=y, width=12, height=15),
        dict(name="polygon", all_points_x=corners[0], all_points_y=corners[1]),
        dict(name="ellipse", cx=x + 6, cy=y + 7.5, rx=6, ry=7.5),
    ][i % 3]


def via_csv(folder: Path, boxes: Marks) -> None:
    with (folder / "via.csv").open("w", newline="") as file:
        write = csv.writer(file)
        shapes = ["region_id", "region_shape_attributes", "region_attributes"]
        write.writerow(
            ["filename", "file_size", "file_attributes", "region_count", *shapes]
        )
        for name, many in boxes.items():
            for i, (kind, x, y, *_) in enumerate(many):
                cells = [i, json.dumps(shape(i, x, y)), json.dumps({"type": kind})]
                write.writerow([name, 9, "{}", len(many), *cells])
            if not many:
                write.writerow([name, 9, "{}", 0, 0, "{}", "{}"])


def via_regions(many: list[Box]) -> list[dict[str, Any]]:
    return [
        dict(shape_attributes=shape(i, x, y), region_attributes={"type": {kind: True}})
        for i, (kind, x, y, *_) in enumerate(many)
    ]


def via_json(folder: Path, boxes: Marks) -> None:
    stored = {
        f"{name}9": dict(
            filename=name, size=9, file_attributes={}, regions=via_regions(many)
        )
        for name, many in boxes.items()
    }
    (folder / "via.json").write_text(json.dumps({"_via_img_metadata": stored}))


def createml(folder: Path, boxes: Marks) -> None:
    stored = [
        dict(
            image=name,
            annotations=[
                dict(
                    label=k,
                    coordinates=dict(x=x + 6, y=y + 7.5, width=12, height=15),
                )
                for k, x, y, *_ in many
            ],
        )
        for name, many in sorted(boxes.items(), reverse=True)
    ]
    (folder / "_annotations.createml.json").write_text(json.dumps(stored))


def cvat(folder: Path, boxes: Marks) -> None:
    each = ""
    for name, many in boxes.items():
        inner = "".join(
            (
                f'<box label="{k}" xtl="{x}" ytl="{y}" xbr="{a}" ybr="{b}"></box>'
                if n
                else f'<polygon label="{k}" points="{x},{y};{a},{y + 1};{x},{b}"></polygon>'
            )
            for n, (k, x, y, a, b) in enumerate(many)
        )
        each += f'<image id="0" name="{name}" width="9" height="9">{inner}</image>'
    (folder / "a.xml").write_text(f"<annotations><meta></meta>{each}</annotations>")


WRITTEN = {
    "VIA CSV": (via_csv, "VGG Image Annotator"),
    "VIA JSON": (via_json, "VGG Image Annotator"),
    "CreateML": (createml, "JSON of CreateML"),
    "CVAT": (cvat, "XML of CVAT"),
}


@pytest.mark.parametrize("form", WRITTEN)
def test_a_format_that_is_not_read_becomes_a_table(form: str, tmp_path: Path):
    boxes = marked(tmp_path) | {"00.png": []}
    write, says = WRITTEN[form]
    write(tmp_path, boxes)
    told = refused(tmp_path)
    assert says in told
    carried_out(told)
    facts = read(told.rpartition(" and name ")[2].rstrip("."))
    assert facts.counts == {"train": len(boxes)} and COUNTS in said(facts)
    assert "1 picture without any" in said(facts)


def test_files_of_two_splits_become_two_tables(tmp_path: Path):
    for split, many in (("train", 14), ("val", 12)):
        for i in range(many):
            draw(tmp_path / split / f"{split}{i}.png", i + 20 * len(split))
        names: Marks = {
            f"{split}{i}.png": [("hat", 2 + i, 2, 9, 9)] for i in range(many)
        }
        via_json(tmp_path / split, names)
    carried_out(refused(tmp_path))
    facts = read(tmp_path / "boxes_train.csv")
    assert facts.counts == {"train": 14, "validation": 12}


def test_classes_in_folders_are_not_refused_for_a_file_of_boxes(tmp_path: Path):
    for i in range(24):
        draw(tmp_path / "ab"[i % 2] / f"{i}.png", i)
    one: Marks = {"0.png": [("hat", 2, 2, 9, 9)]}
    via_json(tmp_path, one)
    assert read(tmp_path).kind.value == "image-classification"


def corner(box: Box) -> list[Any]:
    return [box[1], box[2], 12, 15, box[0]]


def middle(box: Box) -> list[Any]:
    return [*shares([box[1] + 6, box[2] + 7.5, 12, 15]), box[0]]


COLUMNS = {
    "filename,x,y,w,h,label": (corner, "corner left above"),
    "image,bbox_x,bbox_y,bbox_width,bbox_height,species": (corner, "corner left above"),
    "image,x_center,y_center,width,height,label": (middle, "the middle"),
    "image,x,y,w,h,label": (lambda b: [0.925, 0.5, 0.15, 0.25, b[0]], "the middle"),
    "image,xmin,ymin,xmax,ymax,species": (lambda b: [*b[1:], b[0]], "there is species"),
}


@pytest.mark.parametrize("header", COLUMNS)
def test_boxes_in_other_columns_become_corners_and_a_class(header: str, tmp_path: Path):
    form, says = COLUMNS[header]
    boxes = marked(tmp_path)
    rows = [
        [name, *form(box), f"s{name[1]}"]
        for name, many in boxes.items()
        for box in many
    ]
    told = refused(table(tmp_path / "t.csv", f"{header},site", rows))
    assert says in told
    carried_out(told)
    facts = read(tmp_path / "t_boxes.csv")
    assert "12 x 15" in said(facts)
    assert [column.name for column in facts.columns][-1] == "site"


def test_pictures_by_their_ids_alone_get_their_corners(tmp_path: Path):
    rows = []
    for name, many in marked(tmp_path).items():
        rows += [[name[:-4], *corner(box)[:4], 1] for box in many]
    for i in range(4):
        draw(tmp_path / "images" / f"healthy{i}.png", i)
        rows.append([f"healthy{i}", *[""] * 4, 0])
    told = refused(table(tmp_path / "t.csv", "patientId,x,y,width,height,Target", rows))
    carried_out(told)
    facts = read(tmp_path / "t_boxes.csv")
    assert facts.kind.value == "image-detection"
    assert "4 pictures without any" in said(facts)


def test_one_row_a_picture_with_columns_called_x_and_y_is_no_table_of_boxes(
    tmp_path: Path,
):
    boxes = marked(tmp_path)
    rows = [
        [name, *corner(many[0])[:4], "ab"[i % 2]]
        for i, (name, many) in enumerate(boxes.items())
    ]
    file = table(tmp_path / "t.csv", "image,x,y,w,h,label", rows)
    assert read(file).kind.value == "image-classification"


def test_a_category_that_no_box_has_is_said(tmp_path: Path):
    coco(tmp_path / "_annotations.coco.json", 14)
    stored = json.loads((tmp_path / "_annotations.coco.json").read_text())
    stored["categories"].insert(0, dict(id=0, name="birds", supercategory="none"))
    (tmp_path / "_annotations.coco.json").write_text(json.dumps(stored))
    for i in range(14):
        draw(tmp_path / f"{i:03d}.png", i, (12, 12))
    facts = read(tmp_path)
    assert "has, but no box (birds)" in said(facts)
    assert facts.settings["classes"].value == (("hen", "hen"),)
