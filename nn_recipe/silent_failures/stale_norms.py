"""The net that is evaluated has norms that were measured for its weights."""

from typing import Any

import torch

from ..additions import Watching
from ..contract import Project
from ..findings import Findings
from ..specimen import fresh_net, plain, some, under
from ..watched_training import Weights, norms

STEPS = 4  # each with an evaluation
EXAMPLES = 8
WHERE = "train.py: an average of parameters() has no running mean and variance: average the state_dict, or measure anew"


def judge_norms(project: Project, findings: Findings) -> None:
    """Where training measures means and variances (BatchNorm), what is evaluated follows.

    `parameters()` does not hold them: an average of the weights may keep those of its first day
    (Izmailov et al. 2018, section 3.1, measures them anew). Frozen ones stay in both.
    """
    if not isinstance(project, Watching):
        return
    short: Any = plain(
        project, model="tiny", batch_size=EXAMPLES // 2, evaluate_every=1
    )
    short = under(short, steps=STEPS, accumulate=1)
    net = fresh_net(short)
    if not norms(net):
        return
    splits = short.splits
    feed, validation = (
        short.feed(some(part, EXAMPLES)) for part in (splits.train, splits.validation)
    )
    with short.watching() as seen:
        short.train(net, feed, validation)
    steps = sorted(seen.norms)
    stale = [
        after
        for before, after in zip(steps, steps[1:], strict=False)
        if changes(seen.evaluated[before], seen.evaluated[after])
        and changes(seen.norms[before][1], seen.norms[after][1])
        and not changes(seen.norms[before][0], seen.norms[after][0])
    ]
    findings.demand(
        len(stale) < 2,  # an average may begin between two evaluations
        "The weights that are evaluated change from step to step, and so do the running means and "
        "variances of the net in training; those of the net that is evaluated stay as they were: "
        "they do not belong to its weights.",
        WHERE,
    )


def changes(one: Weights, other: Weights) -> bool:
    pairs = zip(one, other, strict=False)
    return not all(torch.equal(a, b) for a, b in pairs)
