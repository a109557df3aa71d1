"""Windows of a series: how far back one has to look."""

from collections.abc import Iterator

import torch
from sklearn.linear_model import Ridge

from ...contract import Project
from . import Probe, Sample, View, shrinking

STIFF = 1.0  # of the ridge


def probes(project: Project) -> Iterator[Probe]:
    """x [channels, steps], y [horizon, channels]: a ridge regression on the last steps."""
    sample = Sample.of(project)
    inputs, target = project.inputs, project.target
    train, asked = (
        torch.stack(xs) for xs in sample.each(lambda e: inputs.encode(e.raw))
    )
    y, truth = (
        torch.stack(ys).flatten(1).double()
        for ys in sample.each(lambda e: target.encode(e.answer))
    )
    spread = (truth - y.mean(0)).square().mean()
    views = []
    for steps in shrinking(train.shape[-1]):
        x, new = (part[..., -steps:].flatten(1).double() for part in (train, asked))
        said = torch.as_tensor(Ridge(STIFF).fit(x, y).predict(new)).reshape(truth.shape)
        error = (said - truth).square().mean(1)
        views.append(View(f"{steps} steps", (1 - error / spread).numpy()))
    constant = float((1 - (truth - y.mean(0)).square().mean(1) / spread).mean())
    yield Probe("how far back", "R² of a ridge regression", views, constant)
