"""How a text file writes a table: encoding, separator, quote character, header.

Only the first megabyte is looked at, so that a file of any size is answered at once.
"""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scaffolder.errors import DataError
from scaffolder.facts.listing import first_bytes
from scaffolder.facts.tables import surveys
from scaffolder.facts.written import (
    annotated,
    odd_headers,
    sheet,
    two_headers,
)
from scaffolder.facts.written.separators import (
    cells_of,
    misquoted,
    quote_of,
    separator_of,
)
from scaffolder.facts.written.text_lines import (
    HEAD_BYTES,
    encoding_of,
    last_lines,
    numbered_lines,
    refuse_holes,
)
from scaffolder.facts.written.written_numbers import Form, looks_like

MOST_COLUMNS = 20_000  # 10,000 are read in less than a minute
MISSING = ("", "?", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "#N/A", "<NA>")
MISSING += ("#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!")  # spreadsheets
MISSING += ("#SPILL!", "#CALC!")
MISSING += ("#NV", "#WERT!", "#BEZUG!", "#ZAHL!")  # German
MISSING += ("#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!")  # French
MISSING += ("#N/D", "#VALOR!", "#NOMBRE?", "#NULO!", "#¡VALOR!", "#¡REF!")  # Spanish
MISSING += ("#¡NUM!", "#¿NOMBRE?", "#¡NULO!", "#¡DIV/0!", "#NÚM!", "#NOME?")
MISSING += ("#VALORE!", "#RIF!", "#NULLO!")  # Italian
MISSING += ("#N/B", "#WAARDE!", "#VERW!", "#GETAL!", "#NAAM?", "#DEEL/0!")  # Dutch
MISSING += ("#ARG!", "#ADR!", "#LICZBA!", "#NAZWA?", "#DZIEL/0!", "#N/D!")  # Polish
MISSING += ("NAN",)  # loggers

Row = tuple[str, ...]


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
    quote = quote_of(lines)
    separator = mark or separator_of(path, lines, quote)
    if quote and misquoted(lines, separator, quote):
        quote, separator = "", mark or separator_of(path, lines, "")
    rows = cells_of(path, lines, separator, quote)
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
    first, count = _header_as_written(lines[above:], found)
    several = count > 1 and len(first) == len(rows[0]) and _has_header(rows)
    if several:
        rows[0] = tuple(" ".join(name.split()) for name in first)
        place = numbered[begin + above + count - 1][0]
    if note or several or _twins(first):
        rows[0] = odd_headers.numbered(rows[0])
        found = replace(found, renamed=True, skip=place + 1, note=note)
        found = replace(found, header_lines=count if several else 1)
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


def _header_as_written(lines: list[str], found: Dialect) -> tuple[Row, int]:
    """The first row with the spaces around its cells, and how many lines it fills."""
    style: Any = (
        {"quotechar": found.quote} if found.quote else {"quoting": csv.QUOTE_NONE}
    )
    ended = (f"{line}\n" for line in lines)
    reader = csv.reader(ended, delimiter=found.separator, **style)
    try:
        return tuple(next(reader)), reader.line_num
    except csv.Error:
        return (), 1


def _twins(header: Row) -> bool:
    """Whether names differ by the spaces around them only, which a reader strips."""
    if any(map(looks_like, header)):  # no header
        return False
    names = [name.strip() for name in _names(header, True)]
    return len(set(names)) < len(names)


def _last_rows(path: Path, found: Dialect) -> list[tuple[str, ...]]:
    """None where a quoted cell spans lines."""
    lines = last_lines(path, found.encoding)
    try:
        return cells_of(path, lines, found.separator, found.quote)
    except DataError:
        return []


def sniff_like(path: Path, like: Dialect) -> Dialect:
    """A sibling of a file read before: the same dialect, its own columns if it says so."""
    numbered = numbered_lines(path, first_bytes(path, HEAD_BYTES), like.encoding)
    lines = [line for number, line in numbered if number >= like.skip]
    rows = cells_of(path, lines, like.separator, like.quote)
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
