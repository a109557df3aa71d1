"""Codes and names of the same classes stand in two columns: the names are what one reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from scaffolder.facts.model import Column, Proposal

if TYPE_CHECKING:
    from scaffolder.facts.written.table import Table


def spelt_out(
    chosen: Proposal, columns: Iterable[Column], tables: Mapping[str, Table]
) -> Proposal:
    """The column of names that goes one to one with a chosen column of numbers."""
    by_name = {column.name: column for column in columns}
    codes = by_name.get(chosen.value)
    if codes is None or codes.role != "number":
        return chosen
    for column in by_name.values():
        everywhere = all(column.name in table.names for table in tables.values())
        if column.role != "category" or column.unique != codes.unique:
            continue
        pairs = tables["train"].frame.select(codes.name, column.name).drop_nulls()
        if everywhere and pairs.n_unique() == codes.unique:
            why = f"the names of the classes that {codes.name} numbers"
            return Proposal(column.name, f"{column.name}: {why}")
    return chosen
