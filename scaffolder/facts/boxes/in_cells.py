"""Boxes written into the cells of a table, "[834.0, 222.0, 56.0, 36.0]", and how each gets its columns."""

from __future__ import annotations

import re

from scaffolder.errors import DataError
from scaffolder.facts.commands import beside, on_table, text
from scaffolder.facts.written.table import Table

NUMBER = r"-?\d*\.?\d+(?:e-?\d+)?"
OF_PICTURE = re.compile(r"image|img|picture|photo|file|path|^id$", re.I)
OF_CLASS = re.compile(r"class|label|category|name$", re.I)

NEEDED = ("image", "xmin", "ymin", "xmax", "ymax", "class")


def refuse(table: Table, name: str, head: list[str]) -> None:
    """Raises DataError with the command that writes a table with a row for each box."""
    target = beside(table, "boxes")
    corners = len(head) > 1 and could_be_corners(head)
    ends = "left, top, right, bottom" if corners else "x, y, width, height"
    raise DataError(
        f"The column {name!r} of {table.path} holds boxes as text, such as {head[0]}."
        " Needed for image-detection: a row for each box with the columns"
        f" image,xmin,ymin,xmax,ymax,class. Write such a table, if the numbers are {ends}"
        f" {other_way(head, corners)}: {on_table(table, code(table, name, corners))} and name"
        f" {target}. Or leave the column out for another kind."
    )


def could_be_corners(head: list[str]) -> bool:
    """Whether the second two numbers are always larger: a width is at times below its x."""
    boxes = [list(map(float, re.findall(NUMBER, cell))) for cell in head]
    return all(b[2] > b[0] and b[3] > b[1] for b in boxes)


def other_way(head: list[str], corners: bool) -> str:
    if corners:
        return "(of x, y, width, height write x + w and y + h for its w and h)"
    if could_be_corners(head):
        return "(of left, top, right, bottom write w and h for its x + w and y + h)"
    return "(no corners: the second two are not always larger)"


def code(table: Table, name: str, corners: bool) -> str:
    others = [other for other in table.names if other != name]
    pictured = (other for other in others if OF_PICTURE.search(other))
    picture = next(pictured, (others or [name])[0])
    classes = next((o for o in others if o != picture and OF_CLASS.search(o)), "")
    said = f"pl.col({text(classes)})" if classes else 'pl.lit("object")'
    right, bottom = ("w", "h") if corners else ("x + w", "y + h")
    kept = [other for other in others if other not in (picture, classes)]
    return (
        f'x, y, w, h = (t[{text(name)}].str.extract_all(r"{NUMBER}").list.get(i,'
        " null_on_oob=True).cast(pl.Float64) for i in range(4));"
        f" t.select(image=pl.col({text(picture)}), xmin=x, ymin=y, xmax={right},"
        f' ymax={bottom}, **{{"class": {said}}}{keeping(kept)}'
        f".write_csv({text(beside(table, 'boxes').name)})"
    )


def keeping(columns: list[str]) -> str:
    """The other columns: one may say where a picture is from."""
    free = [c for c in columns if c not in NEEDED]
    listed = ", ".join(f"pl.col({text(column)})" for column in free)
    return f").with_columns(t.select({listed}))" if listed else ")"
