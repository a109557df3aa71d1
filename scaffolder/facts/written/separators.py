"""What cuts the lines of a text file into cells: separator and quote character."""

import csv
import re
import shlex
from collections import Counter
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.written import aligned
from scaffolder.facts.written.text_lines import mixed_ends
from scaffolder.facts.written.written_numbers import is_number

SEPARATORS = ",\t;|"
SEPARATOR_NAMES = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "pipes"}
SEPARATOR_NAMES |= {" ": "single spaces"}


def quote_of(lines: list[str]) -> str:
    """The character that encloses whole cells; "" where a lone " would eat rows."""
    if enclosed(lines, '"') == 0 and enclosed(lines, "'") > len(lines) / 2:
        return "'"
    odd = any(line.count('"') % 2 for line in lines)
    return "" if odd and enclosed(lines, '"') == 0 else '"'


def enclosed(lines: list[str], mark: str) -> int:
    """Cells that begin and end with the mark; a doubled one inside is part of the text."""
    inside = f"[^{mark}]*(?:{mark}{mark}[^{mark}]*)*"
    cell = rf"(?:^|[,;|\t])[ ]*{mark}{inside}{mark}[ ]*(?=$|[,;|\t])"
    return len(re.findall(cell, "\n".join(lines), re.MULTILINE))


def misquoted(lines: list[str], separator: str, quote: str) -> bool:
    """Quotes that are part of a text: some cell goes on after the one that would close it."""
    if enclosed(lines, quote) > 0.05 * len(lines):
        return False
    try:
        list(csv.reader(lines, delimiter=separator, quotechar=quote, strict=True))
    except csv.Error as error:
        return "expected after" in str(error)  # not the cell that the head cuts off
    return False


def separator_of(path: Path, lines: list[str], quote: str) -> str:
    """The candidate that cuts most lines into the same number (> 1) of cells."""
    best, best_score = "", 0.0
    for separator in SEPARATORS:
        rows = cells_of(path, lines[:200], separator, quote)
        widths = Counter(len(row) for row in rows)
        width, count = widths.most_common(1)[0]
        score = count / widths.total() + 0.001 * min(width, 100)
        if width > 1 and score > best_score:
            best, best_score = separator, score
    if best and best_score > 0.5:
        aligned.refuse_inside(path, lines, best)
        return best
    if spaced(lines):
        return " "
    aligned.refuse(path, lines)
    raise DataError(
        f"Found one column in {path}: no comma, tab, semicolon or pipe cuts its lines"
        f" alike. First line: {lines[0][:80]!r}. Needed: the answer and at least one"
        " more column; save the table with one of these separators. For a language model"
        f" of such texts: {as_prose(path)}."
    )


def as_prose(path: Path) -> str:
    from scaffolder.facts.files.table_names import is_table_name

    if not is_table_name(path):
        return "--task language-model"
    copy = path.with_name(f"{path.name.partition('.')[0]}.txt")
    return f"cp {shlex.quote(str(path))} {shlex.quote(str(copy))}, and name {copy}"


def spaced(lines: list[str]) -> bool:
    """Numbers between single spaces: three and more in every line, no words."""
    rows = [line.split(" ") for line in lines[:200]]
    numbers = all(is_number(cell) for row in rows[1:] for cell in row)
    return len(rows[0]) > 2 and len(set(map(len, rows))) == 1 and numbers


def cells_of(
    path: Path, lines: list[str], separator: str, quote: str
) -> list[tuple[str, ...]]:
    reader = csv.reader(
        lines,
        delimiter=separator,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    try:
        return [tuple(cell.strip() for cell in row) for row in reader]
    except csv.Error as error:
        if "new-line" in str(error):
            raise DataError(mixed_ends(path, reader.line_num + 1)) from error
        raise DataError(
            f"{path}, about line {reader.line_num + 1}, is no line of a table: {error}."
            " Needed: cells of a usual length; open it in an editor and save it anew."
        ) from error
