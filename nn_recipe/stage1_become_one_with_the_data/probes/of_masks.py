"""Masks: how far around a pixel one has to look, and whether its place in the frame matters."""

from collections.abc import Iterator

import torch
import torch.nn.functional as F
from sklearn.ensemble import ExtraTreesClassifier
from torch import Tensor

from ...contract import Example, Project
from . import Probe, Sample, View, shrinking

TRAIN, ASKED = 100, 50  # pictures
PIXELS = 60  # of each
FARTHEST = 8  # pixels on each side


def probes(project: Project) -> Iterator[Probe]:
    """Patches of x around pixels drawn by chance, by trees."""
    sample = Sample.of(project, TRAIN, ASKED)
    radius = min(FARTHEST, min(project.inputs.shape[-2:]) // 2)
    radii = [n - 1 for n in shrinking(radius + 1)]
    train, asked = (
        Patches(project, examples, radius) for examples in (sample.train, sample.asked)
    )
    views = [view(f"{n} px on each side", train, asked, n) for n in radii]
    score = "pixels right by trees"
    chance = float((asked.y == train.y.mode().values).double().mean())
    yield Probe("how local", score, views, chance)
    placed = [
        views[-1],
        view("knowing the place in the frame", train, asked, 0, placed=True),
    ]
    yield Probe("does position matter", score, placed, chance, falling=False)


class Patches:
    """x around some labelled pixels of each picture."""

    def __init__(self, project: Project, examples: list[Example], radius: int) -> None:
        chance, self.radius = torch.Generator().manual_seed(0), radius
        found: list[tuple[Tensor, Tensor, Tensor, Tensor]] = []
        for i, example in enumerate(examples):
            x = project.inputs.encode(example.raw).flatten(0, -3).float()
            y = project.target.encode(example.answer)
            labelled = (y >= 0).nonzero()
            order = torch.randperm(len(labelled), generator=chance)[:PIXELS]
            places = labelled[order]
            wide = F.pad(x, (radius,) * 4)
            patches = [
                wide[:, r : r + 2 * radius + 1, c : c + 2 * radius + 1]
                for r, c in places
            ]
            of = torch.full((len(places),), i)
            shape = (0, len(x), 2 * radius + 1, 2 * radius + 1)
            x = torch.stack(patches) if patches else x.new_zeros(shape)
            found.append((x, places, y[tuple(places.T)], of))
        self.x, self.places, self.y, self.of = map(torch.cat, zip(*found, strict=True))

    def within(self, radius: int) -> Tensor:
        less = self.radius - radius
        size = 2 * radius + 1
        return self.x[..., less : less + size, less : less + size].flatten(1)


def view(
    name: str, train: Patches, asked: Patches, radius: int, placed: bool = False
) -> View:
    """Scores by picture: pixels of one are not independent."""
    x, new = (
        (
            torch.cat([p.within(radius), p.places.float()], 1)
            if placed
            else p.within(radius)
        )
        for p in (train, asked)
    )
    trees = ExtraTreesClassifier(50, min_samples_leaf=3, random_state=0)
    said = torch.as_tensor(trees.fit(x.numpy(), train.y.numpy()).predict(new.numpy()))
    right = (said == asked.y).double()
    return View(
        name,
        torch.stack([right[asked.of == i].mean() for i in asked.of.unique()]).numpy(),
    )
