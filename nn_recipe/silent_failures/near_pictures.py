"""Pictures saved again, lighter, softer or noisier, on both sides of a split."""

import torch
import torch.nn.functional as F
from torch import Tensor

from ..contract import Project
from ..findings import Findings
from ..specimen import affordable, some

MOST = 1000  # examples of each split
FEWEST = 100  # training pictures: of fewer, many a scene is the only one of its kind
SMALL = 16  # pixels to which pictures are made smaller before they are compared
FAINT = 0.1  # of the usual contrast: pictures with less are even, and alike
AROUND = 10  # neighbours
# of the pictures have a neighbour so much nearer than the next: where one thing moves, as a
# disc, space is curved, and what should happen once in 100,000 happens to one of a hundred
BY_CHANCE = 1e-6
FEW, SHARE = 2, 0.01  # that may be alike: no metric moves by more than that
GRAIN = 0.3  # of the mean variance: directions with less are noise of the measurement
ROUNDED = 1e-9  # of a picture: nearer than that no two are told apart
FLAT = 1e-3  # more than 1000 dimensions no neighbours can tell


def judge_near_pictures(project: Project, findings: Findings) -> None:
    """Pictures saved again, lighter, softer or noisier: none should be twins of training ones.

    In k dimensions (nearest / second distance)^k is evenly spread over 0 to 1, and so is
    (j-th / next)^(j k): Facco et al. 2017, "Estimating the intrinsic dimension of datasets".
    The third to tenth neighbours of a picture, of which a twin is none, say what k is there.
    Of those near one and the same training picture, a rare scene maybe, one counts.
    """
    if len(project.inputs.shape) != 3 or project.target.answers_are == "series":
        return
    names, train = pictures(project, "train")
    for part in ("validation", "test"):
        if len(train) < FEWEST or not len(getattr(project.splits, part)):
            continue
        ids, asked = pictures(project, part)
        twins = {names[j]: ids[i] for i, j in found(asked, train)[::-1]}  # one of each
        allowed = max(FEW, SHARE * len(asked))
        findings.demand(
            len(twins) <= allowed,
            f"{len(twins)} of {len(asked)} {part} pictures are nearly the same as one in "
            f"training, such as {' and '.join([*twins.items()][-1] if twins else ())}, expected "
            f"at most {allowed:.0f}: up to brightness and contrast they are much nearer to it "
            "than all others.",
            "read.py and load.py: were pictures made again, or lighter, before the split? Shots of "
            "one scene belong to one group, see split_column",
        )


def found(asked: Tensor, train: Tensor) -> list[tuple[int, int]]:
    """(picture, its twin in training), the surest first."""
    nearest = torch.cdist(*whitened(looks(asked), looks(train)))
    nearest = nearest.topk(AROUND, largest=False)
    near, where = nearest.values.clamp_min(ROUNDED), nearest.indices[:, 0]
    places = torch.arange(3, AROUND, dtype=torch.float64)
    apart = places * (near[:, 3:] / near[:, 2:-1]).log()  # of mean 1 / k, around each
    k = 1 / torch.maximum(apart.mean(1), apart.mean().clamp_min(FLAT))
    chance = (near[:, 0] / near[:, 1]) ** k
    # equal ones are counted elsewhere
    sure = (chance < BY_CHANCE) & (asked != train[where]).flatten(1).any(1)
    twins = [i for i in chance.argsort().tolist() if sure[i]]
    return [(i, int(where[i])) for i in twins]


def pictures(project: Project, part: str) -> tuple[list[str], Tensor]:
    """Ids and [examples, channels, height, width], without those in which nothing stands out."""
    feed = project.feed(some(getattr(project.splits, part), affordable(project, MOST)))
    x = feed[range(len(feed))].x
    contrast = x.flatten(1).double().std(1)
    kept = contrast > FAINT * contrast.median()
    return [id for id, k in zip(feed.ids, kept.tolist(), strict=True) if k], x[kept]


def whitened(asked: Tensor, train: Tensor) -> tuple[Tensor, Tensor]:
    """In directions in which training pictures differ alike: grain tells as much as shape.

    Two discs in one place have a shape in common, two copies also the grain.
    """
    mean = train.mean(0)
    _, sizes, directions = torch.linalg.svd(train - mean, full_matrices=False)
    variance = sizes.square() / len(train)
    room = GRAIN * variance.mean() + ROUNDED
    ways = directions.T / (variance + room).sqrt()
    return normed((asked - mean) @ ways), normed((train - mean) @ ways)


def looks(x: Tensor) -> Tensor:
    """[examples, numbers]: some 16 pixels across, whatever the brightness and the contrast."""
    smaller = max(1, round(min(x.shape[-2:]) / SMALL))
    x = F.avg_pool2d(x.double(), smaller)
    return normed((x - x.mean((2, 3), keepdim=True)).flatten(1))


def normed(rows: Tensor) -> Tensor:
    return rows / rows.norm(dim=1, keepdim=True).clamp_min(1e-12)
