"""An augmentation shows the net what evaluation will: values of the same size and range."""

from collections.abc import Sequence

import torch
from torch import Tensor

from ..contract import Example, Project
from ..findings import Findings
from ..training_inputs import Came

# Of the values that evaluation has: beyond all that training ever shows. An augmentation adds to
# the range; even means of two examples leave out 5 % of a normal distribution.
UNSEEN = 0.1
# The sd of all x, as augmented over as encoded: hidden by three quarters (He et al. 2022) it is 1/2
SIZE = (1 / 3, 3.0)
FAR = 1.0  # sds of all x: how far its middle may move
LOOK = (
    "train.py and feed.py: x is standardised when training changes it: is it cut, or scaled, as "
    "if it were 0 to 1, or 0 to 255?"
)


def judge_narrowed(
    found: Came, examples: Sequence[Example], project: Project, findings: Findings
) -> None:
    """What x is after an augmentation, against what `encode` gives for the same examples."""
    known = {e.id: project.inputs.encode(e.raw) for e in examples}
    own = [known[id] for id in found.ids]
    if len({x.shape for x in [*own, *found.x]}) > 1 or not own[0].is_floating_point():
        return  # sizes that are drawn; tokens have no range
    before, after = (torch.stack(each).double() for each in (own, found.x))
    unseen = beyond(before, after)
    worst = int(unseen.argmax())
    findings.demand(
        bool(unseen[worst] <= UNSEEN),
        f"In training feature {worst} of x is within {told(after, worst)}, as evaluation gives it "
        f"within {told(before, worst)}: {unseen[worst]:.0%} of these values the net has never "
        "seen.",
        LOOK,
    )
    mean, sd = before.mean().item(), before.std().item() or 1.0
    moved, size = (after.mean().item() - mean) / sd, after.std().item() / sd
    findings.demand(
        abs(moved) <= FAR and SIZE[0] <= size <= SIZE[1],
        f"In training x has mean {after.mean():.3g} and sd {after.std():.3g}, in evaluation "
        f"{mean:.3g} and {sd:.3g}.",
        LOOK,
    )


def beyond(before: Tensor, after: Tensor) -> Tensor:
    """[channels]: the share of values that lie outside of all that training shows."""
    one, other = by_channel(before), by_channel(after)
    room = 1e-6 * other.abs().amax(0)  # rounding
    low, high = other.amin(0) - room, other.amax(0) + room
    return ((one < low) | (one > high)).double().mean(0)


def by_channel(x: Tensor) -> Tensor:
    """[values, channels]"""
    return x.movedim(1, -1).flatten(0, -2) if x.ndim > 1 else x[:, None]


def told(x: Tensor, channel: int) -> str:
    values = by_channel(x)[:, channel]
    return f"{values.min():.3g} to {values.max():.3g}"
