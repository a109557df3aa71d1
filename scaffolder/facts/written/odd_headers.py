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
NUMBER = r"\d{1,6}([.,]\d{1,4})?"  # of a wavelength
MEASURED = r"[-+]?\d+([.,]\d+)?([eE][-+]?\d+)?"
ROUNDED, MOSTLY = 0.1, 0.9  # of a step; of the columns
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


def numbered(header: Row) -> Row:
    """Several columns without a name are called by their place, as in a file without header."""
    if header.count("") < 2:
        return header
    return tuple(name or f"column_{place}" for place, name in enumerate(header, 1))


def counts_up(rows: Sequence[Row]) -> bool:
    """Whether a first row of names ends in numbers that count up, as no row below does.

    Years, hours and wavelengths are such names: "Country", "1960", "1961"; "Date", "1", "2",
    "3A", "3B"; "Sample", "1100,0", "1102,5".
    """
    first = [cell for cell in rows[0] if cell]
    if not first or looks_like(first[0]) or DATE.fullmatch(first[0]):
        return False
    if len(set(first)) < len(first):
        return False
    if _steps(first) >= COUNTED > max(map(_steps, rows[1:100]), default=COUNTED):
        return True
    return _even(first) >= COUNTED > max(map(_even, rows[1:100]), default=COUNTED) and (
        _are_beyond(rows)
    )


def _steps(row: Sequence[str]) -> int:
    """How many whole numbers stand one above the number before, if all rise; 3A and 3B may."""
    numbers = [int(cell) for cell in row if re.fullmatch(r"\d{1,4}", cell)]
    steps = [after - before for before, after in pairwise(numbers)]
    return steps.count(1) if steps and 0 < min(steps) <= max(steps) <= 2 else 0


def _even(row: Sequence[str]) -> int:
    """How many numbers a row holds, if all stand as far from the number before."""
    numbers = [_value(cell) for cell in row if re.fullmatch(NUMBER, cell)]
    steps = [after - before for before, after in pairwise(numbers)]
    mean = sum(steps) / len(steps) if steps else 0.0
    even = all(abs(step - mean) <= ROUNDED * abs(mean) for step in steps)
    return len(numbers) if mean and even else 0


def _are_beyond(rows: Sequence[Row]) -> bool:
    """Whether the numbers of the first row lie beyond those below: no row of the same table."""
    beyond = []
    for place, cell in enumerate(rows[0]):
        below = [row[place] for row in rows[1:100] if place < len(row)]
        values = [_value(other) for other in below if re.fullmatch(MEASURED, other)]
        if re.fullmatch(NUMBER, cell) and values:
            beyond.append(not min(values) <= _value(cell) <= max(values))
    return sum(beyond) > MOSTLY * len(beyond)


def _value(cell: str) -> float:
    return float(cell.replace(",", "."))
