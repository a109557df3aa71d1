"""Inputs that are mixed with those of another example, and answers that are not."""

from typing import Any

import torch
from torch import Tensor

from ..additions import Watching
from ..contract import Batch, Feed, Project
from ..findings import Findings
from ..specimen import fresh_net, plain, some, under

STEPS, SIZE, EXAMPLES = 6, 8, 24
MIXED = (
    0.02,
    0.98,
)  # share of the other example: less or more is neither felt nor a mixture
EXACT = 1e-3  # of how far x has moved
MANY = 0.2  # of the examples: draws of Beta(.2, .2) are mostly hardly a mixture
LOOP = "train.py: what becomes of a batch before its step; y must be mixed as x is"


def judge_mixed(project: Project, findings: Findings) -> None:
    """Mixup (Zhang et al. 2018) blends x and y alike; with x alone it is noise in the labels.

    Found from the batches as the step gets them: an x that lies on the line to the x of another
    example of its batch, whose answer is another one, and a y that is its own.
    """
    if not isinstance(project, Watching) or not hasattr(project.config, "steps"):
        return
    calm = plain(project, model="tiny", steps=STEPS, batch_size=SIZE)
    short: Any = under(calm, evaluate_every=10**9, accumulate=1)
    feed = short.feed(some(short.splits.train, EXAMPLES))
    with short.watching() as seen:
        short.train(fresh_net(short), feed)
    found = [mixed for step in seen.steps for mixed in mixtures(step.batch, feed)]
    share = sum(found) / max(1, len(found))
    findings.demand(
        share <= MANY,
        f"{share:.0%} of the training inputs are mixed with those of another example, whose "
        "answer is another one, and their own answer stays as it was.",
        LOOP,
    )


def mixtures(batch: Batch, feed: Feed) -> list[bool]:
    """For each example of a batch that training got: is its x a mixture, its y not?"""
    if not batch.x.is_floating_point():
        return []
    place = {id: i for i, id in enumerate(feed.ids)}
    own = feed[[place[id] for id in batch.ids]]
    if own.x.shape != batch.x.shape:
        return []
    xs, moved = own.x.flatten(1).double(), (batch.x.cpu() - own.x).flatten(1).double()
    same = [same_answer(own.y, batch.y.cpu(), i, i) for i in range(len(xs))]
    return [
        same[i] and any(on_the_line(xs, moved[i], i, j, own.y) for j in range(len(xs)))
        for i in range(len(xs))
    ]


def on_the_line(xs: Tensor, moved: Tensor, i: int, j: int, y: Tensor) -> bool:
    """Whether example i has moved towards example j, which has another answer."""
    way = xs[j] - xs[i]
    length = way.square().sum()
    if not length or not moved.any() or same_answer(y, y, i, j):
        return False
    share = (moved @ way / length).item()
    off = (moved - share * way).norm() / moved.norm()
    return MIXED[0] < share < MIXED[1] and bool(off < EXACT)


def same_answer(ys: Tensor, others: Tensor, i: int, j: int) -> bool:
    return ys.shape == others.shape and torch.equal(ys[i], others[j].to(ys.dtype))
