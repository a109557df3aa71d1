"""From raw to x: nothing is written, measured or moved that should not be."""

import copy
import math
from collections.abc import Mapping
from typing import Any
from unittest import mock

import numpy as np
from torch import Tensor

from ..additions import Celled
from ..contract import Answers, Project, state
from ..findings import Findings
from ..specimen import affordable, fewer, some
from .known_cells import ENCODE, judge_cells

MEASURED = 300  # training examples from which Inputs are measured once more
LOOKED = 20  # examples whose x is compared
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
    judge_measured(project, findings)
    if project.target.answers_are != "series":  # windows have an order of their own
        judge_order(project, findings)
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
        inputs = type(project.inputs).from_training(few.train, project.config)
        target = type(project.target).from_training(Answers(few.train), project.config)
    except ValueError:
        return  # one of them refuses so few: a class may be too rare
    with mock.patch.object(data, "load", lambda config: few):
        loaded = Project.load(project.config)
    findings.demand(
        str(state(loaded.inputs)) == str(state(inputs))
        and str(state(loaded.target)) == str(state(target)),
        "What x and y are made with is not what the training split alone gives: validation "
        "examples had a say in it.",
        "recipe/contract.py: Project.load",
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
            "recipe/contract.py: Project.load",
        )


def judge_order(project: Project, findings: Findings) -> None:
    """What is measured on the training split does not depend on which example comes first."""
    examples = some(project.splits.train, affordable(project, MEASURED))
    make = type(project.inputs).from_training
    one, other = (make(e, project.config) for e in (examples, examples[::-1]))
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
