"""Boxes: how small the picture may be before what is in them is a few pixels."""

from collections.abc import Iterator

import numpy as np
import torch

from ...contract import Project
from . import Probe, Sample, View, shrinking

LEAST = (
    8  # pixels of the shorter side: fewer say little (COCO calls 32 x 32 of 640 small)
)


def probes(project: Project) -> Iterator[Probe]:
    """The shorter side of each training box, at the size the net sees and at smaller ones."""
    target, train = project.target, Sample.of(project).train
    ys = torch.cat([target.encode(e.answer).reshape(-1, 5) for e in train])
    ys = ys[ys[:, 4] >= 0]
    sides = (ys[:, 2:4] - ys[:, :2]).min(1).values.numpy()
    full = min(project.inputs.shape[-2:])
    views = [
        View(f"{size} px", (sides * size / full >= LEAST).astype(np.float64))
        for size in shrinking(full, LEAST)
    ]
    score = f"objects of at least {LEAST} px"
    yield Probe("how much detail", score, views, -1.0)
