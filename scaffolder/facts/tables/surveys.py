"""Exports of surveys: lines below the header that hold the questions, answers given as a test."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from scaffolder.facts.listing import said

if TYPE_CHECKING:
    from scaffolder.facts.written.table import Table

Row = tuple[str, ...]

MOST_LINES = 3  # stand below a header
IMPORT = '{"ImportId"'  # Qualtrics says so how it names a question
LOOKED = 200  # rows
FEWEST = 30  # rows, from which a first one that is unlike them all is no accident
REPEATED = 3  # columns whose values come again, but for the first
ASKING = 2  # cells of three words and more
PREVIEW = ("Survey Preview", "Survey Test")  # in the place of "IP Address"


def is_export(rows: Sequence[Row]) -> bool:
    """Whether a line below the first says how Qualtrics names its questions."""
    return any(row and row[0].startswith(IMPORT) for row in rows[1 : MOST_LINES + 1])


def lines(rows: Sequence[Row], is_number: Callable[[str], bool]) -> Row:
    """The first cells of the lines below a header that are no answers."""
    for place, row in enumerate(rows[:MOST_LINES]):
        if any(row) and all(cell.startswith(IMPORT) for cell in row if cell):
            found = tuple(next(filter(None, r), "") for r in rows[: place + 1])
            return found if all(found) else ()
    return (rows[0][0],) if rows and holds_questions(rows, is_number) else ()


def holds_questions(rows: Sequence[Row], is_number: Callable[[str], bool]) -> bool:
    """Whether the first row has other words than all below, where these repeat their own."""
    first, below = rows[0], rows[1:LOOKED]
    if len(below) < FEWEST or not all(first):
        return False
    repeated = 0
    for place, cell in enumerate(first):
        cells = [row[place] for row in below if place < len(row) and row[place]]
        if cell in cells or is_number(cell):
            return False
        repeated += 0 < len({*cells}) <= len(cells) / 4
    asking = [cell for cell in first if len(re.findall(r"\w+", cell)) > 2]
    return repeated >= REPEATED and len(asking) >= ASKING


def sentences(table: Table) -> list[str]:
    """Answers that whoever wrote the survey gave to try it."""
    found = []
    for name in table.names:
        cells = table.frame[name]
        if cells.dtype.is_float():
            continue
        if tried := int(cells.is_in(PREVIEW).sum()):
            found.append(
                f"{name} is {cells.filter(cells.is_in(PREVIEW))[0]!r} in {said(tried, 'row')}:"
                " answers given to try the survey, no examples. Leave them out of the file."
            )
    return found
