"""A column that says to which part each row belongs, as its makers split the data."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.given_by_column import parts_of
from scaffolder.facts.listing import some
from scaffolder.facts.rewritten import quoted, rows

if TYPE_CHECKING:
    from scaffolder.facts.reading import Reading
    from scaffolder.facts.table import Table


def must_be_files(reading: Reading, named: str | None) -> None:
    """DataError where a column of one table says train, validation and test."""
    if len(reading.tables) > 1:
        return
    for name in reading.train.names:
        if name != named and (given := parts_of(reading.train.frame[name])):
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
