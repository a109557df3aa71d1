"""Headers that do not name each column: one name too few, or none above the times."""

from __future__ import annotations

import re

Row = tuple[str, ...]

DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}([-/.]\d{1,2}.*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}.*"
)
ROW_NAME, TIME = "row_name", "time"


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
