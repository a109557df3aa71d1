"""Mean and sd by which x is standardised are of this data, or known ones of a given trunk."""

from typing import Any

import torch
from torch import Tensor

from ..additions import Filled
from ..contract import Project
from ..findings import Findings
from ..specimen import affordable, some

MOST = 500  # training examples: their mean is known to a twentieth of their spread
OFF = 0.5  # sd: beyond it more than two of three values lie on one side of 0 (normal: 69 %)
WIDE = 2.0  # times as wide as declared: one value of three lies beyond 2 sd in place of one of 22
SURE = 6.0  # standard errors
ROUND = 20  # constants in steps of 0.05 are a choice of scale: 0.5 and 0.5 for -1 to 1
# means per channel of what a trunk may have been trained on, in 0..1: torchvision, open_clip
TRUNKS = ((0.485, 0.456, 0.406), (0.4815, 0.4578, 0.4082))
NEAR = 1e-3


def judge_constants(project: Project, findings: Findings) -> None:
    """Where Inputs declare `mean` and `sd` for each channel, training has about 0 and 1 there.

    Not to the digit: they may be of more data than this split, or of x before it is clipped.
    Constants of another data set stand in a tutorial, and x then begins off its middle; those of
    given weights are right (4.4).
    """
    declared = constants(project)
    if declared is None or getattr(project.config, "pretrained", ""):
        return
    mean, spread, error = of_training(project, len(declared[0]))
    for channel, (off, wide, room) in enumerate(
        zip(mean.tolist(), spread.tolist(), error.tolist(), strict=True)
    ):
        findings.demand(
            (abs(off) <= OFF + SURE * room and wide <= WIDE) or bool(findings.faults),
            f"Standardised by mean {declared[0][channel]:.4g} and sd {declared[1][channel]:.4g}, "
            f"channel {channel} of x has a mean of {off:.2f} and a sd of {wide:.2f} in training, "
            f"expected 0 to within {OFF + SURE * room:.2f}, and 1 to {WIDE:g} at most: are they "
            "of another data set, or another unit?",
            "data.py: Inputs.from_training",
        )


def constants(project: Project) -> tuple[list[float], list[float]] | None:
    """[channels] each, if x has that many channels and they are no choice of scale."""
    inputs: Any = project.inputs
    mean, sd = getattr(inputs, "mean", None), getattr(inputs, "sd", None)
    shape = project.inputs.shape
    if not (isinstance(mean, list) and isinstance(sd, list) and len(mean) == len(sd)):
        return None
    if len(shape) < 2 or len(mean) not in (shape[0], shape[0] - 1):
        return None  # a last channel may say where there is something
    chosen = all(abs(v * ROUND - round(v * ROUND)) < NEAR for v in (*mean, *sd))
    given = any(
        all(abs(m - t) < NEAR for m, t in zip(mean, trunk, strict=False))
        for trunk in TRUNKS
    )
    return None if chosen or given else (mean, sd)


def of_training(project: Project, channels: int) -> tuple[Tensor, Tensor, Tensor]:
    """Mean, sd and the standard error of the mean, [channels] each; pads do not count."""
    examples = some(project.splits.train, affordable(project, MOST))
    x = project.feed(examples)[torch.arange(len(examples))].x.double()
    there = torch.ones_like(x)
    if isinstance(project.inputs, Filled):
        there = (~torch.stack([project.inputs.padding(one) for one in x])).to(x)
    x, there = (
        each[:, :channels].flatten(2) for each in (x, there)
    )  # [n, channels, places]
    count = there.sum((0, 2)).clamp_min(1)
    mean = (x * there).sum((0, 2)) / count
    spread = ((x - mean[:, None]).square() * there).sum((0, 2)) / count
    each = (x * there).sum(2) / there.sum(2).clamp_min(1)  # [n, channels]
    return mean, spread.sqrt(), each.std(0) / len(x) ** 0.5
