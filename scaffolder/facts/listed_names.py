"""The names of the pictures of a table, and how a column says what the names tell."""

from __future__ import annotations

import json
import shlex
from pathlib import Path, PureWindowsPath

from scaffolder.facts.model import Facts
from scaffolder.facts.name_beginnings import Named
from scaffolder.facts.place_patterns import columns_of
from scaffolder.facts.table import load, texts

MOST_ROWS = 20_000


def read(facts: Facts) -> list[Named]:
    """Of a table that names one picture a row; the answer is "" where a row has several."""
    column = names_in(facts)
    table = load(Path(facts.settings["data"].value))
    if column not in table.names:
        return []
    answer = facts.target.value if facts.target.value in table.names else column
    frame = table.frame.select(texts(table, n) for n in dict.fromkeys([column, answer]))
    rows = frame.drop_nulls().head(MOST_ROWS).select(path=column, answer=answer)
    known = answer != column
    return [named(cell, said if known else "") for cell, said in rows.iter_rows()]


def named(cell: str, answer: str) -> Named:
    path = PureWindowsPath(cell)
    return Named(path.parent.name, path.stem, answer)


def names_in(facts: Facts) -> str:
    """The column that names the picture; "" where a row has several pictures."""
    *ways, _ = facts.settings["columns"].value
    return columns_of(ways[0])[-1] if len(ways) == 1 else ""


def way(facts: Facts, where: str) -> str:
    """The command that writes the table with a column of the beginnings."""
    table = Path(facts.settings["data"].value)
    written = table.with_name(f"{table.name.partition('.')[0]}_subjects.csv")
    separator = (
        facts.settings["separator"].value if "separator" in facts.settings else ","
    )
    column = json.dumps(names_in(facts))
    inside = json.dumps(rf"(?:^|[/\\])({where.removeprefix('^')})[^/\\]*$")
    line = (
        f"import polars as pl; t = pl.read_csv({json.dumps(table.name)}, infer_schema=False,"
        f" separator={json.dumps(separator)}); c = pl.col({column});"
        f" t.with_columns(subject=c.str.extract({inside}).fill_null(c))"
        f".write_csv({json.dumps(written.name)})"
    )
    return (
        f"Needed: a column that says it; write one: cd {shlex.quote(str(table.parent))};"
        f" python -c {shlex.quote(line)} and name {written}"
    )
