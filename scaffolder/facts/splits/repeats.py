"""Columns that may name what several rows are of, though no word of their names says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scaffolder.facts.commands import flag
from scaffolder.facts.listing import said, some
from scaffolder.facts.model import Column, Proposal
from scaffolder.facts.tables import cycles
from scaffolder.facts.tables.columns import words

if TYPE_CHECKING:
    import polars as pl

MOST = 100  # columns compared
BLOCKS = 10  # values that name a block of rows each
FEWEST, MOST_EACH = 1.05, 20  # rows of a value on average
NUMBERING = {"nr", "nbr", "no", "num", "number", "nummer", "numero", "code", "key"}
MEASURED = {"reynolds", "wave", "total", "max", "min", "mean", "avg", "average", "sum"}
OF_A_TABLE = re.compile(
    r".+\.(csv|tsv|tab|txt|dat|xlsx?|parquet|pq|jsonl?|ndjson)(\.(gz|zip))?", re.I
)
LONG = re.compile(r"\d{4,}")  # digits of a number that counts nothing
AGREEING = 2  # other columns that are constant in the rows of each value
ALWAYS = 0.98  # of the values that repeat
VARIED = 0.9  # of the rows have one value, at most: else all agree by chance


def counted(frame: pl.DataFrame, columns: list[Column]) -> tuple[str, str]:
    """(the column that names blocks of rows, the one that counts the rows of each)"""
    for counter in columns:
        if counter.role != "id" or not frame[counter.name].dtype.is_float():
            continue
        name = cycles.within_a_group(frame, counter, columns)
        column = next((c for c in columns if c.name == name), None)
        if column and _in_blocks(frame[name], column):
            return name, counter.name
    return "", ""


def says_the_file(column: Column) -> bool:
    """Whether it names the table that each row came from: what is stacked has such a column."""
    named = column.role == "category" and column.examples
    return bool(named) and all(map(OF_A_TABLE.fullmatch, column.examples))


def left_out(columns: Sequence[Column], rows: int) -> list[Proposal]:
    """The file of a row; numbers of people and things, whose size says nothing."""
    told = []
    for column in columns:
        name = column.name
        if says_the_file(column):
            what = f"{name} says from which file a row is: no input"
            told.append(Proposal(name, f"{what} (such as {column.examples[0]!r})"))
        elif column.role == "number" and is_repeated_code(column, rows):
            what = (
                f"{name} numbers people or things, by its name: no input, as its size"
            )
            told.append(
                Proposal(name, f"{what} says nothing, or {flag('--keep', name)}")
            )
    return told


def sentences(frame: pl.DataFrame, columns: list[Column], split: str) -> list[str]:
    """The columns by which rows may be alike, each with the flags that keep them together."""
    if split != "chance":
        return []
    blocks = [c for c in columns if _in_blocks(frame[c.name], c)]
    told = [
        f"{c.name} names {c.unique:,} blocks of rows, each in one piece. If the rows of a"
        f" block are alike, {_way(c)}"
        for c in blocks
    ]
    for column in columns:
        if column not in blocks and _repeats(column, len(frame)):
            agreeing = _agreeing(frame, column, columns)
            if agreeing or is_code(column):
                told.append(_on_repeats(column, len(frame), agreeing))
    return told


def _way(column: Column) -> str:
    return (
        "a split by chance flatters: --split group"
        f" {flag('--split-column', column.name)}."
    )


def _on_repeats(column: Column, rows: int, agreeing: list[str]) -> str:
    alike = f", and {some(agreeing, 3)} agree in those of each" if agreeing else ""
    return (
        f"{column.name} repeats: {said(column.unique, 'value')} in"
        f" {rows - column.missing:,} rows{alike}. If it names what the rows are of,"
        f" {_way(column)}"
    )


def _repeats(column: Column, rows: int) -> bool:
    """Whether many values stand on a few rows each."""
    filled = rows - column.missing
    few = FEWEST * column.unique <= filled <= MOST_EACH * column.unique
    return few and column.unique >= BLOCKS


def is_repeated_code(column: Column, rows: int) -> bool:
    return _repeats(column, rows) and is_code(column)


def is_code(column: Column) -> bool:
    """ "vehicle_no", "account number": long numbers, or letters with digits."""
    found = words(column.name)
    if len(found) < 2 or found[-1] not in NUMBERING or MEASURED & {*found}:
        return False
    long = all(map(LONG.fullmatch, column.examples))
    named = column.role == "category" and all(
        re.search(r"\d", cell) for cell in column.examples
    )
    return named or column.role == "number" and long


def _agreeing(frame: pl.DataFrame, column: Column, others: list[Column]) -> list[str]:
    """Columns that have one value wherever this one has; [] where few do, or it measures."""
    import polars as pl

    name = column.name
    if column.role == "number" and not all(map(LONG.fullmatch, column.examples)):
        return []
    if column.role not in ("number", "category", "text"):
        return []
    may_be = [
        c.name
        for c in others[:MOST]
        if c.role in ("number", "category") and c != column
    ]
    varied = [n for n in may_be if _share_of_most(frame[n]) <= VARIED]
    again = frame.select(name, *varied).drop_nulls(name)
    again = again.filter(pl.col(name).is_duplicated())
    if again.is_empty() or again[name].n_unique() < BLOCKS:
        return []
    counts = again.group_by(name).agg(pl.all().n_unique())
    agree = [n for n in varied if (counts[n] == 1).mean() >= ALWAYS]  # type: ignore[operator]
    return agree if len(varied) > len(agree) >= AGREEING else []


def _share_of_most(cells: pl.Series) -> float:
    counts = cells.alias("value").value_counts()["count"]
    return int(counts.max()) / max(1, len(cells))  # type: ignore[arg-type]


def _in_blocks(cells: pl.Series, column: Column) -> bool:
    """Names, each of which stands in one block of rows."""
    if column.missing or column.unique < BLOCKS:
        return False
    if not (column.role in ("category", "text") or _counts(column)):
        return False
    blocks = int((cells != cells.shift(1)).fill_null(True).sum())
    return column.unique == blocks <= len(cells) / 2


def _counts(column: Column) -> bool:
    """1, 2, 3 and so on: numbers without a gap may be names."""
    if column.role != "number" or column.minimum not in (0, 1):
        return False
    return column.maximum - column.minimum + 1 == column.unique  # type: ignore[operator]
