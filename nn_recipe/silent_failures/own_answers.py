"""x of a training example is made without its own answer: else the net reads it off."""

from collections.abc import Sequence
from dataclasses import is_dataclass, replace
from typing import Any

import torch
from torch import Tensor

from ..contract import Example, Inputs, Known, Project
from ..findings import Findings
from ..specimen import affordable, some

FIRST = 300  # examples that tell whether answers have a say in x at all
ASKED = (6, 40)  # examples that are told another answer, at least and at most
ONE_IN = 25  # of them, else: others may hear of few
# Of the sd of a column: a mean of m answers moves by sqrt(2 / m) of its own, if there is nothing
# but chance in it, where one of them is another. So these are 8 answers, or fewer.
MOVES = 0.5
WHERE = (
    "data.py: Inputs.from_training counts a row's own answer in what it makes of its x"
)


def judge_own_answers(project: Project, findings: Findings) -> None:
    """Means of answers may be inputs (Micci-Barreca 2001), of enough other examples.

    Some training examples change answers with each other, and x is measured anew: theirs may
    hardly move. First on a few, and on all of training if answers have a say in it.
    """
    train = project.splits.train
    if project.target.answers_are in ("series", "tokens"):
        return  # the answers go on where x ends: x of later examples is made of them
    for examples in (some(train, affordable(project, FIRST)), train):
        try:
            own, others = moved(project, examples)
        except ValueError:
            return  # the target refuses so few: a class may be too rare
        if not own:
            return
    findings.demand(
        own**2 - others**2 < MOVES**2,  # they, too, hear of each other's answers
        f"Training examples that are given another answer have another x, by {own:.2g} sds of "
        f"a column, those that keep theirs by {others:.2g}: x tells a training example's own "
        "answer, and not that of a new one.",
        WHERE,
    )


def moved(project: Project, examples: Sequence[Example]) -> tuple[float, float]:
    """How far x moves in its column that moves most, in sds of it: of those with another answer,
    and of the others."""
    least, most = ASKED
    several = min(max(len(examples) // ONE_IN, least), most, len(examples))
    chosen = [*range(0, len(examples), len(examples) // several)][:several]
    told = dict(
        zip(chosen, chosen[1:] + chosen[:1], strict=True)
    )  # each the next one's
    changed = [
        answering(e, examples[told.get(i, i)].answer) for i, e in enumerate(examples)
    ]
    one, other = (project.measured(each).inputs for each in (examples, changed))
    if str(one) == str(other) and is_dataclass(one):
        return 0.0, 0.0
    other_answer = [
        i for i, j in told.items() if str(examples[i].answer) != str(examples[j].answer)
    ]
    rest = [i + 1 for i in chosen if i + 1 < len(examples) and i + 1 not in told]
    rows = [[examples[i] for i in which] for which in (other_answer, rest)]
    if not all(rows):
        return 0.0, 0.0
    (here, there), (before, after) = (
        (encoded(one, each), encoded(other, each)) for each in rows
    )
    if here.shape != there.shape or not here.is_floating_point():
        return 0.0, 0.0
    sd = torch.cat([here, before]).std(0)
    gaps = [rms(a - b) / sd for a, b in ((here, there), (before, after))]
    gaps = [gap.where(sd > 0, 0.0) for gap in gaps]
    worst = int(gaps[0].argmax())
    return gaps[0][worst].item(), gaps[1][worst].item()


def answering(example: Any, answer: Any) -> Any:
    if hasattr(example, "__dataclass_fields__"):
        return replace(example, answer=answer)
    return Known(example.id, example.raw, answer, getattr(example, "group", None))


def encoded(inputs: Inputs, examples: Sequence[Example]) -> Tensor:
    """[examples, columns]"""
    x = torch.stack([inputs.encode(e.raw) for e in examples]).flatten(1)
    return x.double() if x.is_floating_point() else x


def rms(values: Tensor) -> Tensor:
    """[columns]"""
    return values.square().mean(0).sqrt()
