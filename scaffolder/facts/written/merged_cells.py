"""Blank cells that mean "as above": what is left of merged ones in a text file."""

from __future__ import annotations

from scaffolder.facts import commands
from scaffolder.facts.listing import said, some
from scaffolder.facts.written.table import Table

MOST_ALONE = 0.05  # of the blocks may be of one row


def sentences(table: Table) -> list[str]:
    if not table.dialect or not (names := columns(table)):
        return []
    several = len(names) > 1
    begun = table.frame[names[-1]].count()
    output = commands.beside(table, "filled")
    code = (
        f"t.with_columns(pl.col({commands.text(names)}).forward_fill())"
        f".write_csv({commands.text(output.name)})"
    )
    way = f"--split group {commands.flag('--split-column', names[0])}"
    return [
        f"{some(names)} {'are' if several else 'is'} filled where one of"
        f" {said(begun, 'block')} of rows begins and blank below, as merged cells are saved. If a"
        f" blank means 'as above', it is read as missing now. Fill them (rows of one"
        f" {names[0]} may be alike: then {way}):"
        f" {commands.on_table(table, code)} and name {output}."
    ]


def columns(table: Table) -> list[str]:
    """The first columns, where each begins a block and those to the right its parts."""
    names: list[str] = []
    for name in table.names[:-1]:
        cells = table.frame[name]
        filled = cells.is_not_null()
        if not filled[0] or cells.null_count() < len(cells) / 2:
            break
        if names and (table.frame[names[-1]].is_not_null() & ~filled).any():
            break
        alone = (filled & filled.shift(1)).sum()
        if alone > MOST_ALONE * cells.count() or cells.drop_nulls().n_unique() < 2:
            break
        names.append(name)
    return names
