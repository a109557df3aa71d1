"""What a person reached, by the project's own metrics, with intervals."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import torch
from torch import Tensor

from ..bootstrap import Interval, intervals
from ..contract import Example, Project
from .forms import Form, stands
from .kept import Said
from .sample import known
from .saying import constant, saying

Z = 1.959964  # 95 of 100 lie within so many standard errors
Metrics = dict[str, Interval]


@dataclass(frozen=True)
class Score:
    """Of what was answered."""

    n: int
    metrics: Metrics
    seconds: float | None  # median of an answer: a pause for coffee moves it little
    per_class: dict[str, tuple[int, Interval]] = field(default_factory=dict)


def wilson(share: float, n: int) -> Interval:
    """Of a share of n that are right or wrong (Wilson, JASA 1927): .95 of 100 is [.89, .98]."""
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = (
        Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    )
    error = half / Z
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half), error)


def answered(
    project: Project, form: Form, said: Mapping[str, Said]
) -> tuple[list[Example], int]:
    """The validation examples that were answered, and how many were skipped.

    An answer that is none any more, as of a class that has another name now, was not given.
    """
    found = [e for e in project.splits.validation if e.id in said and known(project, e)]
    kept = [e for e in found if stands(form, said[e.id], e)]
    return kept, sum(said[e.id].skipped for e in found)


def usual(
    project: Project, form: Form, examples: Sequence[Example]
) -> dict[str, float]:
    """The metrics of the best constant answer on these examples."""
    if form.judge:
        return shares([form.judge(form.usual, e) for e in examples])
    outputs, target = constant(project, len(examples)).double(), project.target
    return target.metrics(target.tally(outputs, truth(project, examples)))


def score(
    project: Project, form: Form, said: Mapping[str, Said], examples: Sequence[Example]
) -> Score:
    """Of these examples, all of which were answered."""
    answers = [said[e.id].answer for e in examples]
    took = [s for e in examples if (s := said[e.id].seconds) is not None]
    seconds = round(median(took), 2) if took else None
    if form.judge:
        rows = [form.judge(a, e) for a, e in zip(answers, examples, strict=True)]
        metrics = {k: wilson(share, len(rows)) for k, share in shares(rows).items()}
        return Score(len(rows), metrics, seconds)
    y = encoded(form, answers, examples)
    true = truth(project, examples)
    each = by_class(project, y, true) if form.asks["form"] == "class" else {}
    return Score(len(y), against(project, y, true), seconds, each)


def encoded(form: Form, answers: Sequence[Any], examples: Sequence[Example]) -> Tensor:
    pairs = zip(answers, examples, strict=True)
    return torch.stack([form.encode(answer, e.raw) for answer, e in pairs])


def truth(project: Project, examples: Sequence[Example]) -> Tensor:
    return torch.stack([project.target.encode(e.answer) for e in examples])


def shares(rows: Sequence[Mapping[str, bool]]) -> dict[str, float]:
    return {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]}


def against(project: Project, y: Tensor, true: Tensor) -> Metrics:
    """The metrics of one set of answers, another taken as the truth."""
    target, tally = project.target, project.target.tally(saying(project, y), true)
    found = intervals(lambda chosen: target.metrics(tally[chosen]), len(y))
    errors = getattr(target, "errors", ())
    each = [target.metrics(tally[i : i + 1]) for i in range(len(y))]
    return {
        name: (
            wilson(one.value, len(y))
            if name not in errors and is_share(name, one, each)
            else one
        )
        for name, one in found.items()
    }


def is_share(name: str, found: Interval, each: Sequence[Mapping[str, float]]) -> bool:
    """Is it how many of the examples are right, each right or wrong as a whole?"""
    values = [one[name] for one in each]
    mean = sum(values) / len(values)
    return set(values) <= {0.0, 1.0} and math.isclose(mean, found.value, abs_tol=1e-9)


def by_class(
    project: Project, y: Tensor, true: Tensor
) -> dict[str, tuple[int, Interval]]:
    """Of each class that occurs: how many there are, and the share named right, lowest first."""
    hits: dict[str, list[bool]] = {}
    for one, other in zip(y, true, strict=True):
        name = project.target.describe(other)
        hits.setdefault(name, []).append(torch.equal(one, other))
    found = {k: (len(h), wilson(sum(h) / len(h), len(h))) for k, h in hits.items()}
    return dict(sorted(found.items(), key=lambda item: item[1][1].value))
