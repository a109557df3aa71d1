"""Dumb models that say a class for every pixel, and look at no other pixel than that."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..contract import Problem
from ..feed import Batch
from ..machine import mix
from . import Rung
from .classes import CERTAIN, logistic
from .flat import fitted

PIXELS = 20_000  # of the training masks: more hardly change what these models say
REFERENCE = ("regression on colour and place", "pixel accuracy")


def rungs(problem: Problem, training: Batch) -> Iterator[Rung]:
    from sklearn.ensemble import RandomForestClassifier

    classes = problem.target.outputs
    yield "most frequent class of each place", of_each_place(training.y, classes)
    features, y = some_pixels(training)
    forest = RandomForestClassifier(50, min_samples_leaf=5, random_state=0)
    models: list[tuple[str, Any]] = [
        ("regression on colour and place", logistic()),
        ("forest on colour and place", forest),
    ]
    for name, model in models:
        yield name, by_pixel(fitted(model, features, y), classes)


def of_each_place(y: Tensor, classes: int) -> Callable[[Tensor], Tensor]:
    """log of the class shares among the training masks, at each place of its own."""
    counts = torch.stack([(y == k).sum(0) for k in range(classes)]).double() + 1
    return lambda x: (counts / counts.sum(0)).log().expand(len(x), -1, -1, -1)


def some_pixels(training: Batch) -> tuple[np.ndarray, np.ndarray]:
    """Features and class of counted pixels drawn by chance: [n, channels + 2], [n]"""
    counted = (training.y >= 0).flatten().nonzero()[:, 0]
    generator = torch.Generator().manual_seed(mix(0))
    chosen = counted[torch.randperm(len(counted), generator=generator)[:PIXELS]]
    return pixels(training.x)[chosen].numpy(), training.y.flatten()[chosen].numpy()


def pixels(x: Tensor) -> Tensor:
    """[batch * height * width, channels + 2]: colour, and place from -1 to 1."""
    down, right = (torch.linspace(-1, 1, side) for side in x.shape[2:])
    place = torch.stack(torch.meshgrid(down, right, indexing="ij"))
    both = torch.cat([x, place.expand(len(x), -1, -1, -1)], 1)
    return both.movedim(1, 3).flatten(0, 2)


def by_pixel(model: Any, classes: int) -> Callable[[Tensor], Tensor]:
    """[batch, channels, height, width] -> [batch, classes, height, width]"""

    def predict(x: Tensor) -> Tensor:
        features = pixels(x).numpy()
        said = np.zeros((len(features), classes))
        said[:, model.classes_] = model.predict_proba(features)
        outputs = torch.from_numpy(said).clamp_min(CERTAIN).log()
        return outputs.unflatten(0, (len(x), *x.shape[2:])).movedim(3, 1)

    return predict
