"""What comes next: the worst windows, with the forecast and what came."""

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ...contract import Batch, Example, Project
from ...predictions import placed
from ...printable import escaped
from .. import thumbnails
from ..of_answers import coming
from .item import Draw, Heard, Item
from .near import Told


def hear(
    project: Project, first: int, examples: Sequence[Example], batch: Batch, out: Tensor
) -> Heard:
    target: Any = project.target
    losses = target.loss(out, batch.y).tolist()
    said = target.decode(out)
    items = [
        Item(
            first + i,
            example,
            losses[i],
            target.describe(batch.y[i]),
            target.describe(out[i]),
            worst_channel(target, out[i], batch.y[i]),
            more=placed(target, said[i], example.raw),
        )
        for i, example in enumerate(examples)
    ]
    cells = Counter(item.cell for item in items if item.cell)
    return Heard(len(items), 0, cells, items, losses)


def worst_channel(target: Any, out: Tensor, y: Tensor) -> str:
    """The channel that is farthest off, where there are several."""
    names = [*getattr(target, "sd", {})]
    if len(names) < 2 or len(names) != y.shape[-1]:
        return ""
    off = (out - y).square().nan_to_num().flatten(0, -2).sum(0)
    return f"{names[int(off.argmax())]} is farthest off"


def told(project: Project) -> Told:
    return lambda example, y, place: project.target.describe(y)


def draw(project: Project) -> Draw:
    """Each channel: what was known, what came, and the forecast, dashed."""
    plain = thumbnails.of(project)

    def drawn(item: Item) -> str:
        raw, answer = item.example.raw, coming(project.target, item.example)
        if not isinstance(raw, Mapping) or not isinstance(answer, Mapping):
            return plain(item.example)
        return "".join(
            curve(c, before, answer.get(c), item.more.get(c))
            for c, before in raw.items()
            if c in answer
        )

    return drawn


def curve(channel: str, before: Any, came: Any, said: Any) -> str:
    """One frame for all three; what is missing leaves a gap."""
    lines = [np.asarray(v, dtype=float) for v in (before, came, said)]
    known = np.concatenate(lines)
    known = known[np.isfinite(known)]
    if not len(known):
        return ""
    low, high = known.min(), known.max()
    steps = len(lines[0]) + max(len(lines[1]), len(lines[2]))
    drawn, first = [], 0
    for kind, values in zip(("", "next", "said"), lines, strict=True):
        x = (np.arange(len(values)) + first) * 150 / max(1, steps - 1)
        y = 38 - 36 * (values - low) / ((high - low) or 1.0)
        drawn.append(f'<polyline class="{kind}" points="{thumbnails.points(x, y)}"/>')
        first = len(lines[0])
    return (
        f'<svg viewBox="0 0 150 40">{"".join(drawn)}</svg>'
        f"<small>{escape(escaped(channel))}</small>"
    )


def sums_up(heard: Heard) -> list[str]:
    losses = (
        torch.tensor(heard.losses, dtype=torch.float64).sort(descending=True).values
    )
    tenth = max(1, len(losses) // 10)
    share = (losses[:tenth].sum() / losses.sum().clamp_min(1e-300)).item()
    return [f"The worst tenth of {heard.n:,} windows has {share:.0%} of the loss."]
