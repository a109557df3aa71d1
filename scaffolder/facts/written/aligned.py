"""Columns that stand apart by spaces: known, not read, and one command away from a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.written.written_numbers import is_number

LOOKED = 200  # lines
MOSTLY = 0.99  # of them have equally many cells
CELL = re.compile(r'"[^"]*"|[^ \t]+')
QUOTED = (
    "import csv, re; q = chr(34); csv.writer(open({made!r}, 'w')).writerows([c.strip(q) for c"
    " in re.findall(q + '[^' + q + ']*' + q + '|[^ \\t\\n]+', l)] for l in open({name!r}) if"
    " l.strip())"
)


def refuse(path: Path, lines: Sequence[str]) -> None:
    """DataError where lines have equally many cells between spaces, some of them numbers."""
    rows = [CELL.findall(line) for line in lines[:LOOKED]]
    width, count = Counter(map(len, rows)).most_common(1)[0]
    if width < 2 or count < MOSTLY * len(rows):
        return
    several = any("  " in line.strip() for line in lines[:LOOKED])
    columns = zip(*(row for row in rows if len(row) == width), strict=True)
    if several or any(all(map(is_number, column)) for column in columns):
        raise DataError(
            f"The columns of {path} stand apart by spaces. Needed: one mark between cells;"
            f" write commas: {commas(path, lines)} and name that file."
        )


def refuse_inside(path: Path, lines: Sequence[str], separator: str) -> None:
    """The same where another mark stands before the last cell only, a name perhaps."""
    cells = [max(line.split(separator), key=len) for line in lines[:LOOKED]]
    words = [cell.split() for cell in cells]
    same = len({len(row) for row in words}) == 1 and len(words[0]) > 2
    if same and all("  " in cell.strip() for cell in cells):
        numbers = sum(is_number(word) for row in words for word in row)
        if numbers >= 0.9 * sum(map(len, words)):
            refuse(path, [line.replace(separator, " ") for line in lines])


def commas(path: Path, lines: Sequence[str]) -> str:
    made = f"{path.stem}.csv"
    if any(mark in line for line in lines[:LOOKED] for mark in '"\t,'):
        return commands.python(path.parent, QUOTED.format(made=made, name=path.name))
    return f"sed -E 's/^ +//; s/ +$//; s/ +/,/g' '{path}' > {made}"
