"""All boxes of a picture in one cell: "car 4 5 20 21 bike 30 31 44 45", or a list of records,
"[{'x': 4, 'y': 39, 'width': 13, 'height': 18}]". Refused with the command that gives each a row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scaffolder.errors import DataError
from scaffolder.facts.boxes import in_cells
from scaffolder.facts.commands import beside, on_table, text
from scaffolder.facts.listing import IMAGE_ENDINGS
from scaffolder.facts.named.patterns import Tables, columns_of
from scaffolder.facts.named.places import MOSTLY, top_of
from scaffolder.facts.tables.reading import Reading

NUMBER = r"-?\d+(?:\.\d+)?"
WORD = r"[^\s\d.\[{(-]\S*"
STRINGS = [  # a class, at times how sure it is, and four numbers, again and again
    rf"{WORD}(?: {NUMBER}){{{count}}}" for count in (4, 5)
]
RECORD = r"\{[^{}]*\}"
KEY = r"\b(?:{names})\W+?({value})"  # 'width': 13
SIDES = ("x|left|x_?min", "y|top|y_?min", "w|width", "h|height")
CORNERS = ("x_?min|x1|left", "y_?min|y1|top", "x_?max|x2|right", "y_?max|y2|bottom")
CLASS = "class|label|category|name"
LOOKED_AT = 200  # cells
GUESS = {
    True: ", if the numbers are left, top, right, bottom",
    False: ", if the numbers are x, y, width, height",
}


@dataclass(frozen=True)
class Found:
    """A form of boxes in cells."""

    one: str  # the pattern of one box
    cut: str  # how polars takes its numbers and its class apart
    guess: str = ""  # what the numbers are, where they have no names


def refuse(reading: Reading) -> None:
    """Raises DataError where a column holds them, and a picture of each row is below."""
    for name in reading.train.names:
        cells = reading.train.frame[name]
        if cells.dtype.is_float():
            continue
        head = [str(c).strip() for c in cells.drop_nulls().head(LOOKED_AT)]
        found = of_words(head) or of_records(head)
        if found and (path := path_of(reading, name)):
            raise DataError(told(reading, name, path, head, found))


def of_words(head: list[str]) -> Found | None:
    full = [cell for cell in head if cell]
    for one in STRINGS:
        if full and all(re.fullmatch(rf"{one}(?: {one})*", cell) for cell in full):
            boxes = [match.split() for cell in full for match in re.findall(one, cell)]
            corners = in_cells.could_be_corners([" ".join(b[-4:]) for b in boxes])
            parts = [f"b.get({at}).cast(pl.Float64)" for at in range(-4, 0)]
            begin, ends = 'b = pl.col("box").str.split(" ").list', GUESS[corners]
            return Found(one, taken([begin, *parts], corners, "b.get(0)"), ends)
    return None


def of_records(head: list[str]) -> Found | None:
    found = [record for cell in head for record in re.findall(RECORD, cell)]
    lists = all(re.fullmatch(rf"\[\s*({RECORD}[\s,]*)*\]", cell) for cell in head)
    for keys, corners in ((CORNERS, True), (SIDES, False)):
        wanted = [KEY.format(names=names, value=NUMBER) for names in keys]
        if found and lists and all(re.search(k, r) for k in wanted for r in found):
            parts = [f'b.extract(r"{key}").cast(pl.Float64)' for key in wanted]
            name = KEY.format(names=CLASS, value=r"[^\W\d][^'\"]*")
            named = all(re.search(name, record) for record in found)
            label = f'b.extract(r"{name}")' if named else 'pl.lit("object")'
            begin = 'b = pl.col("box").str'
            return Found(RECORD, taken([begin, *parts], corners, label))
    return None


def taken(parts: list[str], corners: bool, label: str) -> str:
    """The columns of a box, of its four numbers."""
    begin, x, y, w, h = parts
    right, bottom = (w, h) if corners else (f"{x} + {w}", f"{y} + {h}")
    ways = dict(zip(in_cells.NEEDED[1:], (x, y, right, bottom, label), strict=True))
    return f"{begin}; cut = {{{', '.join(f'{text(k)}: {v}' for k, v in ways.items())}}}"


def path_of(reading: Reading, column: str) -> str:
    """The picture of a row, as polars writes its path; "" where no cells lead to it."""
    tables = Tables([reading.train], top_of(reading), IMAGE_ENDINGS)
    names = reading.train.names
    for name in names if tables.files else ():
        place = tables.best(name)
        found = min(place.found, place.different) >= MOSTLY * place.tried > 0
        if name != column and found and {*columns_of(place.written)} <= {*names}:
            return as_polars(place.written)
    return ""


def as_polars(place: str) -> str:
    """`pl.format` of a pattern; of `{file.name}` and the like nothing, as polars has none."""
    if "{" not in place:
        return f"pl.col({text(place)})"
    inside = re.findall(r"{([^{}]+)}", place)
    if any("." in name for name in inside):
        return ""
    cells = ", ".join(f"pl.col({text(name)})" for name in inside)
    return f"pl.format({text(re.sub('{[^{}]+}', '{}', place))}, {cells})"


def told(reading: Reading, name: str, path: str, head: list[str], found: Found) -> str:
    table, file = reading.train, beside(reading.train, "boxes")
    known = (name, *in_cells.NEEDED, "box")
    kept = text(["image", *(other for other in table.names if other not in known)])
    code = (
        f'{found.cut}; a = pl.col({text(name)}).str.extract_all(r"{found.one}");'
        f" t.with_columns(image={path}, box=pl.when(a.list.len() > 0).then(a))"
        f'.explode("box").select(pl.col({kept}), **cut)'
        f".write_csv({text(file.name)})"
    )
    example = next(cell for cell in head if re.search(found.one, cell))
    return (
        f"The column {name!r} of {table.path} holds all boxes of a picture as text, such as"
        f" {example[:80]}. Needed for image-detection: a row for each box with the columns"
        f" {','.join(in_cells.NEEDED)}, where a picture without any has one row; write such a"
        f" table{found.guess}: {on_table(table, code)} and name {file}. For another kind say"
        " which column is the answer, with --target."
    )
