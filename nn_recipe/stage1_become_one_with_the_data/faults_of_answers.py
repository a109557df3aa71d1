"""What is wrong with answers that can be read: masks of another size, boxes, tags."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from PIL import Image

from ..contract import Example, Project
from .faults import Fault

MOSTLY = 0.5  # of a box
BROKEN = 0.05  # of the spans: where more begin with I-, they are meant to
INSIDE = ("I", "E", "L")  # what only goes on: IOB2, IOBES, BILOU


def faults_of_answers(project: Project, examples: Sequence[Example]) -> Iterator[Fault]:
    """By what the answers are."""
    known = {"masks": of_masks, "boxes": of_boxes, "tags": of_tags}
    judge = known.get(project.target.answers_are)
    return judge(project, examples) if judge else iter(())


def of_masks(project: Project, examples: Sequence[Example]) -> Iterator[Fault]:
    """One of another shape belongs to another picture."""
    for example in examples:
        try:
            (width, height), (wide, high) = map(size, (example.raw, example.answer))
        except (OSError, ValueError, TypeError):
            return  # of a form of their own
        if abs(width * high - wide * height) > max(width, height):
            said = f"a picture of {width} x {height}, a mask of {wide} x {high}"
            yield Fault(example.id, said, sure=True)
        elif (project.target.encode(example.answer) < 0).all():
            yield Fault(example.id, "nothing in the mask is labelled")


def size(raw: Any) -> tuple[int, int]:
    """Width and height, upright."""
    if isinstance(raw, np.ndarray):
        return raw.shape[1], raw.shape[0]
    with Image.open(raw) as file:
        turned = file.getexif().get(274) in (5, 6, 7, 8)
        return (file.height, file.width) if turned else file.size


def of_boxes(project: Project, examples: Sequence[Example]) -> Iterator[Fault]:
    """Those that the project leaves out are told with what is left out."""
    for example in examples:
        answer = example.answer
        boxes = [*getattr(answer, "boxes", ())]
        for number, (_, *corners) in enumerate(boxes, 1):
            what, sure = of_box(corners, answer.width, answer.height)
            if what and f"{example.id}, box {number}" not in project.splits.left_out:
                yield Fault(example.id, f"box {number} {what}", sure)
        for box, n in Counter(boxes).items():
            if n > 1:
                yield Fault(example.id, f"a box of {box[0]} stands there {n} times")


def of_box(corners: list[Any], width: int, height: int) -> tuple[str, bool]:
    """What is wrong with it, "" if nothing is; and is that sure?"""
    left, top, right, bottom = corners
    if left == right or top == bottom:
        return "has no area", True
    (left, right), (top, bottom) = sorted((left, right)), sorted((top, bottom))
    across = min(right, width) - max(left, 0)
    down = min(bottom, height) - max(top, 0)
    if across <= 0 or down <= 0:
        return "is off the picture", True
    inside = across * down / ((right - left) * (bottom - top))
    return ("lies mostly off the picture", False) if inside < MOSTLY else ("", False)


def of_tags(project: Project, examples: Sequence[Example]) -> Iterator[Fault]:
    """A span begins with B-, where nearly all of them do."""
    illegal, spans = [], 0
    for example in examples:
        tags = example.answer
        for before, tag in zip(("O", *tags), tags, strict=False):
            role, _, name = tag.partition("-")
            spans += role in ("B", "S", "U") and bool(name)
            goes_on = before.partition("-")[::2] in [(r, name) for r in ("B", "I")]
            if name and role in INSIDE and not goes_on:
                illegal.append(Fault(example.id, f"{tag} after {before}", sure=True))
    if len(illegal) <= BROKEN * spans:
        yield from illegal
