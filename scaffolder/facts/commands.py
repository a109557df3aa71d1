"""Commands for a person to copy into a shell."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scaffolder.facts.table import Table


def python(folder: Path, code: str) -> str:
    """Runs `code` in a folder; between double quotes where they leave it as it is."""
    special = re.search(r'["$`!]|\\[\\"$`]', code)
    quoted = shlex.quote(code) if special else f'"{code}"'
    return f"cd {shlex.quote(str(folder))}; python -c {quoted}"


def on_table(table: Table, code: str) -> str:
    """Python that knows the table as `t`, its cells as text, run in the folder of the table."""
    separator = table.dialect.separator if table.dialect else ","
    how = f"separator={text(separator)}, infer_schema=False"
    if table.dialect and not table.dialect.encoding.startswith("utf8"):
        how += f", encoding={text(table.dialect.encoding)}"
    line = (
        f"import polars as pl; t = pl.read_csv({text(table.path.name)}, {how}); {code}"
    )
    return python(table.path.parent, line)


def text(value: object) -> str:
    """In double quotes: single ones stand around the whole line."""
    return json.dumps(value, ensure_ascii=False)


def beside(table: Table, word: str) -> Path:
    """A file of another name: "labels_train.csv" of "labels.csv"."""
    return table.path.with_name(f"{table.path.name.partition('.')[0]}_{word}.csv")
