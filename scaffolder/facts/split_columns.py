"""A column that says which part each row belongs to: train, validation or test."""

from __future__ import annotations

from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.given_by_column import parts_of
from scaffolder.facts.listing import some
from scaffolder.facts.reading import Reading
from scaffolder.facts.several_tables import reader
from scaffolder.facts.table import Table


def refuse(reading: Reading, named: str | None) -> None:
    """DataError where such a column stands: it is no input, and no other split is meant."""
    for column in reading.columns:
        if column.role != "category" or column.name == named:
            continue
        if parts := parts_of(reading.train.frame[column.name].drop_nulls()):
            raise DataError(
                f"The column {column.name!r} of {reading.path} says which part a row belongs"
                f" to: {some(sorted(parts))}. Needed: a file for each part, without that column;"
                f" {written(reading.train, column.name, parts)} To have the rows cut anew,"
                f" leave {column.name} out of the file."
            )


def written(table: Table, column: str, parts: dict[str, str]) -> str:
    """The command that writes the files, and which to name."""
    path, stem = table.path, table.path.name.split(".")[0]
    train = path.parent / f"{stem}_train.csv"
    if not (how := opened(table)):
        return f"write {train.name} and the others so, and name {train}."
    code = (
        f"import polars as pl; t = {how}; [t.filter(pl.col({column!r}).str.strip_chars() =="
        f" word).drop({column!r}).write_csv({stem + '_'!r} + part + '.csv') for word, part in"
        f" {[*parts.items()]}]"
    )
    return f"write them: {commands.python(path.parent, code)} and name {train}."


def opened(table: Table) -> str:
    """How polars reads the file as text; "" where it holds more than a table."""
    name, found = Path(table.path).name, table.dialect
    if found is None:
        made = "pl.read_json" if table.format == "JSON" else f"pl.{reader(table.path)}"
        return f"{made}({name!r})"
    if found.skip or found.aside or found.renamed or not found.header:
        return ""
    options: dict[str, tuple[str | None, str]] = {
        "separator": (found.separator, ","),
        "encoding": (found.encoding, "utf8"),
    }
    options["quote_char"] = (found.quote or None, '"')
    said = [
        f", {n}={value!r}" for n, (value, usual) in options.items() if value != usual
    ]
    return f"pl.read_csv({name!r}{''.join(said)}, infer_schema=False)"
