"""Pictures whose class stands in several columns of 0 and 1, and how it becomes one column."""

from __future__ import annotations

from scaffolder.errors import DataError
from scaffolder.facts.commands import beside, on_table, text
from scaffolder.facts.listing import some
from scaffolder.facts.model import Column
from scaffolder.facts.pictures import answers as picture_answers
from scaffolder.facts.written.table import Table


def refuse(table: Table, columns: tuple[Column, ...]) -> None:
    """Raises DataError where a guess would be one of several columns of one answer."""
    marks = picture_answers.marked(columns)
    if len(marks) < 3 or not picture_answers.exactly_one(table, marks):
        return
    written = beside(table, "classes")
    names = text(marks)
    code = (
        f"n = {names}; one = pl.coalesce(pl.when(pl.col(c).cast(pl.Float64) == 1)"
        f".then(pl.lit(c)) for c in n); t.with_columns(label=one).drop(n)"
        f".write_csv({text(written.name)})"
    )
    raise DataError(
        f"Found {len(marks)} columns of 0 and 1 in {table.path}, of which each row has exactly"
        f" one 1 ({some(marks)}): one answer in several columns. Needed: one column of classes;"
        f" write it: {on_table(table, code)} and name {written}. Or say --task"
        " image-multilabel, to ask for each of them alone; or --target with one of them."
    )
