"""Decides for every column of a table between number and text, and what counts as missing."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from scaffolder.facts.written import dates
from scaffolder.facts.written.cells import Table, as_text, scan
from scaffolder.facts.written.text_table import MISSING, Dialect
from scaffolder.facts.written.written_numbers import is_number

if TYPE_CHECKING:
    import polars as pl

MOSTLY = 0.01  # of a number column may be other text, which then counts as missing
SAID = 0.05  # of the cells of many different numbers may be one or two words for "none"
MANY = 100  # cells, for that
FEWEST = 10  # numbers, or the cells that are not missing say little
CODES = 20  # so few different numbers may be names, and one with a letter, too
# what a person writes where a number is missing; elsewhere it may be a name
BLANKS = {
    "-",
    "--",
    "---",
    "–",
    "—",
    "..",
    "...",
    "n.a.",
    "N.A.",
    "n.d.",
    "none",
    "None",
}
BLANKS |= {
    ".",
    "NONE",
    "na",
    "nil",
    "missing",
    "Missing",
    "unknown",
    "Unknown",
    "null.",
}
BLANKS |= {"n.c.", "N.C.", "n/c", "n.v.", "k.A.", "k. A.", "s/d", "S/D", "n/d", "N/D"}
BLANKS |= {
    "n.b.",
    "n. b.",
    "n.a",
    "n.n.",
    "n.q.",
    "NQ",
    "ND",
    "nd",
    "N.D.",
    "BDL",
    "bdl",
}
BLANKS |= {
    "b.d.",
    "b.d.l.",
    "BD",
    "LOD",
    "LOQ",
    "BLQ",
    "BLOQ",
    "<LOD",
    "<LOQ",
    "<DL",
    "<MDL",
}
BLANKS |= {
    "< LOD",
    "< LOQ",
    "Spur",
    "Spuren",
    "trace",
    "not detected",
    "below detection",
}
BLANKS |= {f".{letter}" for letter in "_ABCDEFGHIJKLMNOPQRSTUVWXYZ"}  # SAS: why not
BLANKS |= {"#" * count for count in range(3, 30)}  # a column that was too narrow
BEYOND = re.compile(r"[<>≤≥]=?\s*[-+]?\d[\d.,]*([eE][-+]?\d+)?")  # what was measurable
MOST_BEYOND = 0.9  # of the cells of a column of numbers


def numeric_columns(dialect: Dialect) -> set[str]:
    numeric = set()
    for index, name in enumerate(dialect.names):
        cells = [row[index] for row in dialect.head if index < len(row)]
        filled = [cell for cell in cells if cell not in MISSING]
        if filled and all(map(is_number, filled)) and not are_codes(filled):
            numeric.add(name)
    return numeric


def are_codes(cells: list[str]) -> bool:
    """Digits that are names: a zip code with a leading zero, a number of 16 digits."""
    return any(re.fullmatch(r"0\d+|\d{16,}", cell) for cell in cells)


def settled(table: Table) -> Table:
    """Decides for every column between number and text, now that all rows are known."""
    import polars as pl

    blank = table.frame.select(pl.all_horizontal(pl.all().is_null())).to_series()
    if blank.any():
        table.kept = ~blank
        table.frame = table.frame.filter(table.kept)
    _settle_numbers(table)
    columns = []
    for name in table.names:
        column = table.frame[name]
        columns.append(column if column.dtype.is_float() else _settle(table, column))
    table.frame = table.frame.with_columns(columns)
    _blank_as_elsewhere(table)
    return table


def _blank_as_elsewhere(table: Table) -> None:
    """Numbers of which most are missing, by a sign that says so in another column: "."."""
    import polars as pl

    known = {*table.markers}.union(*table.not_numbers.values()) & BLANKS
    signs = [m for m in known if m.startswith(".") or not any(map(str.isalpha, m))]
    for name in table.names if signs else ():
        column = table.frame[name]
        if column.dtype.is_float():
            continue
        blank = column.is_in(signs)
        filled = column.set(blank, None)
        number = filled.cast(pl.Float64, strict=False)
        cells = filled.drop_nulls()
        if not blank.any() or not number.is_finite().sum() == len(cells) >= FEWEST:
            continue
        if are_codes(cells.head(2000).to_list()):
            continue
        for sign, count in column.filter(blank).value_counts().iter_rows():
            table.markers[sign] = table.markers.get(sign, 0) + count
        table.frame = table.frame.with_columns(number)


def _settle_numbers(table: Table) -> None:
    """Asks the file what stood where a number column has NaN: markers, or other text."""
    doubtful = [
        name
        for name in table.names
        if table.frame[name].dtype.is_float()
        and not table.frame[name].is_finite().all()
    ]
    for name, found in _not_numbers(table, doubtful).items():
        column = table.frame[name]
        others = _without_markers(table, found)
        if _too_many(others, column.count(), column.n_unique()):
            column = as_text(table, name)
        elif others:
            table.not_numbers[name] = others
        table.frame = table.frame.with_columns(
            finite(column) if column.dtype.is_float() else column
        )


def finite(column: pl.Series) -> pl.Series:
    """nan and infinity are no values."""
    return column.set(~column.is_finite(), None)


def _too_many(others: dict[str, int], cells: int, different: int) -> bool:
    """Too much other text for a column of numbers; a dash says that one is missing.

    Of many different numbers in a small table one cell may be a note, and of all of them
    a few may hold the same words, such as "Call for price".
    """
    beyond = {c: n for c, n in others.items() if different > CODES and is_beyond(c)}
    others = {cell: count for cell, count in others.items() if cell not in beyond}
    if sum(beyond.values()) > MOST_BEYOND * cells:
        return True
    notes = {cell: count for cell, count in others.items() if cell not in BLANKS}
    text = sum(notes.values())
    words = len(notes) <= 2 and not any(re.search(r"\d", cell) for cell in notes)
    if words and different > CODES and cells >= MANY and text <= SAID * cells:
        text = 0
    slip = 1 if min(cells, different) > CODES else 0
    return text > max(slip, MOSTLY * cells) or sum(others.values()) > 0.5 * cells


def is_beyond(cell: str) -> bool:
    """ "<0.05": too little, or too much, to be measured."""
    return BEYOND.fullmatch(cell) is not None


def _not_numbers(table: Table, names: list[str]) -> dict[str, dict[str, int]]:
    """column -> {text: cells} of all that does not parse as a number"""
    import polars as pl

    if not (names and table.dialect):
        return {}
    counted = []
    for name in names:
        text = pl.col(name).str.strip_chars()
        number = text.cast(pl.Float64, strict=False)
        wrong = text.filter((text != "") & ~number.is_finite().fill_null(False))
        counts = wrong.alias("text").value_counts(sort=True)
        counted.append(counts.implode().alias(name))
    found = scan(table.path, table.dialect).select(counted).collect(engine="streaming")
    return {
        name: {cell["text"]: cell["count"] for cell in found[name][0].to_list()}
        for name in names
    }


def _without_markers(table: Table, found: dict[str, int]) -> dict[str, int]:
    """What is left of some cells when the missing markers are counted and gone."""
    gone = [text for text in found if text in MISSING or _is_infinite(text)]
    for marker in gone:
        table.markers[marker] = table.markers.get(marker, 0) + found[marker]
    return {text: count for text, count in found.items() if text not in gone}


def _is_infinite(text: str) -> bool:
    """ "inf", and "1e400", which no float64 holds."""
    return is_number(text) and math.isinf(float(text))


def _settle(table: Table, column: pl.Series) -> pl.Series:
    """Text without missing markers; as numbers if 99 % of the filled cells are."""
    counts = column.drop_nulls().alias("text").value_counts(sort=True)
    distinct = {text: n for text, n in counts.iter_rows() if text in MISSING}
    if distinct:
        _without_markers(table, distinct)
        column = column.set(column.is_in(MISSING), None)
    column = _only_dates(table, column, counts)
    number = _as_numbers(table, column, counts)
    if number is None:
        return column
    return finite(number)


def _only_dates(table: Table, column: pl.Series, counts: pl.DataFrame) -> pl.Series:
    """Without what stands where a date is missing, if all others are dates."""
    blank = {text: n for text, n in counts.iter_rows() if text in BLANKS}
    if not blank:
        return column
    filled = column.set(column.is_in(list(blank)), None)
    if dates.read(filled) is None:
        return column
    for text, count in blank.items():
        table.markers[text] = table.markers.get(text, 0) + count
    return filled


def _is_name(counts: pl.DataFrame, filled: int) -> bool:
    """Whether the most frequent cell is no number, and more than a slip: most columns of names."""
    text, count = next(
        ((t, n) for t, n in counts.head(30).iter_rows() if t not in MISSING), ("", 0)
    )
    many = len(counts) > CODES
    most = SAID if many and filled >= MANY else MOSTLY
    if is_number(text) or text in BLANKS or many and is_beyond(text):
        return False
    return count > max(1, most * filled)


def _as_numbers(
    table: Table, column: pl.Series, counts: pl.DataFrame
) -> pl.Series | None:
    """The column as numbers if 99 % of its filled cells are; infinities count as gaps."""
    import polars as pl

    if (
        not column.count()
        or _is_name(counts, column.count())
        or are_codes(counts["text"].head(2000).to_list())
    ):
        return None
    number = column.cast(pl.Float64, strict=False)
    known = column.is_not_null()
    wrong = column.filter(known & ~number.is_finite().fill_null(False))
    if not len(wrong):
        return number
    found = dict(wrong.alias("text").value_counts(sort=True).iter_rows())
    infinite = {text: n for text, n in found.items() if _is_infinite(text)}
    others = {text: n for text, n in found.items() if text not in infinite}
    if _too_many(others, column.count(), len(counts)):
        return None
    _without_markers(table, infinite)
    if others:
        table.not_numbers[column.name] = others
    return number
