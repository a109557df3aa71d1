"""Small data: each example validates once, and the numbers are of all of them."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold
from torch import Tensor

from .additions import Together
from .bootstrap import Interval, intervals
from .contract import Evaluation, Example, Project, Some, Target

FEW = 10  # answers that repeat less often than that are numbers: they count as one


def folded(project: Project, k: int) -> tuple[list[Project], dict[str, str]]:
    """k projects, and the unit of each example: its group, or its content, so copies stay together.

    The test split is in none of them. With k units or fewer each is left out once.
    """
    known = [*project.splits.train, *project.splits.validation]
    units = project.kept_together(known) if isinstance(project, Together) else None
    if units is None:
        raise ValueError(
            "The split goes by time: folds would train on what comes later. Keep the one split."
        )
    k = min(k, len(set(units)))
    if k < 2:
        raise ValueError(f"Found {k}, needed 2 folds or more, of groups or examples.")
    parts = [
        held_out(project, known, set(fold.tolist())) for fold in cut(known, units, k)
    ]
    return parts, dict(zip((e.id for e in known), units, strict=True))


def cut(known: Sequence[Example], units: Sequence[str], k: int) -> Iterator[Any]:
    """The indices that validate, k times; each answer gives its share to each fold."""
    answers = [str(example.answer) for example in known]
    classes = len(answers) >= FEW * len(set(answers))
    kinds = [StratifiedGroupKFold, GroupKFold]
    how = kinds[not classes](k, shuffle=True, random_state=0)
    nothing = np.zeros(len(known))
    return (fold for _, fold in how.split(nothing, answers, units))


def held_out(project: Project, known: Sequence[Example], fold: set[int]) -> Project:
    """A project that validates on these, and measures x and y on the others."""
    train = [example for i, example in enumerate(known) if i not in fold]
    found = project.loaded(Some(train, [known[i] for i in sorted(fold)], []))
    names = [getattr(p.target, "names", None) for p in (project, found)]
    if names[0] != names[1]:
        raise ValueError(
            f"Without one fold training knows {names[1]}, of {names[0]}: an answer is in too "
            "few groups. Ask for fewer folds, or merge what is rare (same_answer)."
        )
    return found


def pooled(found: Sequence[Evaluation], target: Target) -> Evaluation:
    """One evaluation of all: no mean of means."""
    losses, weights, tally = (
        torch.cat([getattr(one, part) for one in found])
        for part in ("losses", "weights", "tally")
    )
    ids = [id for one in found for id in one.ids]
    loss = (losses.double().dot(weights.double()) / weights.double().sum()).item()
    return Evaluation(ids, losses, weights, tally, loss, target.metrics(tally))


def over_units(
    found: Evaluation, target: Target, units: dict[str, str]
) -> dict[str, Interval]:
    """Intervals of loss and metrics, had there been other groups: whole ones are drawn."""
    members: dict[str, list[int]] = {}
    for i, id in enumerate(found.ids):
        members.setdefault(units[id], []).append(i)
    whole = [torch.tensor(some) for some in members.values()]
    losses, weights = found.losses.double(), found.weights.double()

    def measure(chosen: Tensor) -> dict[str, float]:
        rows = torch.cat([whole[i] for i in chosen.tolist()])
        loss = losses[rows].dot(weights[rows]) / weights[rows].sum()
        return {"loss": loss.item(), **target.metrics(found.tally[rows])}

    return intervals(measure, len(whole))
