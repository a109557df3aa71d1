"""Headers of two lines: groups above, cells merged or repeated, and the names below them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

Row = tuple[str, ...]
IsNumber = Callable[[str], bool]

MOST_TITLES = 20
LOOKED = 200  # rows below the header
FEWEST = 3


def find(
    rows: Sequence[Row], header: int, is_number: IsNumber
) -> tuple[int, list[Row]]:
    """(place of the lower line, the rows from it on with names of both); (0, []) for one.

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
        body = rows[lower + 1 :]
        if names := joined(rows[lower - 1], rows[lower], body, is_number):
            return lower, [names, *body]
    return 0, []


def note(names: Row) -> str:
    longest = max(names, key=lambda name: name.count(" "))
    return f"The header has two lines, groups above names: joined, as in {longest!r}."


def joined(upper: Row, lower: Row, body: Sequence[Row], is_number: IsNumber) -> Row:
    """A name for each column, of its group and of what stands below; () for no two headers."""
    if len(upper) != len(lower) or sum(map(bool, upper)) < 2:
        return ()
    groups = carried(upper)
    if groups == upper and len({*filter(None, upper)}) == sum(map(bool, upper)):
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
