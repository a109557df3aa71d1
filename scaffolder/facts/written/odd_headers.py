"""Headers that do not name each column: one name too few, or none above the times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from scaffolder.facts.written.written_numbers import looks_like

Row = tuple[str, ...]

DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}([-/.]\d{1,2}.*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}.*"
)
ROW_NAME, TIME = "row_name", "time"
COUNTED = 10  # names that count up: fewer may be numbers of a row


def mended(rows: list[Row]) -> tuple[list[Row], str]:
    """The rows with a name for each column, and what was done about it; else as they are."""
    header, body = rows[0], rows[1:]
    if not body or len(header) < 2:
        return rows, ""
    if all(len(row) == len(header) + 1 for row in body) and all(header):
        if not any(row[-1] for row in body):
            why = "Each row ends with a separator, the header does not: the last column is empty."
            return [(*header, ""), *body], why
        if ROW_NAME not in header:
            why = (
                "The header has one name less than the rows have cells: the first cell of each"
                f" is its name, as R writes it; called {ROW_NAME}."
            )
            return [(ROW_NAME, *header), *body], why
    first = [row[0] for row in body if row]
    if header[0] == "" and TIME not in header and all(map(DATE.fullmatch, first)):
        why = f"The first column has no name and holds times: called {TIME}."
        return [(TIME, *header[1:]), *body], why
    return rows, ""


def counts_up(rows: Sequence[Row]) -> bool:
    """Whether a first row of names ends in numbers that count up, as no row below does.

    Years and hours are such names: "Country", "1960", "1961"; "Date", "1", "2", "3A", "3B".
    """
    first = [cell for cell in rows[0] if cell]
    if not first or looks_like(first[0]) or DATE.fullmatch(first[0]):
        return False
    return len(set(first)) == len(first) and _steps(first) >= COUNTED > max(
        map(_steps, rows[1:100]), default=COUNTED
    )


def _steps(row: Sequence[str]) -> int:
    """How many whole numbers stand one above the number before, if all rise; 3A and 3B may."""
    numbers = [int(cell) for cell in row if re.fullmatch(r"\d{1,4}", cell)]
    steps = [after - before for before, after in pairwise(numbers)]
    return steps.count(1) if steps and 0 < min(steps) <= max(steps) <= 2 else 0
