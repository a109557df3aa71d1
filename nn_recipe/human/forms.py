"""How a person answers, by what the target offers: what the page asks for, and its y.

What the page sends is what is kept in the file: names, not indices, so that it outlives a
change of their order.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from ..contract import Example, NotOffered, Project
from ..same_answer import as_number
from .kept import Said

Judge = Callable[[Any, Example], dict[str, bool]]


@dataclass(frozen=True)
class Form:
    """One way to answer."""

    asks: dict[str, Any]  # what the page needs: "form", names, ...
    # (what was sent, raw) -> y of one example; ValueError if it is no answer
    encode: Callable[[Any, Any], Tensor]
    read: Callable[[str], Any]  # a cell of a file -> what the page would have sent
    judge: Judge | None = (
        None  # right or not, where the metrics of the project ask more
    )
    usual: Any = None  # with `judge`: the best constant answer


def form_of(project: Project) -> Form:
    """By what the answers are; raises NotOffered where a page has no way to answer."""
    from . import drawn, places

    forms = {
        "classes": one_class,
        "numbers": number,
        "labels": labels,
        "tags": places.tags,
        "tokens": places.next_letter,
        "boxes": drawn.boxes,
        "masks": drawn.mask,
        "series": drawn.forecast,
    }
    kind = project.target.answers_are
    if kind not in forms:
        raise NotOffered(f"a page has no form for answers that are {kind}")
    return forms[kind](project)


def stands(form: Form, said: Said, example: Example) -> bool:
    """Is it still an answer?"""
    try:
        return not said.skipped and form.encode(said.answer, example.raw) is not None
    except (ValueError, TypeError):
        return False


def names_of(target: Any) -> list[str]:
    """Of the classes or labels, in the order of the outputs; their numbers where none is told."""
    named = getattr(target, "names", None) or getattr(target, "labels", None)
    return [str(name) for name in named or range(target.outputs)]


def one_of(answer: Any, names: Sequence[str]) -> str:
    if answer not in names:
        known = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
        raise ValueError(f"Found {str(answer)[:80]!r}, needed one of {known}.")
    return answer


def one_class(project: Project) -> Form:
    names, target = names_of(project.target), project.target
    asks = {"form": "class", "names": names}
    return Form(asks, lambda said, raw: target.encode(one_of(said, names)), str.strip)


def number(project: Project) -> Form:
    """With the range of the training answers: a person who has seen none cannot know the unit."""
    target, train = project.target, project.splits.train
    if target.encode(train[0].answer).numel() != 1:
        raise NotOffered("the page asks for one number, and here answers are several")

    def encode(said: Any, raw: Any) -> Tensor:
        if isinstance(said, bool) or not isinstance(said, int | float):
            raise ValueError(f"Found {str(said)[:80]!r}, needed a number.")
        if not math.isfinite(said):
            raise ValueError("Found a number without an end, needed a finite one.")
        return target.encode(float(said))

    some = [
        as_number(train[i].answer) for i in range(0, len(train), 1 + len(train) // 999)
    ]
    ends = torch.tensor(some, dtype=torch.float64).quantile(
        torch.tensor([0.0, 0.5, 1.0], dtype=torch.float64)
    )
    return Form({"form": "number", "known": ends.tolist()}, encode, float)


def labels(project: Project) -> Form:
    target: Any = project.target
    names, like = names_of(target), target.encode(project.splits.train[0].answer)

    def encode(said: Any, raw: Any) -> Tensor:
        if not isinstance(said, list):
            raise ValueError("Found no list of labels: send [] where there is none.")
        y = torch.zeros_like(like)
        for name in said:
            y.view(-1)[names.index(one_of(name, names))] = 1
        return y

    def read(cell: str) -> list[str]:
        parts = cell.split(getattr(target, "separator", "|"))
        return [part.strip() for part in parts if part.strip()]

    return Form({"form": "labels", "names": names}, encode, read)
