"""Commands for a person to copy into a shell."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scaffolder.facts.written.table import Table
    from scaffolder.facts.written.text_table import Dialect

MOST_NAMES = 20  # that are written one by one
KINDS = {"Parquet": ("parquet", ".parquet"), "JSONL": ("ndjson", ".jsonl")}
KINDS["JSON"] = KINDS["JSONL"]


def python(folder: Path, code: str) -> str:
    """Runs `code` in a folder; between double quotes where they leave it as it is."""
    special = re.search(r'["$`!]|\\[\\"$`]', code)
    quoted = shlex.quote(code) if special else f'"{code}"'
    return f"cd {shlex.quote(str(folder))}; python -c {quoted}"


def on_table(table: Table, code: str, imports: str = "") -> str:
    """Python that knows the table as `t`, its cells as text, run in the folder of the table."""
    line = f"import polars as pl{imports}; t = {cells(table)}; {code}"
    return python(table.path.parent, line)


def cells(table: Table) -> str:
    """How polars reads the rows of the table, those of a text file as text."""
    name = text(table.path.name)
    if table.dialect:
        return f"pl.read_csv({name}{_options(table.dialect)}, infer_schema=False)" + (
            f".filter(~pl.coalesce(pl.all()).is_in({text(table.dialect.aside)}))"
            if table.dialect.aside
            else ""
        )
    read = {"Parquet": "read_parquet", "JSONL": "read_ndjson"}
    return f"pl.{read.get(table.format, 'read_json')}({name})"


def _options(found: Dialect) -> str:
    said = f", separator={text(found.separator)}" * (found.separator != ",")
    said += f", encoding={text(found.encoding)}" * (found.encoding != "utf8")
    if found.quote != '"':
        said += f", quote_char={text(found.quote) if found.quote else None}"
    said += f", skip_lines={found.skip}" * bool(found.skip)
    if found.columns:
        said += f", has_header=False, new_columns={_names(found.columns)}"
    return said


def _names(columns: tuple[str, ...]) -> str:
    """A list of names; of many that count up, the rule."""
    last = len(columns) + 1
    counted = columns == tuple(f"column_{i}" for i in range(1, last))
    many = counted and len(columns) > MOST_NAMES
    return f'[f"column_{{i}}" for i in range(1, {last})]' if many else text(columns)


def write(table: Table) -> tuple[str, str]:
    """(how polars writes such a table, the ending of the file)"""
    kind, ending = KINDS.get(table.format, ("csv", ".csv"))
    return f"write_{kind}", ending


def flag(name: str, value: str) -> str:
    """A flag of `recipe` as a shell takes it: --drop 'Churn Reason'."""
    if not value:
        return f"{name} can only take what has a name: give the column one"
    return f"{name}{'=' if value.startswith('-') else ' '}{shlex.quote(value)}"


def text(value: object) -> str:
    """In double quotes: single ones stand around the whole line."""
    return json.dumps(value, ensure_ascii=False)


def beside(table: Table, word: str, ending: str = ".csv") -> Path:
    """A file of another name: "labels_train.csv" of "labels.csv"."""
    return table.path.with_name(f"{table.path.name.partition('.')[0]}_{word}{ending}")
