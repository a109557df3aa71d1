"""Commands that a person may run on a table, as one line of shell."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scaffolder.facts.table import Table


def on_table(table: Table, code: str) -> str:
    """Python that knows the table as `t`, its cells as text, run in the folder of the table."""
    separator = table.dialect.separator if table.dialect else ","
    how = f"separator={text(separator)}, infer_schema=False"
    if table.dialect and not table.dialect.encoding.startswith("utf8"):
        how += f", encoding={text(table.dialect.encoding)}"
    line = (
        f"import polars as pl; t = pl.read_csv({text(table.path.name)}, {how}); {code}"
    )
    return f"cd {shlex.quote(str(table.path.parent))}; python -c {shlex.quote(line)}"


def text(value: object) -> str:
    """In double quotes: single ones stand around the whole line."""
    return json.dumps(value, ensure_ascii=False)


def beside(table: Table, word: str) -> Path:
    """A file of another name: "labels_train.csv" of "labels.csv"."""
    return table.path.with_name(f"{table.path.name.partition('.')[0]}_{word}.csv")
