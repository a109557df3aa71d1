"""Headers of several lines: groups, names, the name of an index, units, statistics."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import takewhile

from scaffolder.facts.written.sheet import first_filled

Row = tuple[str, ...]
IsNumber = Callable[[str], bool]

MOST_TITLES = 20
LOOKED = 200  # rows below the header
FEWEST = 3


def find(
    rows: Sequence[Row], header: int, is_number: IsNumber
) -> tuple[int, int, list[Row]]:
    """(place of the last line, how many, the rows from it on with names of all).

    (0, 1, []) for one line.

    `header` is where one line would be taken for it. A line above that counts only where
    names come twice: it is a title elsewhere.
    """
    width = Counter(map(len, rows)).most_common(1)[0][0]
    first = next(
        (i for i, row in enumerate(rows[:MOST_TITLES]) if len(row) == width), 0
    )
    for lower in (max(first, header) + 1, header):
        if not 0 < lower < len(rows) - FEWEST:
            continue
        if lower == header and len({*rows[lower]}) == len(rows[lower]):
            continue
        index = name_of_index(rows[lower + 1], is_number)
        last = lower + bool(index)
        body = rows[last + 1 :]
        upper, below = rows[lower - 1], rows[lower]
        if names := joined(upper, below, body, is_number, bool(index)):
            return last, 2 + bool(index), [(index or names[0], *names[1:]), *body]
    return 0, 1, []


def logged(rows: Sequence[Row], is_number: IsNumber) -> tuple[int, tuple[str, ...]]:
    """(place of the names, first cells of the lines below them) as loggers write a header.

    A line of the station stands above the names, or two of units and statistics below;
    (0, ()) where neither does.
    """
    width = Counter(map(len, rows)).most_common(1)[0][0]
    body = [row for row in rows[MOST_TITLES:LOOKED] if len(row) == width]
    columns = [[cell for cell in cells if cell] for cells in zip(*body, strict=True)]
    numbers = [
        place
        for place, cells in enumerate(columns)
        if cells and sum(map(is_number, cells)) > 0.9 * len(cells)
    ]
    head = rows[: MOST_TITLES + 1]
    place = next((i for i, row in enumerate(head) if named(row, width, is_number)), 0)
    others = head[place + 1 :]
    below = list(takewhile(lambda row: not measured(row, numbers, is_number), others))
    more = place or len(below) > 1
    rows_above = any(
        len(row) == width and not worded(row, numbers, is_number)
        for row in head[:place]
    )
    if not (more and numbers and len(below) < len(others)) or rows_above:
        return 0, ()
    words = tuple(map(first_filled, below))
    again = {*words} & set(map(first_filled, body))
    for cells, *lines in zip(columns, *below, strict=False):
        again |= {*filter(None, lines)} & {*cells}  # as rows have, such as "n.a."
    days = any(re.search(r"\d\d|^$", word) for word in words)
    return (0, ()) if again or days else (place, words)


def measured(row: Row, numbers: Sequence[int], is_number: IsNumber) -> bool:
    """Whether most cells of these columns are numbers."""
    cells = [row[place] for place in numbers if place < len(row) and row[place]]
    return sum(map(is_number, cells)) > len(cells) / 2


def worded(row: Row, numbers: Sequence[int], is_number: IsNumber) -> bool:
    """Whether a word stands in one of these columns."""
    return any(row[place] and not is_number(row[place]) for place in numbers)


def named(row: Row, width: int, is_number: IsNumber) -> bool:
    """A different name for each column."""
    whole = len({*filter(None, row)}) == len(row) == width
    return whole and all(is_name(cell, (), is_number) for cell in row)


def name_of_index(row: Row, is_number: IsNumber) -> str:
    """The only cell of a line below both, as pandas names an index: "Date,,,"; else ""."""
    first, *others = row or ("",)
    named = others and first and not any(others) and is_name(first, (), is_number)
    return first if named else ""


def name_above(body: Sequence[Row], is_number: IsNumber) -> str:
    """The name of an index in a first row, above times or numbers only; else ""."""
    index = name_of_index(body[0], is_number) if len(body) > FEWEST else ""
    numbered = all(re.search(r"\d", row[0]) for row in body[1:LOOKED] if row)
    return index if index and numbered and not re.search(r"\d", index) else ""


def note(names: Row, lines: int) -> str:
    longest = max(names, key=lambda name: name.count(" "))
    how = "two lines, groups above names"
    if lines > 2:
        how = "three lines, groups above names and the name of the first column below"
    return f"The header has {how}: joined, as in {longest!r}."


def joined(
    upper: Row,
    lower: Row,
    body: Sequence[Row],
    is_number: IsNumber,
    sure: bool = False,
) -> Row:
    """A name for each column, of its group and of what stands below; () for no two headers.

    `sure` says that they are two, also where no group stands above several columns.
    """
    if len(upper) != len(lower) or sum(map(bool, upper)) < 2:
        return ()
    groups = upper if sure and all(upper[1:]) else carried(upper)
    single = groups == upper and len({*filter(None, upper)}) == sum(map(bool, upper))
    if single and not sure:
        return ()  # each column has a name
    columns = [
        [row[place] for row in body[:LOOKED] if place < len(row) and row[place]]
        for place in range(len(lower))
    ]
    numbers = [sum(map(is_number, cells)) > 0.9 * len(cells) for cells in columns]
    if not any(n and name for n, name in zip(numbers, lower, strict=True)):
        return ()
    of_an_index = len({*groups[1:]}) < len(groups) - 1
    for place, cells in enumerate(columns):
        nameless = not (lower[place] or upper[place] or place == 0 and of_an_index)
        if nameless or not is_name(lower[place], cells, is_number):
            return ()
    names = tuple(f"{g} {name}".strip() for g, name in zip(groups, lower, strict=True))
    return names if len({*names}) == len(names) else ()


def carried(upper: Row) -> Row:
    """A group for each column: a merged cell is written once, and blank from there on."""
    if any(a and a == b for a, b in zip(upper, upper[1:], strict=False)):
        return upper  # written above each of its columns
    groups: list[str] = []
    for cell in upper:
        groups.append(cell or (groups[-1] if groups else ""))
    return tuple(groups)


def is_name(cell: str, below: Sequence[str], is_number: IsNumber) -> bool:
    """Whether it may name a column of these cells; a blank may, below a group."""
    if not cell:
        return True
    return (
        bool(re.search(r"[^\W\d_]{2}|^[^\W\d_]$", cell))
        and not is_number(cell)
        and cell not in below
    )
