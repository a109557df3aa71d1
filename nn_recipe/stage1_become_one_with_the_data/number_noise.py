"""Numbers that are surely wrong: farther from what a model says than its other errors allow (1.6)."""

from typing import Any

import numpy as np
import polars as pl
import torch
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from ..contract import Example, Project
from .attributes import PARTS
from .label_noise import FOLDS, MOST, NEIGHBOURS, WIDE, features

PASSES = 3  # what is suspect does not bend the next model: what it said stands in
RARER = 10.0  # times, than one in all examples: an error that large is no tail


def doubts(project: Project) -> pl.DataFrame:
    """[asked]: id, given, says, doubt from 0 to 1, suspect; most doubtful first."""
    examples = asked(project)
    y = np.array([float(project.target.encode(e.answer)) for e in examples])
    x, said, away, limit = features(project, examples), y, y * 0, np.inf
    for _ in range(PASSES):
        said = out_of_fold(x, np.where(away > limit, said, y))
        away = np.abs(y - said)
        limit = allowed(away)
    shown = project.target.decode(torch.tensor(said, dtype=torch.float32)[:, None])
    frame = pl.DataFrame(
        {
            "id": [e.id for e in examples],
            "given": [str(e.answer) for e in examples],
            "says": [f"{number:.4g}" for number in shown],
            "doubt": away / (away + limit),
            "suspect": away > limit,
        }
    )
    return frame.sort("doubt", descending=True, maintain_order=True)


def asked(project: Project) -> list[Example]:
    examples = [e for part in PARTS for e in getattr(project.splits, part)]
    return examples[:: -(-len(examples) // MOST)]


def allowed(away: np.ndarray) -> float:
    """The largest error that the others explain, were their tail as heavy as an exponential one.

    Of that, errors fall by one decade of frequency with each (q90 - q50) / log10(5); a normal
    tail falls faster. One answer of twenty may be wrong: it moves q90 little.
    """
    half, most = np.quantile(away, [0.5, 0.9])
    decade = (most - half) / np.log10(5)
    return float(half + decade * np.log10(len(away) / 2 * RARER)) or np.inf


def out_of_fold(x: Any, y: np.ndarray) -> np.ndarray:
    """[n]: what the better of two models says of examples it was not fitted to."""
    first: tuple[Any, ...] = (StandardScaler(),)
    if x.shape[1] > WIDE:
        first = (StandardScaler(), PCA(min(WIDE, len(y) // 2), random_state=0))
    models = (Ridge(), KNeighborsRegressor(min(NEIGHBOURS, len(y) // 2)))
    folds = KFold(FOLDS, shuffle=True, random_state=0)
    said: list[Any] = [
        cross_val_predict(make_pipeline(*first, model), x, y, cv=folds)
        for model in models
    ]
    return min(said, key=lambda each: np.median(np.abs(each - y)))
