"""A number: the residuals, their extremes, and how they lie against the prediction."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from ...contract import Batch, Example, Project
from ...same_answer import as_number
from ...say import number
from .item import Heard, Item
from .near import Told

DOTS = 1500  # of the plot


def hear(
    project: Project, first: int, examples: Sequence[Example], batch: Batch, out: Tensor
) -> Heard:
    """An item's `more` is (prediction, answer); the losses are those of your target."""
    target: Any = project.target
    losses, items = target.loss(out, batch.y).tolist(), list[Item]()
    said = target.decode(out)
    for i, example in enumerate(examples):
        a, b = single(said[i]), answer_of(example, target, batch.y[i])
        cell = "" if a == b else "said too high" if a > b else "said too low"
        words = number(b), number(a)
        items.append(Item(first + i, example, losses[i], *words, cell, more=(a, b)))
    cells = Counter(item.cell for item in items if item.cell)
    return Heard(len(items), 0, cells, items, losses)


def answer_of(example: Example, target: Any, y: Tensor) -> float:
    """As the file has it: y may be a logarithm, and of your own code is in its own unit."""
    if isinstance(example.answer, str | int | float):
        return float(as_number(example.answer))
    return single(target.decode(y[None].float())[0])


def single(value: Any) -> float:
    """One number; of several the mean."""
    return torch.as_tensor(value, dtype=torch.float64).mean().item()


def told(project: Project) -> Told:
    return lambda example, y, place: number(answer_of(example, project.target, y))


def sums_up(heard: Heard) -> list[str]:
    off = sorted(abs(a - b) for a, b in pairs(heard))
    high = sum(a > b for a, b in pairs(heard))
    return [
        f"Half of {heard.n:,} answers are off by at most {number(off[len(off) // 2])},"
        f" nine in ten by at most {number(off[len(off) * 9 // 10])}, the worst by"
        f" {number(off[-1])}; {high / heard.n:.0%} are said too high."
    ]


def pairs(heard: Heard) -> list[tuple[float, float]]:
    return [item.more for item in heard.items]


def figure(heard: Heard) -> str:
    """Residual (prediction - answer) against prediction: without a pattern if all is well."""
    some = pairs(heard)[:: -(-len(heard.items) // DOTS)]
    x = torch.tensor([a for a, _ in some], dtype=torch.float64)
    r = torch.tensor([a - b for a, b in some], dtype=torch.float64)
    if not (x.isfinite().all() and r.isfinite().all()):
        return ""
    left, wide = x.min().item(), (x.max() - x.min()).item() or 1.0
    most = r.abs().max().item() or 1.0
    dots = "".join(
        f'<circle cx="{300 * (a - left) / wide + 5:.1f}" cy="{80 - 74 * b / most:.1f}"'
        ' r="2"/>'
        for a, b in zip(x.tolist(), r.tolist(), strict=True)
    )
    return (
        '<figure class="plot"><figcaption>Too high above the line, too low below it:'
        " a slope or a funnel is a finding</figcaption>"
        f'<svg viewBox="0 0 310 160"><line x1="0" x2="310" y1="80" y2="80"/>{dots}</svg>'
        f"<small><span>prediction {number(left)}</span><span>residuals within ±{number(most)}"
        f"</span><span>{number(left + wide)}</span></small></figure>"
    )
