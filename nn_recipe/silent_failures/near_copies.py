"""Near copies on both sides of a split: not equal in any byte, yet much nearer than chance."""

import torch

from ..contract import Project
from ..findings import Findings
from ..specimen import affordable, some

MOST = 1000  # examples of each split
NEAR = 0.05  # of the distance to the second nearest
USUAL = 0.1  # of the examples: so many may have a neighbour that near in any data
SURE = 6.0  # standard deviations


def judge_near_copies(project: Project, findings: Findings) -> None:
    """Whose nearest training example is twenty times nearer than the next has a twin there.

    Among points spread over k dimensions the ratio is below r with probability r^k: 5 % of
    them on a line, 1 in 400 in the plane. A picture seen again, or a row with a digit more,
    has a ratio of a hundredth whatever else is in the data. Windows of a series overlap, and
    tokens have no distance: these are not asked.
    """
    train, validation = (flat(project, part) for part in ("train", "validation"))
    if project.target.answers_are == "series" or not train.is_floating_point():
        return
    if len(train) < 2 or not len(validation):
        return
    shape = project.inputs.shape
    views = {"": validation}
    if len(shape) == 3 and project.target.answers_are != "tokens":
        views["mirrored "] = validation.reshape(-1, *shape).flip(-1).flatten(1)
    for how, seen in views.items():
        near = torch.cdist(seen.double(), train.double()).topk(2, largest=False).values
        other = (near[:, 0] > 0) | bool(how)  # equal ones are counted elsewhere
        twins = int((other & (near[:, 0] < NEAR * near[:, 1])).sum())
        n = len(validation)
        allowed = n * USUAL + SURE * (n * USUAL * (1 - USUAL)) ** 0.5
        findings.demand(
            twins <= allowed,
            f"{twins} of {n} {how}validation examples have a training example {1 / NEAR:.0f} "
            f"times nearer than any other, expected at most {allowed:.0f}: nearly the same "
            "example is on both sides.",
            "data.py: load; was the data made larger before it was split? split by group",
        )


def flat(project: Project, part: str) -> torch.Tensor:
    """[examples, numbers], each example once"""
    examples = some(getattr(project.splits, part), affordable(project, MOST))
    feed = project.feed(examples)
    return feed[range(len(feed))].x.flatten(1).unique(dim=0)
