"""A column that says to which part each row belongs, as its makers split the data."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.listing import some
from scaffolder.facts.rewritten import quoted, rows
from scaffolder.facts.source import SPLIT_WORDS

if TYPE_CHECKING:
    from scaffolder.facts.reading import Reading
    from scaffolder.facts.table import Table

PART_OF = {word: part for part, words in SPLIT_WORDS.items() for word in words}


def parts(table: Table, name: str) -> dict[str, str]:
    """By value of a column, the part that it names; {} where it is about other things."""
    cells = table.frame[name]
    if cells.dtype.is_float() or cells.null_count() or cells.n_unique() > len(PART_OF):
        return {}
    values = sorted(cells.unique().to_list())
    named = {value: PART_OF.get(value.lower(), "") for value in values}
    known = set(named.values())
    return named if "train" in known and len(known - {""}) == len(named) > 1 else {}


def must_be_files(reading: Reading, named: str | None) -> None:
    """DataError where a column of one table says train, validation and test."""
    if len(reading.tables) > 1:
        return
    for name in reading.train.names:
        if name != named and (given := parts(reading.train, name)):
            raise DataError(
                f"{name} of {reading.path} says to which part a row belongs:"
                f" {some(given)}. Needed: a file for each part, or rows of the test would"
                f" train; write them{_command(reading.train, name, given)}."
            )


def _command(table: Table, name: str, given: dict[str, str]) -> str:
    read, ending, kind = rows(table), ".csv", "csv"
    if table.format == "JSONL":
        read, ending = f"pl.read_ndjson({quoted(str(table.path))})", ".jsonl"
        kind = "ndjson"
    if not read:
        return ", without that column, and name their folder"
    folder = table.path.parent.resolve() / "parts"
    line = (
        "import polars as pl; from pathlib import Path;"
        f" to = Path({quoted(str(folder))}); to.mkdir(); t = {read};"
        f" [t.filter(pl.col({quoted(name)}).str.strip_chars() == v).drop({quoted(name)})"
        f".write_{kind}(to / (part + {quoted(ending)}))"
        f" for v, part in [{', '.join(f'({quoted(v)}, {quoted(p)})' for v, p in given.items())}]]"
    )
    return f": python -c {shlex.quote(line)}, and name {folder}"
