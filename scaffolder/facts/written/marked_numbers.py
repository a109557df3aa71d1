"""Numbers with a mark: behind, that points to a note ("61,3*"), or before ("<0.05")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.listing import said, some
from scaffolder.facts.written.settle import BLANKS, is_beyond
from scaffolder.facts.written.table import Table
from scaffolder.facts.written.written_numbers import looks_like

if TYPE_CHECKING:
    import polars as pl

FEW = 20  # so few different cells may be names: "3*", "4*" and "5"
BEFORE = r"^\s*[<>≤≥]=?\s*"
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


def others(table: Table) -> list[str]:
    """Columns of numbers with other cells, which count as missing; what a limit may be."""
    told = [
        f"{name} holds numbers, but also {some(map(_counted, found.items()), 3)}: such"
        " cells count as missing."
        for name, found in table.not_numbers.items()
    ]
    names = [n for n, found in table.not_numbers.items() if any(map(is_beyond, found))]
    if not names:
        return told
    how, ending = commands.write(table)
    output = commands.beside(table, "limits", ending)
    code = "t.with_columns(pl.col({}).str.replace({}, {})).{}({})".format(
        *map(commands.text, (names, BEFORE, "")), how, commands.text(output.name)
    )
    return [
        *told,
        f"{some(names)}: missing where it was too little or too much to be measured. To read"
        f" such cells as that limit, take the signs away: {commands.on_table(table, code)} and"
        f" name {output}.",
    ]


def _counted(cell: tuple[str, int]) -> str:
    return f"{cell[0]!r} ({said(cell[1], 'cell')})"


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
    """The cells with a mark, if all others are numbers, limits or blank, and more than they."""
    if cells.n_unique() <= FEW:
        return []
    told = [cell for cell in cells if cell not in BLANKS and not is_beyond(cell)]
    if not all(re.search(r"\d", cell) for cell in told[:50]):
        return []
    found = [cell for cell in told if not looks_like(cell)]
    if len(found) > len(told) / 2:
        return []
    plain = [re.sub(MARK, "", cell) for cell in found]
    return found if all(map(looks_like, plain)) else []
