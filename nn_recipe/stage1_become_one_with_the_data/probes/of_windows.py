"""Windows of a series: how far back one has to look."""

from collections.abc import Iterator

import torch
from sklearn.linear_model import Ridge
from torch import Tensor

from ...contract import Project
from . import Probe, Sample, View, shrinking

STIFF = 1.0  # of the ridge
FEWEST = 20  # windows


def probes(project: Project) -> Iterator[Probe]:
    """x [channels, steps], y [horizon, channels]: a ridge regression on the last steps."""
    inputs, target, sample = project.inputs, project.target, Sample.of(project)
    xs = (torch.stack(xs) for xs in sample.each(lambda e: inputs.encode(e.raw)))
    ys = (torch.stack(ys) for ys in sample.each(lambda e: target.encode(e.answer)))
    parts = [
        whole(x.double(), y.flatten(1).double()) for x, y in zip(xs, ys, strict=True)
    ]
    (train, y), (asked, truth) = parts
    if min(len(y), len(truth)) < FEWEST:
        return
    spread = (truth - y.mean(0)).square().mean()
    views = []
    for steps in shrinking(train.shape[-1]):
        x, new = (part[..., -steps:].flatten(1) for part in (train, asked))
        said = torch.as_tensor(Ridge(STIFF).fit(x, y).predict(new)).reshape(truth.shape)
        error = (said - truth).square().mean(1)
        views.append(View(f"{steps} steps", (1 - error / spread).numpy()))
    constant = float((1 - (truth - y.mean(0)).square().mean(1) / spread).mean())
    yield Probe("how far back", "R² of a ridge regression", views, constant)


def whole(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Without the windows in which a value is missing."""
    known = x.flatten(1).isfinite().all(1) & y.isfinite().all(1)
    return x[known], y[known]
