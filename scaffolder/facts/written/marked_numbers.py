"""Numbers with a mark behind them that points to a note: "61,3*", "4.2 (e)"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.listing import said
from scaffolder.facts.written.table import Table
from scaffolder.facts.written.written_numbers import looks_like

if TYPE_CHECKING:
    import polars as pl

FEW = 20  # so few different cells may be names: "3*", "4*" and "5"
MARK = r"\s*([*†‡§¶#?!^]+|\([a-z]{1,2}\))$"


def sentences(table: Table) -> list[str]:
    """Columns that are no numbers for such marks alone, each with a command."""
    if not table.dialect:
        return []
    return [told for name in table.names if (told := _told(table, name))]


def refuse(table: Table, name: str) -> None:
    """DataError where an answer is such a column."""
    if table.dialect and (told := _told(table, name)):
        raise DataError(f"{told[:-1]}; or name another --target.")


def _told(table: Table, name: str) -> str:
    cells = table.frame[name]
    if cells.dtype.is_float() or not (marked := _marked(cells.drop_nulls())):
        return ""
    code = "t.with_columns(pl.col({}).str.replace({}, {})).write_csv({})".format(
        *map(commands.text, (name, MARK, "", f"{table.path.stem}_plain.csv"))
    )
    return (
        f"{name} holds numbers, and {said(len(marked), 'cell')} with a mark behind, such as"
        f" {marked[0]!r}. Needed: numbers alone; take the marks away:"
        f" {commands.on_table(table, code)} and name {commands.beside(table, 'plain')}."
    )


def _marked(cells: pl.Series) -> list[str]:
    """The cells with a mark, if all others are numbers and more than they."""
    if cells.n_unique() <= FEW or not cells.head(50).str.contains(r"\d").all():
        return []
    found = [cell for cell in cells if not looks_like(cell)]
    if len(found) > len(cells) / 2:
        return []
    plain = [re.sub(MARK, "", cell) for cell in found]
    return found if all(map(looks_like, plain)) else []
