"""From raw to x: nothing gets lost, nothing depends on order, and looking changes nothing."""

import copy
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from unittest import mock

import numpy as np
import polars as pl
from torch import Tensor

from .. import tables
from ..additions import Celled
from ..contract import Answers, Problem, Splits, state
from ..findings import Findings
from ..specimen import affordable, same_bits, some

MEASURED = 300  # training examples from which Inputs are measured once more
LOOKED = 20  # examples whose x is compared, or whose cells are read back
ORDER = 1e-3  # of the largest x: sums in another order change the last digits
READ = 2e-3  # of the cell, or of what the column usually says: float32 and five digits
ENCODE = "data.py: Inputs.encode"
UNHEARD = "a name that nobody has heard of"


def judge_raw(problem: Problem, findings: Findings) -> None:
    """Whatever the raw examples are; then cell by cell, where x says what it holds."""
    examples = some(problem.splits.train, LOOKED)
    before = copy.deepcopy([example.raw for example in examples])
    for example in examples:
        problem.inputs.encode(example.raw)
    findings.demand(
        all(map(unchanged, before, (example.raw for example in examples))),
        "Encoding an example changes its raw values: the next epoch sees other ones.",
        f"{ENCODE} must not write into raw",
    )
    judge_measured(problem, findings)
    if problem.target.answers_are != "series":  # windows have an order of their own
        judge_order(problem, findings)
    if isinstance(problem.inputs, Celled) and isinstance(examples[0].raw, Mapping):
        judge_rows(problem, findings)
        for column in examples[0].raw:
            judge_column(column, problem, findings)
        judge_places(examples[0].raw, problem, findings)


def unchanged(before: Any, after: Any) -> bool:
    if isinstance(before, Mapping):
        return all(unchanged(before[key], after[key]) for key in before)
    if isinstance(before, np.ndarray):
        return np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
    return before == after


def judge_measured(problem: Problem, findings: Findings) -> None:
    """Inputs and target are measured on the training split, and answers stay where they are."""
    from ... import data

    most = affordable(problem, MEASURED)
    parts = ("train", "validation", "test")
    few = Splits(*(some(getattr(problem.splits, part), most) for part in parts))
    try:
        inputs = type(problem.inputs).from_training(few.train, problem.config)
        target = type(problem.target).from_training(Answers(few.train), problem.config)
    except ValueError:
        return  # one of them refuses so few: a class may be too rare
    with mock.patch.object(data, "load", lambda config: few):
        loaded = Problem.load(problem.config)
    findings.demand(
        str(state(loaded.inputs)) == str(state(inputs))
        and str(state(loaded.target)) == str(state(target)),
        "What x and y are made with is not what the training split alone gives: validation "
        "examples had a say in it.",
        "recipe/contract.py: Problem.load",
    )
    for part in parts:
        pairs = zip(getattr(loaded.splits, part), getattr(few, part), strict=False)
        moved = [
            a.id for a, b in pairs if (a.id, str(a.answer)) != (b.id, str(b.answer))
        ]
        findings.demand(
            not moved,
            f"{len(moved)} {part} examples have another answer than `load` gave them, such "
            f"as {moved[:1]}.",
            "recipe/contract.py: Problem.load",
        )


def judge_order(problem: Problem, findings: Findings) -> None:
    """What is measured on the training split does not depend on which example comes first."""
    examples = some(problem.splits.train, affordable(problem, MEASURED))
    make = type(problem.inputs).from_training
    one, other = (make(e, problem.config) for e in (examples, examples[::-1]))
    if not one.encode(examples[0].raw).is_floating_point():
        return  # tokens may be numbered in the order in which they come
    xs = [(one.encode(e.raw), other.encode(e.raw)) for e in examples[:LOOKED]]
    gap = max(distance(*pair) for pair in xs)
    findings.demand(
        gap <= ORDER,
        f"Measured on the same {len(examples)} training examples in reverse order, x differs "
        f"by {gap:.2g} of its size, expected at most {ORDER:g}.",
        "data.py: Inputs.from_training must look at all of the examples",
    )


def distance(one: Tensor, other: Tensor) -> float:
    if one.shape != other.shape:
        return math.inf
    size = one.double().abs().max().clamp_min(1.0)
    return ((one.double() - other.double()).abs().max() / size).item()


def judge_rows(problem: Problem, findings: Findings) -> None:
    """With the number of its row in every cell of the file, each answer is that of its row."""
    from ... import data

    read = tables.read

    def numbered(*file: Any, **options: Any) -> tables.Table:
        table = read(*file, **options)
        number = pl.Series([str(row) for row in range(table.frame.height)])
        cells = [pl.lit(number).alias(column) for column in table.frame.columns]
        return replace(table, frame=table.frame.select(cells))

    with mock.patch.object(tables, "read", numbered):
        splits = data.load(problem.config)
    for example in some(splits.train, MEASURED):
        findings.demand(
            {*example.raw.values()} == {example.answer} or bool(findings.faults),
            f"The answer of {example.id} stands in row {example.answer}, counted from 0, its "
            f"cells in row {next(iter(example.raw.values()))}: expected one row.",
            "recipe/tables.py: pools; data.py: load",
        )


def judge_column(column: str, problem: Problem, findings: Findings) -> None:
    """Other cells in one column are read back from x as they were written.

    Numbers of both signs, of the size that the column has; a gap, which is no 0; and a name
    that training never saw.
    """
    inputs, train = problem.inputs, some(problem.splits.train, MEASURED)
    assert isinstance(inputs, Celled)
    raw, cells = train[0].raw, [example.raw[column] for example in train]
    known = [n for n in map(number, cells) if math.isfinite(n)]
    if column not in inputs.cells(inputs.encode(raw)):
        return  # not an input
    if column in getattr(problem.config, "categorical", ()):
        said = inputs.cells(inputs.encode({**raw, column: UNHEARD}))[column]
        findings.demand(
            said not in {str(cell) for cell in cells},
            f"In {column} a name that training never saw becomes {said!r}, a known one.",
            f"{ENCODE}: a slot for all the rest",
        )
    if column in getattr(problem.config, "categorical", ()) or not known:
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


def judge_places(raw: Mapping[str, Any], problem: Problem, findings: Findings) -> None:
    """Cells are found by the names of their columns, and each has places in x of its own."""
    inputs = problem.inputs
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
