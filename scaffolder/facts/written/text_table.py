"""How a text file writes a table: encoding, separator, quote character, header.

Only the first megabyte is looked at, so that a file of any size is answered at once.
"""

import csv
import re
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scaffolder.errors import DataError
from scaffolder.facts.listing import first_bytes
from scaffolder.facts.tables import surveys
from scaffolder.facts.written import (
    aligned,
    annotated,
    blocks,
    odd_headers,
    sheet,
    two_headers,
)
from scaffolder.facts.written.text_lines import (
    HEAD_BYTES,
    encoding_of,
    last_lines,
    mixed_ends,
    numbered_lines,
    refuse_holes,
)
from scaffolder.facts.written.written_numbers import Form, looks_like

MOST_COLUMNS = 20_000  # 10,000 are read in less than a minute
SEPARATORS = ",\t;|"
MISSING = ("", "?", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "#N/A", "<NA>")
MISSING += ("#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!")  # spreadsheets
MISSING += ("NAN",)  # loggers
SEPARATOR_NAMES = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "pipes"}
SEPARATOR_NAMES |= {" ": "single spaces"}


@dataclass(frozen=True)
class Dialect:
    """What a reader must be told; `columns` names the columns of a file without header."""

    separator: str
    quote: str
    encoding: str
    header: bool
    names: tuple[str, ...]
    head: tuple[tuple[str, ...], ...]  # the first rows as text, without the header
    skip: int = 0  # lines above the header, or above the first row where there is none
    aside: tuple[str, ...] = ()  # rows that begin with one of these are no examples
    numbers: tuple[Form, ...] = ()  # columns that are written as spreadsheets do
    renamed: bool = False  # a name is blank or comes twice: all stand in config.py
    note: str = ""  # what was done about the header
    header_lines: int = 1

    @property
    def columns(self) -> tuple[str, ...]:
        return () if self.header and not self.renamed else self.names

    @property
    def above(self) -> int:
        """Lines above the header."""
        return self.skip - self.header_lines if self.renamed else self.skip

    @property
    def plain(self) -> bool:
        """Whether the cells stand as a plain table has them."""
        return not (self.skip or self.aside or self.numbers or self.renamed)


def sniff(path: Path) -> Dialect:
    raw = first_bytes(path, HEAD_BYTES)
    encoding = encoding_of(path, raw)
    refuse_holes(path, encoding)
    numbered = numbered_lines(path, raw, encoding)
    begin, mark = _begin(numbered)
    lines = [line for _, line in numbered[begin:]]
    annotated.refuse(path, lines)
    quote = _quote(lines)
    separator = mark or _separator(path, lines, quote)
    if quote and _misquoted(lines, separator, quote):
        quote, separator = "", mark or _separator(path, lines, "")
    rows = _cells(path, lines, separator, quote)
    above, below = 0, ()
    if len(rows) == len(lines):
        if not surveys.is_export(rows):
            above, below = two_headers.logged(rows, looks_like)
        if not above and (above := sheet.titles(rows, _has_header)):
            below = ()
    place = numbered[begin + above][0]
    # empty lines before a table count for nothing, lines of spaces do
    spaces = any(line.strip(b"\r") for line in raw.split(b"\n")[: numbered[0][0]])
    skip = place if begin + above or spaces else 0
    found = Dialect(separator, quote, encoding, True, (), (), skip)
    last, count, both = two_headers.find(rows, above, looks_like)
    if last and len(rows) == len(lines):
        note = two_headers.note(both[0], count)
        skip = numbered[begin + last][0] + 1
        found = replace(found, renamed=True, skip=skip, note=note, header_lines=count)
        return _with_rows(path, found, both)
    rows, note = odd_headers.mended(rows[above:])
    if note or _twins(lines[above], found):
        found = replace(found, renamed=True, skip=place + 1, note=note)
    return _with_rows(path, replace(found, aside=below), rows)


def _begin(numbered: list[tuple[int, str]]) -> tuple[int, str]:
    """(lines to pass over, the separator they name): "sep=;" in the first one."""
    mark = sheet.separator_line(numbered[0][1])
    if not mark or len(numbered) < 2:
        return 0, ""
    return 1, mark if mark in numbered[1][1] else ""  # at times it is not true


def _with_rows(path: Path, found: Dialect, rows: list[tuple[str, ...]]) -> Dialect:
    """What the rows from the header on say of header, names, units and totals."""
    header = found.renamed or _has_header(rows)
    names = _names(rows[0], header)
    if len(names) > MOST_COLUMNS:
        raise DataError(
            f"Found {len(names):,} columns in {path}. Needed: {MOST_COLUMNS:,} at most;"
            " leave out those that say little, or save the numbers as an .npz of arrays."
        )
    body = rows[header:]
    cells = [tuple("" if c in MISSING else c for c in row) for row in body[:200]]
    unit = sheet.units(cells, looks_like) if header and body else ""
    ends = _last_rows(path, found) if body else []
    last = sheet.last_words(ends, len(names)) or (sheet.torn(ends, len(names)),)
    again = sheet.again(rows[0], body) if header else ""
    index = two_headers.name_above(body, looks_like) if header else ""
    survey = surveys.lines(body, looks_like) if header else ()
    told = (*found.aside, unit, again, index, *survey, *last)
    aside = tuple(dict.fromkeys(word for word in told if word))
    return replace(
        found,
        header=header,
        names=names,
        head=tuple(row for row in body if sheet.first_filled(row) not in aside),
        aside=aside,
    )


