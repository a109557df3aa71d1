"""A table below blocks of other lines, as measuring programs write: where it begins."""

from __future__ import annotations

import csv
import shlex
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffolder.errors import DataError
from scaffolder.facts.listing import first_bytes, said
from scaffolder.facts.written.text_lines import (
    HEAD_BYTES,
    encoding_of,
    numbered_lines,
)
from scaffolder.facts.written.written_numbers import looks_like

if TYPE_CHECKING:
    from scaffolder.facts.written.text_table import Dialect

FEWEST = 10  # rows of the table
NEARLY = 0.95  # of its rows are as wide


def advice(path: Path) -> str:
    """What stands in the file, and the command that leaves the table alone; "" of others."""
    try:
        raw = first_bytes(path, HEAD_BYTES)
        packed = first_bytes(path, 2, unpack=False) == b"\x1f\x8b"
        encoding = encoding_of(path, raw)
        numbered = numbered_lines(path, raw, encoding)
    except DataError:
        return ""
    if packed or encoding == "utf-16" or len(numbered) <= FEWEST:
        return ""
    begin, rows = max((table(numbered, mark) for mark in "\t;,"), key=lambda t: t[1])
    if not begin or rows < FEWEST:
        return ""
    written = path.with_name(f"{path.name.partition('.')[0]}_table.csv")
    take = f"sed -n '{begin + 1},$p' {shlex.quote(path.name)} > {written.name}"
    return (
        f"{path} holds other lines above its table, which begins at line {begin + 1}"
        f" ({said(rows, 'row')} of the first {len(numbered):,} lines are its own). Needed:"
        f" the names of the columns in the first line; cd {shlex.quote(str(path.parent))} &&"
        f" {take}, and name {written}."
    )


def above(path: Path, line: int, dialect: Dialect) -> str:
    """The command that leaves a table without names alone, which begins at a line; "" of others.

    `line` is the first with more cells than the first line; in a table nearly all are as wide.
    """
    rows = numbered_lines(path, first_bytes(path, HEAD_BYTES), dialect.encoding)
    style: Any = {
        "quotechar": dialect.quote or None,
        "quoting": 0 if dialect.quote else 3,
    }
    cells = csv.reader(
        (text for n, text in rows if n >= line - 1),
        delimiter=dialect.separator,
        **style,
    )
    widths = [len(row) for row in cells]
    same = widths.count(widths[0]) if widths else 0
    if same < max(FEWEST, NEARLY * len(widths)):
        return ""
    written = path.with_name(f"{path.name.partition('.')[0]}_table.csv")
    take = f"tail -n +{line} {shlex.quote(path.name)} > {written.name}"
    return (
        f"{path} holds other lines above its table: line {line} and {said(same - 1, 'line')} below it have"
        f" {widths[0]} cells, the first has {len(dialect.names)}. Needed: the table from the first line on;"
        f" cd {shlex.quote(str(path.parent))} && {take} and name {written}."
    )


def table(numbered: list[tuple[int, str]], mark: str) -> tuple[int, int]:
    """(number of the line of names, rows below it) of the table that ends the lines."""
    cells = [line.split(mark) for _, line in numbered]
    whole = cells[:-1]  # the last line may be cut
    width = len(whole[-1])
    measured = (len(row) == width > 1 and is_measured(row) for row in reversed(whole))
    rows = sum(takewhile(bool, measured))
    first = len(whole) - rows
    while first and len(cells[first - 1]) >= width and not named(cells[first - 1]):
        first -= 1  # units, which stand below the names
    while first > 1 and len(cells[first - 2]) >= width and named(cells[first - 2]):
        first -= 1
    found = first and rows and len(cells[first - 1]) >= width
    return (numbered[first - 1][0], rows) if found else (0, 0)


def is_measured(row: list[str]) -> bool:
    filled = [cell for cell in row if cell.strip()]
    return sum(map(looks_like, filled)) > len(filled) / 2


def named(row: list[str]) -> bool:
    """Whether words alone stand in the line, a different one in each cell but the last."""
    words = [cell.strip() for cell in row[:-1]]
    return all(words) and len({*words}) == len(words) and not any(map(looks_like, row))
