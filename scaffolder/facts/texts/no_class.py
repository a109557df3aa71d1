"""Answers beside a text that are no classes: several labels in a cell, or a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.commands import beside, on_table, text, write
from scaffolder.facts.listing import some
from scaffolder.facts.model import Column
from scaffolder.facts.pictures.answers import SEPARATORS, separator_of, split_up

if TYPE_CHECKING:
    from scaffolder.facts.tables.reading import Reading

OFTEN = 0.05  # of the cells name several labels, or a sign is part of a name


def refuse_several(reading: Reading, name: str) -> None:
    """DataError where a cell lists labels, "war|drama": not one class of its own each."""
    cells = reading.train.frame[name]
    if cells.dtype.is_float():
        return
    answers = [str(cell) for cell in cells.drop_nulls()]
    mark = separator_of(answers, None)
    several = [a for a in answers if mark and len(split_up(a, mark)) > 1]
    if mark not in SEPARATORS or len(several) < max(2, OFTEN * len(answers)):
        return
    found = sorted({label for a in answers for label in split_up(a, mark)})
    table, column = reading.train, text(name)
    how, ending = write(table)
    home = beside(table, "labels", ending)
    code = (
        f"cells = t[{column}].fill_null({text('')}).to_list(); sets = [set(map(str.strip,"
        f" c.split({text(mark)}))) for c in cells]; names = sorted(set().union(*sets) -"
        f" {{{text('')}}}); t.drop({column}).with_columns(pl.Series({text('is_')} + n,"
        f" [int(n in s) for s in sets]) for n in names).{how}({text(home.name)})"
    )
    raise DataError(
        f"The column {name!r} of {table.path} lists several labels in a cell, such as"
        f" {several[0][:60]!r}: {some(found)}. Needed for a text: one answer. Write a column of"
        f" 0 and 1 for each label: {on_table(table, code)} and name {home} with --target, such"
        f" as --target {text('is_' + found[0])}. If each cell is one class as a whole: --task"
        " text-classification."
    )


def refuse_number(reading: Reading, column: Column) -> None:
    """DataError where nothing but a number stands beside a text."""
    table = reading.train
    how, ending = write(table)
    home = beside(table, "classes", ending)
    name, labels = text(column.name), text(["low", "middle", "high"])
    code = (
        f"t.with_columns(pl.col({name}).cast(pl.Float64, strict=False).qcut(3,"
        f" labels={labels}).cast(pl.String)).{how}({text(home.name)})"
    )
    raise DataError(
        f"{column.name} of {table.path} is a number with {column.unique:,} different values"
        " beside a text, and a text is told by its class here. Needed: a column of classes;"
        f" thirds by size, for one: {on_table(table, code)} and name {home} with --target"
        f" {name}."
    )


def refuse_unnamed(reading: Reading, texts: tuple[str, ...], fit: list[Column]) -> None:
    """DataError where several columns beside a long text may be classes, and none has a name."""
    if len(fit) < 2:
        return
    raise DataError(
        f"{some(texts)} of {reading.path} {'hold' if len(texts) > 1 else 'holds'} long texts,"
        " and the file has no header that says which column is the answer:"
        f" {some([c.name for c in fit], 12)}. Name it with --target, and --task"
        " text-classification for a net that reads the texts, or --task"
        " tabular-classification for one that reads the other columns."
    )
