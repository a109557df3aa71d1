"""Pictures saved again, lighter, softer or noisier, on both sides of a split."""

import torch.nn.functional as F
from torch import Tensor

from ..contract import Project
from ..findings import Findings
from ..nearest import nearest, told_twice, whitened
from ..specimen import affordable, some

MOST = 1000  # examples of each split
FEWEST = 100  # training pictures: of fewer, many a scene is the only one of its kind
SMALL = 16  # pixels to which pictures are made smaller before they are compared
FAINT = 0.1  # of the usual contrast: pictures with less are even, and alike
# of the pictures have a neighbour so much nearer than the next: where one thing moves, as a
# disc, space is curved, and what should happen once in 100,000 happens to one of a hundred
BY_CHANCE = 1e-6
FEW, SHARE = 2, 0.01  # that may be alike: no metric moves by more than that
GRAIN = 0.3  # of the mean variance: directions with less are noise of the measurement


def judge_near_pictures(project: Project, findings: Findings) -> None:
    """Pictures saved again, lighter, softer or noisier: none should be twins of training ones.

    Of those near one and the same training picture, a rare scene maybe, one counts.
    """
    if len(project.inputs.shape) != 3 or project.target.answers_are == "series":
        return
    names, train = pictures(project, "train")
    for part in ("validation", "test"):
        if len(train) < FEWEST or not len(getattr(project.splits, part)):
            continue
        ids, asked = pictures(project, part)
        twins, such = told_twice(names, ids, *found(asked, train))
        allowed = max(FEW, SHARE * len(asked))
        findings.demand(
            twins <= allowed,
            f"{twins} of {len(asked)} {part} pictures are nearly the same as one in training, "
            f"{such}expected at most {allowed:.0f}: up to brightness and contrast they are much "
            "nearer to it than all others.",
            "read.py and load.py: were pictures made again, or lighter, before the split? Shots of "
            "one scene belong to one group, see split_column",
        )


def found(asked: Tensor, train: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """[asked] each: the chance, the nearest in training, whether it is a twin."""
    # two discs in one place have a shape in common, two copies also the grain
    chance, where = nearest(*map(normed, whitened(looks(asked), looks(train), GRAIN)))
    # equal ones are counted elsewhere
    return (
        chance,
        where,
        (chance < BY_CHANCE) & (asked != train[where]).flatten(1).any(1),
    )


def pictures(project: Project, part: str) -> tuple[list[str], Tensor]:
    """Ids and [examples, channels, height, width], without those in which nothing stands out."""
    feed = project.feed(some(getattr(project.splits, part), affordable(project, MOST)))
    x = feed[range(len(feed))].x
    contrast = x.flatten(1).double().std(1)
    kept = contrast > FAINT * contrast.median()
    return [id for id, k in zip(feed.ids, kept.tolist(), strict=True) if k], x[kept]


def looks(x: Tensor) -> Tensor:
    """[examples, numbers]: some 16 pixels across, whatever the brightness and the contrast."""
    smaller = max(1, round(min(x.shape[-2:]) / SMALL))
    x = F.avg_pool2d(x.double(), smaller)
    return normed((x - x.mean((2, 3), keepdim=True)).flatten(1))


def normed(rows: Tensor) -> Tensor:
    return rows / rows.norm(dim=1, keepdim=True).clamp_min(1e-12)
