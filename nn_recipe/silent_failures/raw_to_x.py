"""From raw to x: nothing is written, measured or moved that should not be."""

import copy
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from torch import Tensor

from ..additions import Celled
from ..contract import Project
from ..findings import Findings
from ..specimen import affordable, fewer, some
from .known_cells import ENCODE, judge_cells

MEASURED = 300  # training examples from which Inputs are measured once more
LOOKED = 20  # examples whose x is compared
PARTS = ("inputs", "target")  # of a state
ORDER = 1e-3  # of the largest x: sums in another order change the last digits


def judge_raw(project: Project, findings: Findings) -> None:
    """Whatever the raw examples are; then cell by cell, where x says what it holds."""
    examples = some(project.splits.train, LOOKED)
    before = copy.deepcopy([example.raw for example in examples])
    for example in examples:
        project.inputs.encode(example.raw)
    findings.demand(
        all(map(unchanged, before, (example.raw for example in examples))),
        "Encoding an example changes its raw values: the next epoch sees other ones.",
        f"{ENCODE} must not write into raw",
    )
    findings.ask(judge_measured, project)
    if project.target.answers_are != "series":  # windows have an order of their own
        findings.ask(judge_order, project)
    if isinstance(project.inputs, Celled) and isinstance(examples[0].raw, Mapping):
        judge_cells(project, findings)


def unchanged(before: Any, after: Any) -> bool:
    if isinstance(before, Mapping):
        return all(unchanged(before[key], after[key]) for key in before)
    if isinstance(before, np.ndarray):
        return np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
    return before == after


def judge_measured(project: Project, findings: Findings) -> None:
    """Inputs and target are measured on the training split, and answers stay where they are."""
    few = fewer(project.splits, affordable(project, MEASURED))
    try:
        measured = project.measured(few.train).state()
    except ValueError:
        return  # one of them refuses so few: a class may be too rare
    loaded = project.loaded(few)
    findings.demand(
        all(str(loaded.state()[part]) == str(measured[part]) for part in PARTS),
        "What x and y are made with is not what the training split alone gives: validation "
        "examples had a say in it.",
        "problem.py: Problem.load",
    )
    for part in ("train", "validation", "test"):
        pairs = zip(getattr(loaded.splits, part), getattr(few, part), strict=False)
        moved = [
            a.id for a, b in pairs if (a.id, str(a.answer)) != (b.id, str(b.answer))
        ]
        findings.demand(
            not moved,
            f"{len(moved)} {part} examples have another answer than `load` gave them, such "
            f"as {moved[:1]}.",
            "problem.py: Problem.load",
        )


def judge_order(project: Project, findings: Findings) -> None:
    """What is measured on the training split does not depend on which example comes first."""
    examples = some(project.splits.train, affordable(project, MEASURED))
    try:
        one, other = (project.measured(e).inputs for e in (examples, examples[::-1]))
    except ValueError:
        return  # the target refuses so few: a class may be too rare
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
