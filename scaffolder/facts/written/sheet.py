"""What stands in a table and is no example: title lines, units, totals, a last note."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

Row = tuple[str, ...]

TOTALS = {"total", "totals", "grand total", "sum", "summe", "gesamt", "somme", "totale"}
TOTALS |= {"average", "mean", "mittelwert", "totaal", "subtotal", "all", "overall"}
# what a row of units says of a column of names
NAMELESS = {
    "",
    "-",
    "—",
    "text",
    "string",
    "str",
    "name",
    "date",
    "yyyy-mm-dd",
    "hh:mm",
    "ts",  # a time stamp, as loggers say
    "class",
}
MOST_TITLES = 20
LAST = 5  # rows at the end that may be totals or notes


def separator_line(line: str) -> str:
    """ "sep=;" in a first line tells a spreadsheet what stands between the cells."""
    found = re.fullmatch(r'"?sep=(.)"?[,;\t]*', line.strip())
    return found.group(1) if found else ""


def titles(rows: Sequence[Row], has_header: Callable[[Sequence[Row]], bool]) -> int:
    """How many rows stand above the header: few of their cells hold anything."""
    width = Counter(map(len, rows)).most_common(1)[0][0]
    if width < 2:
        return 0
    for place, row in enumerate(rows[: MOST_TITLES + 1]):
        if _filled(row) >= max(2, width - 1):
            header = place and len(rows) > place + 1 and has_header(rows[place:])
            return place if header else 0
        if _filled(row) > width / 2:
            return 0
    return 0


def _filled(row: Row) -> int:
    return sum(cell != "" for cell in row)


def first_filled(row: Row) -> str:
    return next((cell for cell in row if cell), "")


def units(rows: Sequence[Row], is_number: Callable[[str], bool]) -> str:
    """The first cell of a row of units below the header; "" where there is none.

    It has words where other rows have numbers, and nothing in columns of names.
    """
    if len(rows) < 10 or any(is_number(cell) for cell in rows[0] if cell):
        return ""
    columns = [
        [row[place] for row in rows[1:200] if place < len(row) and row[place]]
        for place in range(len(rows[0]))
    ]
    numbers = [sum(map(is_number, cells)) > 0.9 * len(cells) for cells in columns]
    named = [
        number and cell != "" for number, cell in zip(numbers, rows[0], strict=True)
    ]
    if sum(named) < max(1, sum(numbers) / 2):
        return ""
    names = {
        c.lower().strip("[]()")
        for c, number in zip(rows[0], numbers, strict=True)
        if not number
    }
    if names - NAMELESS:
        return ""
    word = first_filled(rows[0])
    return "" if any(first_filled(row) == word for row in rows[1:]) else word


def again(header: Row, rows: Sequence[Row]) -> str:
    """The first cell of a header that stands below, too, where files were joined; else ""."""
    word = first_filled(header)
    alike = [row == header for row in rows if first_filled(row) == word]
    return word if alike and all(alike) else ""


def last_words(rows: Sequence[Row], width: int) -> tuple[str, ...]:
    """The first cells of totals and notes at the very end of a table.

    `rows` are its last ones; a word that other rows begin with, too, is a name.
    """
    found: list[str] = []
    for row in reversed(rows[-LAST:]):
        word = first_filled(row)
        total = word.lower().strip(" :") in TOTALS and _filled(row) < width
        worded = re.search(r"\w[ :]+\w|^[*†‡]+ ?\w", word)
        note = _filled(row) == 1 < width - 1 and bool(worded)
        if not (total or note):
            break
        if word not in found:
            found.append(word)
    others = rows[: len(rows) - len(found)]
    begin = [first_filled(row) for row in others]
    if len(begin) < len(found) or not set(begin).isdisjoint(found):
        return ()
    if sum(" " in word for word in begin) > 0.1 * len(begin):
        found = [word for word in found if word.lower().strip(" :") in TOTALS]
    return tuple(reversed(found))


def torn(rows: Sequence[Row], width: int) -> str:
    """The one cell of a last row that was cut in its middle; "" where none was.

    It is shorter than the first cells of all others, which are equally long: no other
    row can begin with it.
    """
    if width < 2 or len(rows) < 2 * LAST or len(rows[-1]) != 1:
        return ""
    word, others = rows[-1][0], {len(first_filled(row)) for row in rows[-2 * LAST : -1]}
    return word if len(others) == 1 and 8 <= min(others) > len(word) else ""
