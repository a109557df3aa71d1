"""Commands for a shell that write a table anew, with its times as they are read."""

from __future__ import annotations

import json
import shlex

from scaffolder.facts.table import Table


def quoted(text: str) -> str:
    """For Python inside the single quotes of a shell."""
    return json.dumps(text, ensure_ascii=False)


def rows(table: Table) -> str:
    """Python that reads the cells as they stand in the file; "" if it is no text."""
    dialect = table.dialect
    if dialect is None or (dialect.renamed and not dialect.skip):
        return ""
    how = f", separator={quoted(dialect.separator)}" * (dialect.separator != ",")
    how += f", encoding={quoted(dialect.encoding)}" * (dialect.encoding != "utf8")
    how += f", skip_lines={dialect.skip}" * bool(dialect.skip)
    if dialect.columns:
        how += f", has_header=False, new_columns={json.dumps(dialect.columns)}"
    return f"pl.read_csv({quoted(str(table.path))}, infer_schema=False{how})"


def command(table: Table, change: str, into: str) -> str:
    """One that applies `change`, Python that begins with a dot; "" if there is none."""
    if not (read := rows(table)):
        return ""
    assert table.dialect
    mark = table.dialect.separator
    written = f", separator={quoted(mark)}" * (mark != ",")
    line = (
        "import polars as pl, polars.selectors as cs;"
        f" {read}{change}.write_csv({quoted(into)}{written})"
    )
    return f": python -c {shlex.quote(line)}, and name {into}"
