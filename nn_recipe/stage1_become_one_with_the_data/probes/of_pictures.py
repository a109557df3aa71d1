"""Pictures: detail, position, colour, the middle alone."""

from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor

from ...contract import Project
from . import Probe, Sample, shrinking
from .answers import Answers, Cut, views

VALUES = 20_000_000  # of x at most: 1,000 pictures of 80 x 80 in colour


def probes(project: Project) -> Iterator[Probe]:
    """x as the net gets it, [channels, height, width]; several pictures of one thing are channels."""
    most = VALUES // max(1, torch.Size(project.inputs.shape).numel())
    sample = Sample.of(
        project, min(2000, max(100, most)), min(1000, max(50, most // 2))
    )
    encode = project.inputs.encode
    train, asked = (
        torch.stack(xs).flatten(1, -3) for xs in sample.each(lambda e: encode(e.raw))
    )
    answers = Answers.of(project, sample)
    full = min(train.shape[2:])
    score, chance = f"{answers.score} by the nearest picture", answers.constant()
    sizes: dict[str, Cut] = {f"{s} px": smaller(s / full) for s in shrinking(full)}
    yield Probe("how much detail", score, views(answers, train, asked, sizes), chance)
    sides: dict[str, Cut] = {
        f"the middle {share:.0%}": middle(share) for share in (1, 0.75, 0.5, 0.25)
    }
    local = views(answers, train, asked, sides)
    yield Probe("how much of the frame", score, local, chance)
    others: dict[str, Cut] = {"all": lambda x: x, "without positions": in_no_order}
    if len(train[0]) == 3:
        others["without colour"] = lambda x: x.mean(1, keepdim=True)
    changed = views(answers, train, asked, others)
    yield Probe("do position and colour matter", score, changed, chance, falling=False)


def smaller(share: float) -> Cut:
    """Means of areas: what an eye sees from afar."""

    def cut(x: Tensor) -> Tensor:
        height, width = (max(1, round(share * n)) for n in x.shape[2:])
        return F.adaptive_avg_pool2d(x.float(), (height, width))

    return cut


def middle(share: float) -> Cut:
    def cut(x: Tensor) -> Tensor:
        for axis in (2, 3):
            size = max(1, round(share * x.shape[axis]))
            x = x.narrow(axis, (x.shape[axis] - size) // 2, size)
        return x

    return cut


def in_no_order(x: Tensor) -> Tensor:
    """The values of each channel, sorted: where they stood is lost."""
    return x.flatten(2).sort(2).values
