"""One class out of several: who is taken for whom, and how surely."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from torch import Tensor

from ...contract import Batch, Example, Project
from .item import Heard, Item
from .near import Told

NAMED = 2  # mistakes that are told


def hear(
    project: Project, first: int, examples: Sequence[Example], batch: Batch, out: Tensor
) -> Heard:
    target: Any = project.target
    p = target.prediction(out)
    sure, said = p.max(1)
    losses = target.loss(out, batch.y).tolist()
    names, items = names_of(target), list[Item]()
    for i, (example, true) in enumerate(zip(examples, batch.y.tolist(), strict=True)):
        answer, guess = names[true], names[int(said[i])]
        cell = "" if true == int(said[i]) else f"{answer} taken for {guess}"
        items.append(
            Item(first + i, example, losses[i], answer, guess, cell, sure[i].item())
        )
    cells = Counter(item.cell for item in items if item.cell)
    rights = [not item.cell for item in items]
    return Heard(len(items), cells.total(), cells, items, losses, rights)


def names_of(target: Any) -> list[str]:
    """Of the classes, in the order of the outputs; adopted code counts them."""
    return [str(n) for n in getattr(target, "names", range(target.outputs))]


def told(project: Project) -> Told:
    names = names_of(project.target)
    return lambda example, y, place: names[int(y)]


def sums_up(heard: Heard) -> list[str]:
    return told_cells(heard, "examples")


def told_cells(heard: Heard, unit: str) -> list[str]:
    """ "12 of 300 examples are wrong (4.0 %). 62 % of the errors: 3 taken for 8." """
    share = heard.wrong / max(1, heard.n)
    lines = [f"{heard.wrong:,.0f} of {heard.n:,} {unit} are wrong ({share:.1%})."]
    for cell, times in heard.cells.most_common(NAMED):
        if times > 1:
            lines.append(f"{times / heard.cells.total():.0%} of the errors: {cell}.")
    return lines
