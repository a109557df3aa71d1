"""Sounds: how long one has to listen, which bands, whether the order in time matters."""

from collections.abc import Iterator

import torch

from ...contract import Project
from . import Probe, Sample, shrinking
from .answers import Answers, Cut, views

TRAIN, ASKED = 1000, 500  # each is 20 ms of decoding


def probes(project: Project) -> Iterator[Probe]:
    """x [bands, frames]."""
    sample, encode = Sample.of(project, TRAIN, ASKED), project.inputs.encode
    train, asked = (torch.stack(xs) for xs in sample.each(lambda e: encode(e.raw)))
    answers = Answers.of(project, sample)
    score, chance = f"{answers.score} by the nearest sound", answers.constant()
    bands, frames = train.shape[-2:]
    seconds = getattr(project.inputs, "seconds", float(frames))
    first: dict[str, Cut] = {
        f"the first {seconds * n / frames:.2g} s": lambda x, n=n: x[..., :n]
        for n in shrinking(frames)
    }
    yield Probe("how long", score, views(answers, train, asked, first), chance)
    half = bands // 2
    others: dict[str, Cut] = {
        "all": lambda x: x,
        "hearing the lower half of the bands": lambda x: x[..., :half, :],
        "hearing the upper half of the bands": lambda x: x[..., half:, :],
        "without the order in time": lambda x: x.sort(-1).values,
    }
    changed = views(answers, train, asked, others)
    yield Probe("do bands and order matter", score, changed, chance, falling=False)
