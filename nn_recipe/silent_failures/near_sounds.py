"""Sounds saved again, louder or trimmed, on both sides of a split."""

from typing import Any

import torch
from torch import Tensor

from ..additions import Heard
from ..contract import Project
from ..findings import Findings
from ..nearest import nearest, told_twice, whitened
from ..specimen import affordable, some

MOST = 1000  # sounds of each split
FEWEST = 100  # training sounds: of fewer, many a sound is the only one of its kind
FAINT = 40.0  # dB below the loudest: what is fainter is the room
BY_CHANCE = 1e-4  # of the sounds have a neighbour so much nearer than the next
FEW, SHARE = 2, 0.01  # that may be alike: no metric moves by more than that
GRAIN = 0.05  # of the mean variance


def judge_near_sounds(project: Project, findings: Findings) -> None:
    """Whoever was recorded once is heard once: no twin in training, whatever its gain and ends."""
    inputs: Any = project.inputs
    if not isinstance(inputs, Heard):
        return
    names, train = heard(project, "train")
    for part in ("validation", "test"):
        ids, asked = heard(project, part)
        if len(train) < FEWEST or not ids:
            continue
        told, known = (torch.stack([*map(look, many)]) for many in (asked, train))
        chance, where = nearest(*whitened(told, known, GRAIN))
        differ = [
            a.shape != train[j].shape or bool((a != train[j]).any())
            for a, j in zip(asked, where.tolist(), strict=True)
        ]
        sure = torch.tensor(differ) & (chance < BY_CHANCE)
        twins, such = told_twice(names, ids, chance, where, sure)
        allowed = max(FEW, SHARE * len(asked))
        findings.demand(
            twins <= allowed,
            f"{twins} of {len(asked)} {part} sounds are nearly the same as one in training, "
            f"{such}expected at most {allowed:.0f}: but for gain and ends they are much nearer "
            "to it than to all others.",
            "read.py and load.py: were sounds made again, or cut, before the split? Takes of one "
            "recording belong to one group, see split_column",
        )


def heard(project: Project, part: str) -> tuple[list[str], list[Tensor]]:
    """Ids and decibels, [bands, frames] of each, without the padding."""
    inputs: Any = project.inputs
    feed = project.feed(some(getattr(project.splits, part), affordable(project, MOST)))
    if not len(feed):
        return [], []
    each = [inputs.decibels(x) for x in feed[range(len(feed))].x]
    return list(feed.ids), [db[:, ~db.isnan().any(0)] for db in each]


def look(decibels: Tensor) -> Tensor:
    """[2 * bands]: mean and sd of each band over time, a moment by its power: silence has none."""
    known = decibels.clamp_min(decibels.max().item() - FAINT)
    power = (10 ** (known / 10)).sum(0)
    power = power / power.sum()
    mean = (known * power).sum(1)
    spread = ((known - mean[:, None]).square() * power).sum(1).sqrt()
    return torch.cat([mean - mean.mean(), spread])
