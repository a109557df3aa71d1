"""Files of boxes that are not read: each is refused with the command that writes a table."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.boxes import labelme, via
from scaffolder.facts.boxes.find import folders
from scaffolder.facts.commands import text
from scaffolder.facts.files.source import split_of
from scaffolder.facts.listing import entries, first_bytes

DEEP = 2  # folders below the one given
HEAD = 4096  # bytes in which a file shows what it is


@dataclass(frozen=True)
class Form:
    """A format, and Python that has the rows of a file of it, whose path is `f`."""

    name: str
    mark: re.Pattern[str]
    ending: str
    needed: Callable[[Path], str]
    code: Callable[[Path], tuple[str, str]]  # (what goes before, rows)


NEEDED = (
    "Needed: a table with the columns image,xmin,ymin,xmax,ymax,class; write it, with the box"
    " around each shape"
)


def regions(file: Path) -> Counter[str]:
    """The attributes of the regions, and how many have each."""
    stored = json.loads(file.read_bytes())
    pictures: Any = stored.get("_via_img_metadata", stored).values()
    found = Counter[str]()
    for picture in pictures:
        several = picture.get("regions", ())
        several = several.values() if isinstance(several, dict) else several
        found.update(key for one in several for key in one["region_attributes"])
    return found


def via_rows(file: Path) -> tuple[str, str]:
    before = f"{via.ENDS} {via.kind(via.chosen(regions(file)))}"
    stored = 's.get("_via_img_metadata", s)'
    several = (
        '(v["regions"].values() if isinstance(v["regions"], dict) else v["regions"])'
    )
    row = '[(v["filename"], *corners(g["shape_attributes"]), kind(g["region_attributes"])) for g in'
    rows = (
        f"for s in [json.loads(Path(f).read_bytes())] for v in {stored}.values() for row in"
        f' ({row} {several}] or [(v["filename"], *{via.EMPTY})])'
    )
    return before, rows


def createml_rows(file: Path) -> tuple[str, str]:
    row = (
        '[(v["image"], *(c[x] + d * c[w] / 2 for d in (-1, 1) for x, w in (("x", "width"), ("y",'
        ' "height"))), a["label"]) for a in v["annotations"] for c in [a["coordinates"]]]'
    )
    return "", (
        f"for v in json.loads(Path(f).read_bytes()) for row in ({row} or"
        f' [(v["image"], *{via.EMPTY})])'
    )


def cvat_rows(file: Path) -> tuple[str, str]:
    before = (
        'at = lambda g: [float(g.get(k)) for k in ("xtl", "ytl", "xbr", "ybr")] if g.get("xtl")'
        ' else [f(float(p.split(",")[i]) for p in g.get("points").split(";")) for f in (min,'
        " max) for i in (0, 1)];"
    )
    row = '[(v.get("name"), *at(g), g.get("label")) for g in v if g.get("xtl") or g.get("points")]'
    return before, (
        f'for v in ElementTree.parse(f).getroot().iter("image") for row in ({row} or'
        f' [(v.get("name"), *{via.EMPTY})])'
    )


FORMS = (
    Form(
        "JSON of the VGG Image Annotator (VIA)",
        re.compile(r'"(shape_attributes|file_attributes|_via_img_metadata)"\s*:'),
        ".json",
        lambda file: via.needed(regions(file)),
        via_rows,
    ),
    Form(
        "JSON of CreateML",
        re.compile(r'^\s*\[\s*\{\s*"image"\s*:.*"coordinates"\s*:', re.S),
        ".json",
        lambda file: NEEDED,
        createml_rows,
    ),
    Form(
        "XML of CVAT",
        re.compile(r"<annotations>.*(<meta>|<image\b)", re.S),
        ".xml",
        lambda file: NEEDED,
        cvat_rows,
    ),
)


def refuse(folder: Path) -> None:
    """Raises DataError where a folder, or those below, hold such files."""
    files = [
        f for below in folders(folder, DEEP) for f in entries(below) if f.is_file()
    ]
    labelme.refuse(folder, files)
    for form in FORMS:
        own = [file for file in files if is_of(file, form)]
        if own:
            raise DataError(told(folder, own, form))


def refuse_file(file: Path) -> None:
    labelme.refuse(file.parent, [file])
    for form in FORMS:
        if is_of(file, form):
            raise DataError(told(file.parent, [file], form))


def is_of(file: Path, form: Form) -> bool:
    if file.suffix.lower() != form.ending:
        return False
    return bool(form.mark.search(first_bytes(file, HEAD).decode("utf8", "replace")))


def told(top: Path, files: list[Path], form: Form) -> str:
    """With the command, which writes a table for each split that files are called after."""
    tables = written(top, files)
    before, rows = form.code(files[0])
    line = (
        "import csv, json; from pathlib import Path; from xml.etree import ElementTree;"
        f' {before} [csv.writer(open(to, "w", newline="")).writerows([{via.HEADER}, *(row'
        f" {rows})]) for f, to in {text(tables)}.items()]"
    )
    one = top / next(iter(tables.values()))
    return (
        f"{files[0]} is {form.name}: shapes that are marked in pictures. {form.needed(files[0])}:"
        f" {commands.python(top, line)} and name {one}."
    )


def written(top: Path, files: list[Path]) -> dict[str, str]:
    """The table of each file, the one to train on first: "boxes_train.csv" of "train/via.json"."""
    splits = {split_of(f) or split_of(f.parent): f for f in reversed(files)}
    if "train" not in splits:
        return {files[0].relative_to(top).as_posix(): "boxes.csv"}
    order = sorted(splits, key=lambda split: split != "train")
    return {
        splits[s].relative_to(top).as_posix(): f"boxes_{part(splits[s])}.csv"
        for s in order
    }


def part(file: Path) -> str:
    """As the folder of the pictures is called, or the file: "val" of "val/via.json"."""
    if split_of(file.parent):
        return file.parent.name
    words = re.split(r"[^A-Za-z0-9]+", file.stem)
    return next(word for word in words if split_of(Path(word)))
