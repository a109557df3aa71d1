"""How to hear and to draw what was asked: by what the answers are, not by how the task is called."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from ...contract import Batch, Example, NotOffered, Project
from .. import thumbnails
from . import boxes, classes, labels, masks, numbers, series, tokens
from .item import Draw, Heard
from .near import Told

# the project, the place of the first example, examples, the batch, outputs
Hear = Callable[[Project, int, Sequence[Example], Batch, Tensor], Heard]


@dataclass(frozen=True)
class Kind:
    unit: str  # what is counted
    hear: Hear
    told: Callable[[Project], Told]  # the answer of a training example
    draw: Callable[[Project], Draw] = lambda project: plain(project)
    draw_near: Callable[[Project], Callable[[Any], str]] = lambda project: beside(
        project
    )
    figure: Callable[[Heard], str] = lambda heard: ""
    sums_up: Callable[[Heard], list[str]] = lambda heard: []
    labelled: bool = False  # an answer is a label, which may be a wrong one
    legend: str = ""  # what the colours in a picture mean
    most: int = 20_000  # items that are kept of a split


def plain(project: Project) -> Draw:
    draw = thumbnails.of(project)
    return lambda item: draw(item.example)


def beside(project: Project) -> Callable[[Any], str]:
    draw = thumbnails.of(project)
    return lambda near: draw(near.example)


KINDS = {
    "classes": Kind("examples", classes.hear, classes.told, sums_up=classes.sums_up, labelled=True),
    "labels": Kind("examples", labels.hear, labels.told, sums_up=classes.sums_up, labelled=True),
    "numbers": Kind(
        "examples",
        numbers.hear,
        numbers.told,
        figure=numbers.figure,
        sums_up=numbers.sums_up,
    ),
    "tags": Kind(
        "tokens", tokens.hear_tags, tokens.told_tag, tokens.draw_tags, tokens.near_tag,
        sums_up=tokens.sums_up_tags, labelled=True,
        legend="Under each word its tag; in red, struck out, what the net says.",
    ),
    "tokens": Kind(
        "tokens", tokens.hear_next, tokens.told_next, tokens.draw_next, tokens.near_next,
        sums_up=tokens.sums_up, most=300,
        legend="Marked is what came; before it what was read, after it how it went on.",
    ),
    "series": Kind(
        "windows", series.hear, series.told, series.draw, sums_up=series.sums_up,
        most=2_000,  # one event is the worst of as many windows as a horizon has steps
        legend="Green is what came, red and dashed the forecast.",
    ),
    "masks": Kind(
        "pixels", masks.hear, masks.told, masks.draw, sums_up=masks.sums_up, most=100,
        legend="Of the largest mistake in each: orange is missed, blue is said without cause.",
    ),
    "boxes": Kind("boxes", boxes.hear, boxes.told, boxes.draw, sums_up=boxes.sums_up,
        legend="Left of the line green is true and orange is said, with a score of .5 and more; beside it each"
        " class has its colour. The kinds are those of TIDE."),
}  # fmt: skip


def kind_of(project: Project) -> Kind:
    """NotOffered, with the reason, where nobody knows yet how to show it."""
    found = KINDS.get(project.target.answers_are)
    if found is None:
        raise NotOffered(
            f"of answers that are {project.target.answers_are!r} there is no gallery yet: "
            f"there is of {', '.join(KINDS)}"
        )
    return found
