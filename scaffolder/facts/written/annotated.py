"""CSV as InfluxDB exports it: tables one below the other, with a header each and lines of #."""

from __future__ import annotations

import re
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.commands import text
from scaffolder.facts.listing import said, some

BEGINS = re.compile("#(group|datatype|default),")
OWN = {"", "result", "table", "_start", "_stop", "_time", "_value", "_field"}


def refuse(path: Path, lines: list[str]) -> None:
    """DataError where the first line describes columns, or names those of a raw result."""
    raw = {"result", "table", "_time", "_value"} <= {*lines[0].split(",")}
    if not (raw or BEGINS.match(lines[0])):
        return
    headers = [line for line in lines if {"_time", "_value"} <= {*line.split(",")}]
    what = "tables one below the other" if len(headers) > 1 else "a table"
    if not raw:
        what += ", below lines that begin with # and describe the columns"
    raise DataError(
        f"{path} is CSV as InfluxDB exports it: {what}. Needed: one header, a row for each"
        f" time and a column for each thing measured; {_way(path, {*headers})}"
    )


def _way(path: Path, headers: set[str]) -> str:
    if len(headers) == 1:
        header = next(iter(headers)).split(",")
        if {"_time", "_value", "_field"} <= {*header}:
            return _pivoted(path, [name for name in header if name not in OWN])
    return (
        'end the query with |> pivot(rowKey: ["_time"], columnKey: ["_field"], valueColumn:'
        ' "_value") |> group(), export it without annotations, and name that file.'
    )


def _pivoted(path: Path, tags: list[str]) -> str:
    """The command that gives each field, of each place where it was measured, a column."""
    import polars as pl

    rows = pl.read_csv(path, comment_prefix="#", infer_schema=False)
    rows = rows.filter(pl.col("_time") != "_time")
    names = ["_field", *(tag for tag in tags if rows[tag].n_unique() > 1)]
    name = f'pl.concat_str({text(names)}, separator=" ").alias("name")'
    value = 'pl.col("_value").cast(float, strict=False)'
    written = path.with_name(f"{path.name.partition('.')[0]}_wide.csv")
    code = (
        "import polars as pl;"
        f' t = pl.read_csv({text(path.name)}, comment_prefix="#", infer_schema=False);'
        f' t.filter(pl.col("_time") != "_time").select("_time", {name}, {value})'
        '.pivot("name", index="_time", values="_value", aggregate_function="mean")'
        f'.sort("_time").write_csv({text(written.name)})'
    )
    fields = rows.select(pl.concat_str(names, separator=" ")).to_series().unique()
    return (
        f"it has {said(len(fields), 'column')} then ({some(fields.sort())}):"
        f" {commands.python(path.parent, code)} and name {written}."
    )
