"""Texts with a box a line among other columns (VisDrone, KITTI): written into a table."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.boxes import four_corners as corners
from scaffolder.facts.listing import files_below, images_below

N = r"-?\d+(?:\.\d+)?"
SHARE = 0.5  # of the lines are as `usual`: lines of flags are not


@dataclass(frozen=True)
class Form:
    """A line of a text, and Python that has its cells `c`, what is left out, its box and class."""

    columns: str
    line: re.Pattern[str]
    usual: re.Pattern[str]
    left_out: str
    cells: str
    kept: str
    box: str
    kind: str


FORMS = (
    Form(
        "left, top, width, height, score, category, truncation, occlusion, as in VisDrone",
        re.compile(r"-?\d+,-?\d+,\d+,\d+,[01],\d\d?,-?[012],[012],?"),
        re.compile(r"\d+,\d+,([4-9]|[1-9]\d+),[1-9].*"),  # 4 pixels wide and more
        "the number of the category is the class, and what has score 0, a region that nobody"
        " marked, is left out",
        'l.replace(" ", "").split(",")',
        'c[4] != "0"',
        "int(c[0]), int(c[1]), int(c[0]) + int(c[2]), int(c[1]) + int(c[3])",
        "c[5]",
    ),
    Form(
        "type, truncation, occlusion, angle, left, top, right, bottom, and the object in space,"
        " as in KITTI",
        re.compile(rf"[A-Za-z_]+ {N} -?\d(?: {N}){{12,13}}"),
        re.compile(".*"),
        "the type is the class, and DontCare, a region that nobody marked, is left out",
        "l.split()",
        'c[0] != "DontCare"',
        "*map(float, c[4:8])",
        "c[0]",
    ),
)
ROWS = (
    "import csv; from pathlib import Path; rows = lambda p, g: [(p.as_posix(), {box}, {kind}) for"
    " l in g.read_text().splitlines() if l.strip() for c in [{cells}] if {kept}]; "
)


def refuse(folder: Path) -> None:
    """Raises DataError where texts of the names of pictures hold such lines."""
    pictures = {p.stem for p in islice(images_below(folder), corners.MOST_FILES)}
    homes: dict[Path, list[Path]] = defaultdict(list)
    for file in islice(files_below(folder, (".txt",)), corners.MOST_FILES):
        if file.stem in pictures:
            homes[file.parent].append(file)
    for form in FORMS:  # beside the boxes may stand texts of the camera
        own = [file for texts in homes.values() if are(texts, form) for file in texts]
        if own:
            raise DataError(told(folder, own, form))


def are(texts: list[Path], form: Form) -> bool:
    some = texts[:: max(1, len(texts) // corners.LOOKED_AT)]
    lines = [
        line.strip().replace(", ", ",")
        for file in some
        for line in corners.lines_of(file)
    ]
    usual = sum(bool(form.usual.fullmatch(line)) for line in lines)
    return all(map(form.line.fullmatch, lines)) and 0 < usual >= SHARE * len(lines)


def told(folder: Path, texts: list[Path], form: Form) -> str:
    tables = corners.tables_of(folder, texts, "")
    rows = ROWS.format(box=form.box, kind=form.kind, cells=form.cells, kept=form.kept)
    code = rows + corners.written("", tables)
    return (
        f"{texts[0]} holds a box a line: {form.columns}. Needed: a table with the columns"
        f" image,xmin,ymin,xmax,ymax,class; write it ({form.left_out}):"
        f" {commands.python(folder, code)} and name {folder / next(iter(tables))}."
    )
