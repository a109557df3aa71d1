"""What to say of a table that a parser gives up on."""

import csv
from collections.abc import Iterator
from pathlib import Path

from scaffolder.facts.listing import first_bytes
from scaffolder.facts.written import blocks
from scaffolder.facts.written.text_table import Dialect


def refusal(path: Path, dialect: Dialect, reason: str) -> str:
    """What to say when the parser gives up: the row with too many cells, if it is that."""
    width = len(dialect.names)
    try:
        for line, cells in widths(path, dialect):
            if cells > width:
                told = blocks.advice(path) or blocks.above(path, line, dialect)
                return told or (
                    f"{path}: line {line} has {cells} cells, the first {width}. Needed: the"
                    " same number in every row; quote cells that hold the separator, or"
                    " remove the line."
                )
    except csv.Error as error:
        reason = str(error)
    return (
        f"{path} cannot be read as {width} columns: {reason.splitlines()[0]}. Save the"
        " table again as CSV, with quotes around text."
    )


def widths(path: Path, dialect: Dialect) -> Iterator[tuple[int, int]]:
    """(number of the line, cells in it)"""
    import gzip

    opened = gzip.open if first_bytes(path, 2, False) == b"\x1f\x8b" else open
    with opened(path, "rt", encoding=dialect.encoding, errors="replace") as file:
        quoting = csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE
        quote = dialect.quote or None
        rows = csv.reader(
            file, delimiter=dialect.separator, quotechar=quote, quoting=quoting
        )
        for row in rows:
            yield rows.line_num, len(row)
