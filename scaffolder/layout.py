"""Text for a screen of so many characters: no word is broken at its edge.

A word that is longer than the screen, a path say, stays whole, so that it can be copied.
"""

from textwrap import wrap

WIDE = 32  # characters; a cell beyond it does not widen its column
LEAST = 24  # characters left for the last column; with fewer a row is set as paragraphs

Rows = list[tuple[str, ...]]


def paragraph(text: str, width: int, indent: str = "") -> list[str]:
    """Each line of the text, wrapped between words; what follows keeps its indent."""
    found = []
    for line in text.split("\n"):
        own = line[: len(line) - len(line.lstrip(" "))]
        found += wrap(
            line,
            width,
            initial_indent=indent,
            subsequent_indent=indent + own,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return found


def widths(rows: Rows) -> list[int]:
    columns = zip(*rows, strict=True)
    return [max(min(len(cell), WIDE) for cell in column) for column in columns]


def aligned(rows: Rows, given: list[int]) -> list[str]:
    """One line for each row, its cells in columns; a long cell pushes only its own row."""
    return [" " + "  ".join(map(str.ljust, row, given)).rstrip() for row in rows]


def columns(rows: Rows, width: int) -> list[str]:
    """Cells in columns within `width`: they wrap; where they cannot, a row is paragraphs."""
    *given, last = widths(rows)
    left = width - 1 - sum(each + 2 for each in given)
    if left < min(LEAST, last):
        return [line for row in rows for line in paragraphs(row, width)]
    return [line for row in rows for line in fitted(row, [*given, left], width)]


def paragraphs(row: tuple[str, ...], width: int) -> list[str]:
    """The first cell, and the others below it."""
    first, *others = row
    below = [x for cell in others for x in paragraph(cell, width, "    ") if x]
    return [*paragraph(first, width, " "), *below]


def fitted(row: tuple[str, ...], given: list[int], width: int) -> list[str]:
    cells = [
        paragraph(cell, max(room, 1)) for cell, room in zip(row, given, strict=True)
    ]
    if any(len(x) > n for c, n in zip(cells, given, strict=True) for x in c):
        return paragraphs(row, width)
    height = max(map(len, cells))
    filled = [cell + [""] * (height - len(cell)) for cell in cells]
    return aligned(list(zip(*filled, strict=True)), given)
