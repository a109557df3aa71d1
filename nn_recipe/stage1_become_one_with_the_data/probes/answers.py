"""Scores of answers that are told by the nearest training examples."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from sklearn.neighbors import NearestNeighbors
from torch import Tensor

from ...contract import Project
from . import Sample, View

NUMBERS = 5  # neighbours whose mean is taken; of a class the nearest one speaks


@dataclass(frozen=True)
class Answers:
    """y of both halves of a sample, and what an answer is worth."""

    train: Tensor  # [n, ...]
    asked: Tensor  # [m, ...]
    are: str  # "classes", "numbers" or "labels"

    @classmethod
    def of(cls, project: Project, sample: Sample) -> "Answers":
        encode = project.target.encode
        train, asked = (torch.stack(y) for y in sample.each(lambda e: encode(e.answer)))
        return cls(train, asked, project.target.answers_are)

    @property
    def score(self) -> str:
        return {"classes": "right", "numbers": "R²", "labels": "overlap"}[self.are]

    def worth(self, said: Tensor) -> np.ndarray:
        """[m] of answers [m, ...]: right or not, R² example by example, labels in common."""
        y = self.asked
        if self.are == "classes":
            return (said == y).double().numpy()
        if self.are == "numbers":
            error = (said.double() - y.double()).square().reshape(len(y), -1).mean(1)
            spread = (self.train.double().mean(0) - y.double()).square().mean()
            return (1 - error / spread).numpy()
        both = ((said == 1) & (y == 1)).sum(1)
        either = ((said == 1) | (y == 1)).sum(1)
        return torch.where(either > 0, both / either.clamp_min(1), 1.0).double().numpy()

    def constant(self) -> float:
        """The score of the best constant answer."""
        y = self.train
        if self.are == "classes":
            best = torch.mode(y).values
        elif self.are == "numbers":
            best = y.double().mean(0)
        else:
            best = (y.double().mean(0) >= 0.5).to(y.dtype)
        return float(self.worth(best.expand_as(self.asked)).mean())

    def by_neighbours(self, name: str, train: Tensor, asked: Tensor) -> View:
        """x of both halves, [n, ...]: Euclidean, as they stand."""
        k = min(NUMBERS if self.are == "numbers" else 1, len(train))
        flat: list[Any] = [x.flatten(1).float().numpy() for x in (train, asked)]
        near = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(flat[0])
        places = torch.from_numpy(near.kneighbors(flat[1], return_distance=False))
        found = self.train[places]
        said = found.double().mean(1) if self.are == "numbers" else found[:, 0]
        return View(name, self.worth(said))


Cut = Callable[[Tensor], Tensor]  # x of many examples, and what is left of it


def views(
    answers: Answers, train: Tensor, asked: Tensor, cuts: dict[str, Cut]
) -> list[View]:
    return [answers.by_neighbours(n, cut(train), cut(asked)) for n, cut in cuts.items()]
