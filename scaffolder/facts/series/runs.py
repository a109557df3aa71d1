"""Rows of several runs, each counted from its own start: how long one still lasts is in no column."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from scaffolder.facts.commands import beside, on_table, text
from scaffolder.facts.listing import said
from scaffolder.facts.model import Column
from scaffolder.facts.tables import target
from scaffolder.facts.tables.reading import Reading
from scaffolder.facts.written.table import Table

if TYPE_CHECKING:
    import polars as pl


FIRST = 3  # columns among which a run and its steps are named
FEWEST = 3  # runs


def find(table: Table) -> tuple[str, str]:
    """(the column that names a run, the one that counts its steps); "" and "" without runs."""
    for run, step in permutations(table.names[:FIRST], 2):
        if are_runs(table.frame[run], table.frame[step]):
            return run, step
    return "", ""


def are_runs(names: pl.Series, steps: pl.Series) -> bool:
    """Whether steps count up by one, from the same start for each name, to different ends.

    A panel whose rows share one clock ends at the same step for each name.
    """

    if not steps.dtype.is_float() or names.null_count() or steps.null_count():
        return False
    begins = names.ne(names.shift(1)).fill_null(True)
    starts = steps.filter(begins)
    if not FEWEST <= len(starts) == names.n_unique() < len(names) / FEWEST:
        return False
    counts = begins | (steps.diff() == 1).fill_null(False)
    ends = steps.filter(begins.shift(-1).fill_null(True))
    return bool(counts.all()) and starts.n_unique() == 1 < ends.n_unique()


def question(reading: Reading, chosen: str) -> str:
    """What is asked where the answer may be the steps that are left; "" without runs.

    `chosen` is what the answer would be: a name for it, or classes, are believed.
    """
    table = reading.train
    run, step = find(table)
    if not run or len(table.names) <= 2:
        return ""
    if reading.has_header and chosen and _is_answer(reading.column(chosen)):
        return ""
    written = beside(table, "left")
    count = f"pl.col({text(step)}).cast(float)"
    left = f'({count}.max().over({text(run)}) - {count}).alias("left")'
    code = f"t.with_columns({left}).write_csv({text(written.name)})"
    runs = said(table.frame[run].n_unique(), "run")
    return (
        f"{run} names {runs} of different lengths, {step} counts the steps of each. How many"
        " are left to its end (the remaining life of an engine) stands in no column; if that"
        f" is the answer, write it: {on_table(table, code)} and name {written} with --target"
        f" left --split group --split-column {run}"
    )


def _is_answer(column: Column) -> bool:
    classes = column.role == "category" or column.minimum in (0, 1)
    return classes or target.is_called_answer(column.name)
