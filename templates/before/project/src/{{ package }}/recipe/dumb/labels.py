"""Dumb models that say yes or no to each of several labels."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..contract import Problem
from ..feed import Batch
from . import Rung
from .classes import CERTAIN, logistic
from .flat import Look, fitted, histogram, laid_flat

REFERENCE = ("logistic regression", "label accuracy")


def rungs(problem: Problem, training: Batch) -> Iterator[Rung]:
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.neighbors import KNeighborsClassifier

    flat = laid_flat(problem.inputs)
    models: list[tuple[str, Callable[[], Any], Look]] = [
        ("logistic regression", logistic, flat),
        ("nearest neighbour", lambda: KNeighborsClassifier(1), flat),
    ]
    if training.x.ndim == 4:
        models.append(("colour histogram", logistic, histogram))
    else:
        models.append(("boosted trees", HistGradientBoostingClassifier, flat))
    for name, model, look in models:
        features, y = look(training.x), training.y.numpy()
        yield name, logits([by_label(model(), features, said) for said in y.T], look)


def by_label(model: Any, features: np.ndarray, y: np.ndarray) -> Any:
    """A model of one label; a dummy where training knows only one answer."""
    from sklearn.dummy import DummyClassifier

    return fitted(model if y.min() < y.max() else DummyClassifier(), features, y)


def logits(models: list[Any], look: Look) -> Callable[[Tensor], Tensor]:
    """[batch, *x] -> [batch, labels]"""

    def predict(x: Tensor) -> Tensor:
        features = look(x)
        said = [yes(model, features) for model in models]
        return torch.logit(torch.from_numpy(np.stack(said, 1)), eps=CERTAIN)

    return predict


def yes(model: Any, features: np.ndarray) -> np.ndarray:
    """The probability of 1, [n]"""
    return model.predict_proba(features) @ (model.classes_ == 1)


def dummy(y: Tensor) -> Tensor:
    """[labels]: scikit-learn's best constant."""
    nothing = np.zeros((len(y), 1))
    said = [yes(dummy_of(nothing, one.numpy()), nothing[:1])[0] for one in y.T]
    return torch.logit(torch.tensor(said, dtype=torch.float64), eps=0.5 / len(y))


def dummy_of(features: np.ndarray, y: np.ndarray) -> Any:
    from sklearn.dummy import DummyClassifier

    return DummyClassifier(strategy="prior").fit(features, y)
