"""From the cells of a row to x: what is written into a cell is read back from x."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from unittest import mock

import polars as pl

from .. import tables
from ..additions import Celled
from ..contract import Project
from ..findings import Findings
from ..specimen import same_bits, some

MEASURED = 300  # training rows that say which cells are usual
LOOKED = 20  # of them, whose cells are written anew
READ = 2e-3  # of the cell, or of what the column usually says: float32 and five digits
ENCODE = "data.py: Inputs.encode"
UNHEARD = "a name that nobody has heard of"


def judge_cells(project: Project, findings: Findings) -> None:
    """Numbers, gaps and names, in every column; the first column also as one of names.

    The data at hand may have none: the code serves the next as well.
    """
    raw = project.splits.train[0].raw
    judge_rows(project, findings)
    for column in raw:
        judge_column(column, project, findings)
    judge_places(raw, project, findings)
    if hasattr(project.config, "categorical"):
        first, train = next(iter(raw)), some(project.splits.train, MEASURED)
        config = replace(project.config, categorical=(first,))
        inputs = type(project.inputs).from_training(train, config)
        judge_column(first, replace(project, config=config, inputs=inputs), findings)


def judge_rows(project: Project, findings: Findings) -> None:
    """With the number of its row in every cell of the file, each answer is that of its row."""

    read = tables.read

    def numbered(*file: Any, **options: Any) -> tables.Table:
        table = read(*file, **options)
        number = pl.Series([str(row) for row in range(table.frame.height)])
        cells = [pl.lit(number).alias(column) for column in table.frame.columns]
        return replace(table, frame=table.frame.select(cells))

    with mock.patch.object(tables, "read", numbered):
        splits = data.load(project.config)
    for example in some(splits.train, MEASURED):
        findings.demand(
            {*example.raw.values()} == {example.answer} or bool(findings.faults),
            f"The answer of {example.id} stands in row {example.answer}, counted from 0, its "
            f"cells in row {next(iter(example.raw.values()))}: expected one row.",
            "recipe/tables.py: pools; data.py: load",
        )


def judge_column(column: str, project: Project, findings: Findings) -> None:
    """Other cells in one column are read back from x as they were written.

    Numbers of both signs, of the size that the column has; a gap, which is no 0; and a name
    that training never saw.
    """
    inputs, train = project.inputs, some(project.splits.train, MEASURED)
    assert isinstance(inputs, Celled)
    raw, cells = train[0].raw, [example.raw[column] for example in train]
    known = [n for n in map(number, cells) if math.isfinite(n)]
    if column not in inputs.cells(inputs.encode(raw)):
        return  # not an input
    if column in getattr(project.config, "categorical", ()):
        said = inputs.cells(inputs.encode({**raw, column: UNHEARD}))[column]
        findings.demand(
            said not in {str(cell) for cell in cells},
            f"In {column} a name that training never saw becomes {said!r}, a known one.",
            f"{ENCODE}: a slot for all the rest",
        )
    if column in getattr(project.config, "categorical", ()) or not known:
        return
    usual = sorted(map(abs, known))[len(known) // 2] or max(map(abs, known)) or 1.0
    for value in {v for k in known[:LOOKED] for v in (k, -k, k + usual / 3)}:
        said = inputs.cells(inputs.encode({**raw, column: repr(value)}))[column]
        findings.demand(
            abs(number(said) - value) <= READ * (abs(value) + usual)
            or bool(findings.faults),
            f"{column} = {value:g} goes into the net as {said}.",
            f"{ENCODE} and cells",
        )
    missing, zero = (inputs.encode({**raw, column: cell}) for cell in (None, "0"))
    findings.demand(
        not same_bits(missing, zero) or min(known) <= 0 <= max(known),  # 0 is the mean
        f"In {column} a missing cell and a 0 give the same x.",
        f"{ENCODE}: a gap is no number",
    )


def number(cell: Any) -> float:
    try:
        return float(cell)
    except (TypeError, ValueError):
        return math.nan


def judge_places(raw: Mapping[str, Any], project: Project, findings: Findings) -> None:
    """Cells are found by the names of their columns, and each has places in x of its own."""
    inputs = project.inputs
    assert isinstance(inputs, Celled)
    turned = dict(reversed([*raw.items()]))
    findings.demand(
        same_bits(inputs.encode(raw), inputs.encode(turned)),
        "The same row with its columns in another order gives another x.",
        f"{ENCODE}: cells by the name of their column, not by their place",
    )
    before = inputs.cells(inputs.encode(raw))
    for column in before.keys() & raw.keys():
        after = inputs.cells(inputs.encode({**raw, column: None}))
        others = {c for c in before if c != column and before[c] != after[c]}
        findings.demand(
            not others,
            f"Without the cell of {column}, x says something else of {sorted(others)[:1]}, too.",
            f"{ENCODE}: two columns share a place in x",
        )