def _twins(first: str, found: Dialect) -> bool:
    """Whether names differ by the spaces around them only, which a reader strips."""
    style: Any = (
        {"quotechar": found.quote} if found.quote else {"quoting": csv.QUOTE_NONE}
    )
    try:
        row = next(csv.reader([first], delimiter=found.separator, **style))
    except csv.Error:
        return False
    if any(map(looks_like, row)):  # no header
        return False
    names = [name.strip() for name in _names(tuple(row), True)]
    return len(set(names)) < len(names)


def _last_rows(path: Path, found: Dialect) -> list[tuple[str, ...]]:
    """None where a quoted cell spans lines."""
    lines = last_lines(path, found.encoding)
    try:
        return _cells(path, lines, found.separator, found.quote)
    except DataError:
        return []


def sniff_like(path: Path, like: Dialect) -> Dialect:
    """A sibling of a file read before: the same dialect, its own columns if it says so."""
    numbered = numbered_lines(path, first_bytes(path, HEAD_BYTES), like.encoding)
    lines = [line for number, line in numbered if number >= like.skip]
    rows = _cells(path, lines, like.separator, like.quote)
    if like.header and not like.renamed:
        return replace(like, names=_names(rows[0], True), head=tuple(rows[1:]))
    rows = rows[1:] if like.renamed else rows
    if len(rows[0]) == len(like.names):
        return replace(like, head=tuple(rows))
    raise DataError(
        f"{path} has {len(rows[0])} columns, its training file {len(like.names)}, and no"
        " header says which are which. Needed: the same columns; correct the file, or"
        " move it away."
    )


def _quote(lines: list[str]) -> str:
    """The character that encloses whole cells; "" where a lone " would eat rows."""
    if _enclosed(lines, '"') == 0 and _enclosed(lines, "'") > len(lines) / 2:
        return "'"
    odd = any(line.count('"') % 2 for line in lines)
    return "" if odd and _enclosed(lines, '"') == 0 else '"'


def _enclosed(lines: list[str], mark: str) -> int:
    """Cells that begin and end with the mark; a doubled one inside is part of the text."""
    inside = f"[^{mark}]*(?:{mark}{mark}[^{mark}]*)*"
    cell = rf"(?:^|[,;|\t])[ ]*{mark}{inside}{mark}[ ]*(?=$|[,;|\t])"
    return len(re.findall(cell, "\n".join(lines), re.MULTILINE))


def _misquoted(lines: list[str], separator: str, quote: str) -> bool:
    """Quotes that are part of a text: some cell goes on after the one that would close it."""
    if _enclosed(lines, quote) > 0.05 * len(lines):
        return False
    try:
        list(csv.reader(lines, delimiter=separator, quotechar=quote, strict=True))
    except csv.Error as error:
        return "expected after" in str(error)  # not the cell that the head cuts off
    return False


def _separator(path: Path, lines: list[str], quote: str) -> str:
    """The candidate that cuts most lines into the same number (> 1) of cells."""
    best, best_score = "", 0.0
    for separator in SEPARATORS:
        rows = _cells(path, lines[:200], separator, quote)
        widths = Counter(len(row) for row in rows)
        width, count = widths.most_common(1)[0]
        score = count / widths.total() + 0.001 * min(width, 100)
        if width > 1 and score > best_score:
            best, best_score = separator, score
    if best and best_score > 0.5:
        aligned.refuse_inside(path, lines, best)
        return best
    if _spaced(lines):
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


def _spaced(lines: list[str]) -> bool:
    """Numbers between single spaces: three and more in every line, no words."""
    rows = [line.split(" ") for line in lines[:200]]
    numbers = all(is_number(cell) for row in rows[1:] for cell in row)
    return len(rows[0]) > 2 and len(set(map(len, rows))) == 1 and numbers


def _cells(
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


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return "_" not in text


def _has_header(rows: Sequence[tuple[str, ...]]) -> bool:
    """A header has no numbers and is unlike the cells that stand below it."""
    first, body = rows[0], rows[1:]
    filled = [cell for cell in first if cell not in MISSING]
    if odd_headers.counts_up(rows):
        return True
    if not filled or any(map(looks_like, filled)):
        return False
    if not body:
        return True
    below = [[row[i] for row in body if i < len(row)] for i in range(len(first))]
    if any(_mostly_numbers(column) for column in below):
        return True
    return not any(
        cell in column for cell, column in zip(first, below, strict=True) if cell
    )


def _mostly_numbers(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell not in MISSING]
    return bool(filled) and sum(map(looks_like, filled)) > 0.9 * len(filled)


def _names(first: tuple[str, ...], header: bool) -> tuple[str, ...]:
    if not header:
        return tuple(f"column_{number}" for number in range(1, len(first) + 1))
    seen: Counter[str] = Counter()
    names = []
    for name in first:  # a name that comes again is numbered, as polars does
        names.append(f"{name}_duplicated_{seen[name] - 1}" if seen[name] else name)
        seen[name] += 1
    return tuple(names)


def refusal(path: Path, dialect: Dialect, reason: str) -> str:
    """What to say when the parser gives up: the row with too many cells, if it is that."""
    width = len(dialect.names)
    try:
        for line, cells in _widths(path, dialect):
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


def _widths(path: Path, dialect: Dialect) -> Iterator[tuple[int, int]]:
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
