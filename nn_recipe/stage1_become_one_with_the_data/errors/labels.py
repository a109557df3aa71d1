"""Any number of labels: which are missed, and which are said without cause."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from torch import Tensor

from ...contract import Batch, Example, Project
from .item import Heard, Item
from .near import Told


def hear(
    project: Project, first: int, examples: Sequence[Example], batch: Batch, out: Tensor
) -> Heard:
    """An example is wrong if any label is; its cell is the label that is farthest off."""
    target: Any = project.target
    p, y = target.prediction(out), batch.y
    losses, names = target.loss(out, y).tolist(), names_of(target)
    said, items, cells = (p > 0.5), list[Item](), Counter[str]()
    off = (p - y).abs() * (y >= 0)
    for i, example in enumerate(examples):
        wrong = (said[i] != (y[i] > 0)) & (y[i] >= 0)
        cells.update(mistake(names, k, said[i]) for k in wrong.nonzero()[:, 0].tolist())
        worst = int(off[i].argmax())
        cell = mistake(names, worst, said[i]) if wrong.any() else ""
        words = target.describe(y[i]), target.describe(said[i].to(y))
        items.append(
            Item(first + i, example, losses[i], *words, cell, off[i, worst].item())
        )
    rights = [not item.cell for item in items]
    return Heard(len(items), len(items) - sum(rights), cells, items, losses, rights)


def mistake(names: list[str], k: int, said: Tensor) -> str:
    return f"{names[k]} {'without cause' if said[k] else 'missed'}"


def names_of(target: Any) -> list[str]:
    return [str(n) for n in getattr(target, "labels", range(target.outputs))]


def told(project: Project) -> Told:
    return lambda example, y, place: project.target.describe(y)
