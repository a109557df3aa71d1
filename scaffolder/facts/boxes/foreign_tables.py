"""Tables of boxes that are not read: each is refused with the command that writes one that is."""

from __future__ import annotations

import json
import re
from collections import Counter

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.boxes import find, in_cells, via
from scaffolder.facts.boxes.measures import WHOLE
from scaffolder.facts.commands import text
from scaffolder.facts.listing import IMAGE_ENDINGS
from scaffolder.facts.named import places
from scaffolder.facts.named.patterns import columns_of
from scaffolder.facts.named.places import holds_paths
from scaffolder.facts.tables.reading import Reading
from scaffolder.facts.written.table import Table

NEEDED = "image,xmin,ymin,xmax,ymax,class"
PICTURE, *CORNERS, CLASS = find.SPELT
SIDES = (  # of the columns, letters and digits only
    r"(bbox|box)?(x|left|xmin|x1)",
    r"(bbox|box)?(y|top|ymin|y1)",
    r"(bbox|box)?(w|width)",
    r"(bbox|box)?(h|height)",
)
MIDDLES = (
    r"(bbox|box)?(xc|cx|(x|mid|xmid)?(center|centre)x?|x(center|centre|mid))",
    r"(bbox|box)?(yc|cy|(y|mid|ymid)?(center|centre)y?|y(center|centre|mid))",
)


def refuse(reading: Reading) -> None:
    """Raises DataError where a table holds boxes in another form than corners and a class."""
    table = reading.train
    refuse_via(table)
    if find.columns(table):
        return
    refuse_sides(reading)
    refuse_without_class(table)


def refuse_via(table: Table) -> None:
    if not {*via.COLUMNS} <= {*table.names}:
        return
    cells = table.frame["region_attributes"].drop_nulls().to_list()
    found = Counter(key for cell in cells for key in _record(cell))
    path = table.names[0]
    code = via.of_rows(path, via.chosen(found), commands.beside(table, "boxes").name)
    line = commands.on_table(table, code, ", csv, json")
    raise DataError(
        f"{table.path} is a CSV file of the VGG Image Annotator (VIA): a row for each region, its"
        f" shape and attributes as JSON. {via.needed(found)}: {line} and name"
        f" {commands.beside(table, 'boxes')}."
    )


def _record(cell: str) -> dict[str, object]:
    try:
        found = json.loads(cell)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def refuse_sides(reading: Reading) -> None:
    """x, y, width and height in columns of their own."""
    table = reading.train
    middle = len(_numbers(table, MIDDLES)) == 2
    sides = _numbers(table, (*MIDDLES, *SIDES[2:]) if middle else SIDES)
    if len(sides) < 4:
        return
    picture, image = _picture(reading)
    if not picture or not _repeats(table, picture):
        return
    kind = _one(table, CLASS)
    middle = middle or _reach_beyond(table, sides)
    x, y, wide, high = (f"c({text(name)})" for name in sides)
    half = " / 2" * middle
    left, top = (f"{x} - {wide} / 2", f"{y} - {high} / 2") if middle else (x, y)
    label = f"pl.col({text(kind)})" if kind else 'pl.lit("thing")'
    kept = [name for name in table.names if name not in (picture, kind, *sides)]
    code = (
        f"c = lambda n: pl.col(n).cast(pl.Float64); t.select(image={image},"
        f" xmin={left}, ymin={top}, xmax={x} + {wide}{half}, ymax={y} + {high}{half},"
        f' **{{"class": {label}}}{in_cells.keeping(kept)}'
    )
    which = "the middle" if middle else "the corner left above"
    _written(
        table, f"{', '.join(sides)} ({which} of a box, its width and height)", code
    )


def _picture(reading: Reading) -> tuple[str, str]:
    """(the column that names the picture, the path it means as polars writes it), or ("", "")"""
    table = reading.train
    named = _one(table, PICTURE)
    if named and holds_paths(table, named, IMAGE_ENDINGS):
        return named, f"pl.col({text(named)})"
    for place in places.of_ids(reading, IMAGE_ENDINGS):
        if len(columns := columns_of(place)) == 1:
            form = re.sub(r"{[^{}]+}", "{}", place)
            return columns[0], f"pl.format({text(form)}, pl.col({text(columns[0])}))"
    return "", ""


def refuse_without_class(table: Table) -> None:
    corners, picture = _numbers(table, tuple(CORNERS)), _one(table, PICTURE)
    if len(corners) < 4 or not picture or not _repeats(table, picture):
        return
    if not holds_paths(table, picture, IMAGE_ENDINGS):
        return
    words = [n for n in table.names if not table.frame[n].dtype.is_float()]
    words = [n for n in words if n != picture]
    label = f"pl.col({text(words[0])})" if len(words) == 1 else 'pl.lit("thing")'
    code = f't.with_columns({label}.alias("class"))'
    found = f"{', '.join(corners)}, but none that says the class of a box"
    if words:
        found += f" by its name (there is {', '.join(words)})"
    _written(table, found, code)


def _written(table: Table, found: str, code: str) -> None:
    file = commands.beside(table, "boxes")
    line = commands.on_table(table, f"{code}.write_csv({text(file.name)})")
    raise DataError(
        f"{table.path} holds boxes, in the columns {found}. Needed for image-detection: a row for"
        f" each box with the columns {NEEDED}; write it: {line} and name {file}. For another"
        " kind say which column is the answer, with --target."
    )


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _one(table: Table, pattern: str) -> str:
    fits = (n for n in table.names if re.fullmatch(pattern, _plain(n)))
    return next(fits, "")


def _numbers(table: Table, patterns: tuple[str, ...]) -> list[str]:
    """Columns of numbers of these names; one for each that has any."""
    found = [_one(table, pattern) for pattern in patterns]
    return [name for name in found if name and table.frame[name].dtype.is_float()]


def _repeats(table: Table, picture: str) -> bool:
    """Several boxes in a picture: where each has one row, the numbers may be anything."""
    return table.frame[picture].n_unique() < len(table.frame)


def _reach_beyond(table: Table, sides: list[str]) -> bool:
    """Shares that would end outside the picture, were x the left side."""
    x, y, wide, high = (table.frame[name] for name in sides)
    low, ends = (x, y), (x + wide, y + high)
    shares = all((cells <= WHOLE).all() for cells in low)
    return shares and any((cells > WHOLE).any() for cells in ends)
