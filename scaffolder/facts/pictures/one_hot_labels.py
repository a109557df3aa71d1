"""Pictures whose class stands in several columns of 0 and 1, and how it becomes one column."""

from __future__ import annotations

import os
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.commands import beside, on_table, text
from scaffolder.facts.listing import some
from scaffolder.facts.model import Column
from scaffolder.facts.named.places import top_of
from scaffolder.facts.pictures import answers as picture_answers
from scaffolder.facts.tables.reading import Reading


def refuse(reading: Reading, columns: tuple[Column, ...]) -> None:
    """Raises DataError where a guess would be one of several columns of one answer.

    The command writes the table of each part anew, those of several folders above them.
    """
    table, marks = reading.train, picture_answers.marked(columns)
    tables = [t for t in reading.tables.values() if {*marks} <= {*t.names}]
    apart = len({one.path.parent for one in tables}) > 1
    if len(marks) < 3 or not picture_answers.exactly_one(table, marks):
        return
    written = {
        one.path: (
            top_of(reading) / beside(one, "classes").name
            if apart
            else beside(one, "classes")
        )
        for one in tables
    }
    names = text(marks)
    code = (
        "t.with_columns(label=pl.coalesce(pl.when(pl.col(c).cast(pl.Float64) == 1)"
        f".then(pl.lit(c)) for c in {names})).drop({names}).write_csv("
    )
    ways = {p: Path(os.path.relpath(to, p.parent)) for p, to in written.items()}
    lines = [on_table(t, f"{code}{text(ways[t.path].as_posix())})") for t in tables]
    raise DataError(
        f"Found {len(marks)} columns of 0 and 1 in {table.path}, of which each row has exactly"
        f" one 1 ({some(marks)}): one answer in several columns. Needed: one column of classes;"
        f" write it: {'; '.join(lines)} and name {written[table.path]}. Or say --task"
        " image-multilabel, to ask for each of them alone; or --target with one of them."
    )
