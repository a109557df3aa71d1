"""Boxes: each wrong one and each that nobody found, cut out of its picture."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from ...contract import Batch, Example, Project
from .. import thumbnails
from .crops import Corners, crop
from .item import Draw, Heard, Item
from .near import Told
from .tide import CORNERS, Mistake, mistakes

SURE = 0.5  # a score that a person would count
TRUE, SAID = "#009e73", "#d55e00"  # of Okabe and Ito
LARGE = 160  # pixels of a crop


def hear(
    project: Project, first: int, examples: Sequence[Example], batch: Batch, out: Tensor
) -> Heard:
    """An item for each mistake; its loss is the score of what was said, 1 where nothing was."""
    target: Any = project.target
    heard = Heard(losses=target.loss(out, batch.y).tolist())
    decoded = target.decode(out)
    for i, example in enumerate(examples):
        y = batch.y[i][batch.y[i][:, 4] >= 0]
        said = [box for box in decoded[i] if box["score"] >= SURE]
        found = mistakes(said, y, target.names)
        items = [
            item(first + i, example, one, n, y, target)
            for n, one in enumerate(found, 1)
        ]
        heard.items += items
        heard.cells.update(one.cell for one in items)
        heard.n += len(y)
        heard.rights.append(not found)
    heard.wrong = heard.cells.total()
    return heard


def item(
    at: int, example: Example, found: Mistake, part: int, y: Tensor, target: Any
) -> Item:
    """`more`: what to draw, in shares of the picture."""
    height, width = target.size
    scale = torch.tensor([width, height, width, height], dtype=torch.float64)
    drawn: list[tuple[Corners, str]] = []
    answer, said, score = "nothing", "nothing", 1.0
    if found.true is not None:
        answer = str(target.names[int(y[found.true, 4])])
        drawn.append((as_shares(y[found.true, :4].tolist(), scale), TRUE))
    if found.box is not None:
        said, score = str(found.box["label"]), float(found.box["score"])
        drawn.append((as_shares([found.box[c] for c in CORNERS], scale), SAID))
    sure = None if found.box is None else score
    words = answer, said, found.kind
    return Item(at, example, score, *words, sure, part=part, more=drawn)


def as_shares(corners: list[float], scale: Tensor) -> Corners:
    left, top, right, bottom = (torch.tensor(corners).double() / scale).tolist()
    return left, top, right, bottom


def told(project: Project) -> Told:
    return lambda example, y, place: project.target.describe(y)


def draw(project: Project) -> Draw:
    """The true box and the one that was said, with what stands around them."""
    return lambda item: thumbnails.image(crop(item.example, project, item.more, LARGE))


def sums_up(heard: Heard) -> list[str]:
    lines = [f"{heard.n:,} boxes are true, {heard.wrong:,.0f} mistakes were made."]
    shares = ", ".join(
        f"{kind} {times / heard.cells.total():.0%}"
        for kind, times in heard.cells.most_common()
    )
    return [*lines, f"Of the mistakes: {shares}."] if shares else lines
