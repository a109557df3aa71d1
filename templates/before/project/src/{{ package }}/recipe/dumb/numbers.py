"""Dumb models that say a number."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..contract import Problem
from ..feed import Batch
from . import Rung
from .flat import Look, fitted, histogram, laid_flat

REFERENCE = ("ridge regression", "R2")


def rungs(problem: Problem, training: Batch) -> Iterator[Rung]:
    from sklearn.dummy import DummyRegressor
    from sklearn.ensemble import HistGradientBoostingRegressor
    from sklearn.linear_model import Ridge
    from sklearn.neighbors import KNeighborsRegressor

    flat = laid_flat(problem.inputs)
    models: list[tuple[str, Any, Look]] = [
        ("ridge regression", Ridge(), flat),
        ("median", DummyRegressor(strategy="median"), flat),
        ("nearest neighbour", KNeighborsRegressor(1), flat),
    ]
    if training.x.ndim == 4:
        models.append(("colour histogram", Ridge(), histogram))
    else:
        trees = HistGradientBoostingRegressor(random_state=0)
        models.append(("boosted trees", trees, flat))
    for name, model, look in models:
        model = fitted(model, look(training.x), training.y[:, 0].double().numpy())
        yield name, guesses(model, look)


def guesses(model: Any, look: Look) -> Callable[[Tensor], Tensor]:
    """[batch, *x] -> [batch, 1], in the units of y."""
    return lambda x: torch.from_numpy(model.predict(look(x)))[:, None].float()


def dummy(y: Tensor) -> Tensor:
    """[1]: scikit-learn's best constant."""
    from sklearn.dummy import DummyRegressor

    nothing = np.zeros((len(y), 1))
    model = DummyRegressor(strategy="mean").fit(nothing, y[:, 0].double().numpy())
    return torch.from_numpy(model.predict(nothing[:1]))
