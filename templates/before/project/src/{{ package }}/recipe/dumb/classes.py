"""Dumb models that say one class out of several."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..additions import Featured
from ..contract import Problem
from ..feed import Batch
from . import Rung
from .flat import Look, fitted, histogram, laid_flat

CERTAIN = 1e-12  # probability under which a logarithm says nothing more
REFERENCE = ("logistic regression", "accuracy")


def rungs(problem: Problem, training: Batch) -> Iterator[Rung]:
    from sklearn.dummy import DummyClassifier
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.neighbors import KNeighborsClassifier, NearestCentroid

    flat = laid_flat(problem.inputs)
    # where words outnumber texts a penalty chooses among many fits; our linear net has none
    penalty = 0.01 if isinstance(problem.inputs, Featured) else 1.0
    models: list[tuple[str, Any, Look]] = [
        ("logistic regression", logistic(penalty), flat),
        (
            "drawn from the shares",
            DummyClassifier(strategy="stratified", random_state=0),
            flat,
        ),
        ("nearest neighbour", KNeighborsClassifier(1), flat),
    ]
    if training.x.ndim == 4:
        models.append(("colour histogram", logistic(), histogram))
        models.append(("mean picture", NearestCentroid(), flat))
    elif training.x.is_floating_point():
        trees = HistGradientBoostingClassifier(random_state=0)
        models.append(("boosted trees", trees, flat))
    elif isinstance(problem.inputs, Featured):
        models.append(("logistic regression on TF-IDF", weighted(), flat))
    for name, model, look in models:
        model = fitted(model, look(training.x), training.y.numpy())
        yield name, log_probabilities(model, look, problem.target.outputs)


def logistic(penalty: float = 1.0) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=1 / penalty, max_iter=2000)


def weighted() -> Any:
    """Counts as 1 + ln(count), times how rare the word is: Salton and Buckley 1988."""
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.pipeline import make_pipeline

    return make_pipeline(TfidfTransformer(sublinear_tf=True), logistic(penalty=0.1))


def log_probabilities(
    model: Any, look: Look, classes: int
) -> Callable[[Tensor], Tensor]:
    """[batch, *x] -> [batch, classes]: also of a model that only names one class."""

    def predict(x: Tensor) -> Tensor:
        said = np.zeros((len(x), classes))
        if hasattr(model, "predict_proba"):
            said[:, model.classes_] = model.predict_proba(look(x))
        else:
            said[np.arange(len(x)), model.predict(look(x))] = 1
        return torch.from_numpy(said).clamp_min(CERTAIN).log()

    return predict


def dummy(y: Tensor) -> Tensor:
    """[classes]: scikit-learn's best constant."""
    from sklearn.dummy import DummyClassifier

    nothing = np.zeros((len(y), 1))
    model = DummyClassifier(strategy="prior").fit(nothing, y.numpy())
    return torch.from_numpy(np.log(model.predict_proba(nothing[:1])[0]))
