"""The dumb models to beat, from scikit-learn: what everybody would try without a net."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..contract import Example, Problem, Target
from ..feed import Feed
from ..specimen import some

MOST = 20_000  # training examples: beyond that the slow ones take minutes
BINS = 8  # of the histogram of each channel
CERTAIN = 1e-12  # probability under which a logarithm says nothing more


Look = Callable[["Table"], np.ndarray]


@dataclass(frozen=True)
class Table:
    """One split as scikit-learn wants it: numbers in rows."""

    x: np.ndarray  # [n, features], float64
    y: np.ndarray  # [n]: classes as whole numbers, or answers in their own unit
    pictures: np.ndarray | None  # [n, channels, height, width]


def table(problem: Problem, part: str, most: int = 10**9) -> Table:
    examples = some(getattr(problem.splits, part), most)
    feed = Feed(examples, problem)
    x = feed[range(len(feed))].x.numpy()
    flat = x.reshape(len(x), -1).astype(np.float64)
    return Table(flat, known(problem, examples), x if x.ndim == 4 else None)


def answers(problem: Problem, part: str) -> Table:
    """A whole split without its inputs."""
    y = known(problem, getattr(problem.splits, part))
    return Table(np.zeros((len(y), 1)), y, None)


def known(problem: Problem, examples: Sequence[Example]) -> np.ndarray:
    """Classes as whole numbers, or numbers in their own unit: [n]"""
    if problem.target.answers_are == "numbers":
        return np.array([float(str(example.answer)) for example in examples])
    return np.array([int(problem.target.encode(e.answer)) for e in examples])


def flat(table: Table) -> np.ndarray:
    return table.x


def histogram(table: Table) -> np.ndarray:
    """[n, channels * bins]: which brightness how often, and nothing about where."""
    assert table.pictures is not None
    edges = np.linspace(-2.5, 2.5, BINS - 1)  # in training sds
    level = np.digitize(table.pictures, edges)
    counts = [(level == bin).mean((2, 3)) for bin in range(BINS)]  # [n, channels] each
    return np.concatenate(counts, axis=1)


def models(problem: Problem, train: Table) -> Iterator[tuple[str, Any, Look]]:
    """Name, unfitted estimator, and what it looks at; the linear one comes first."""
    classes = problem.target.answers_are == "classes"
    yield from for_classes() if classes else for_numbers()
    if train.pictures is not None:
        yield "colour histogram", linear(classes), histogram
    else:
        yield "boosted trees", trees(classes), flat
    if train.pictures is not None and classes:
        from sklearn.neighbors import NearestCentroid

        yield "mean picture", NearestCentroid(), flat


def for_classes() -> Iterator[tuple[str, Any, Look]]:
    from sklearn.dummy import DummyClassifier
    from sklearn.neighbors import KNeighborsClassifier

    yield "logistic regression", linear(True), flat
    yield "drawn from the shares", DummyClassifier(
        strategy="stratified", random_state=0
    ), flat
    yield "nearest neighbour", KNeighborsClassifier(1), flat


def for_numbers() -> Iterator[tuple[str, Any, Look]]:
    from sklearn.dummy import DummyRegressor
    from sklearn.neighbors import KNeighborsRegressor

    yield "ridge regression", linear(False), flat
    yield "median", DummyRegressor(strategy="median"), flat
    yield "nearest neighbour", KNeighborsRegressor(1), flat


def linear(classes: bool) -> Any:
    from sklearn.linear_model import LogisticRegression, Ridge

    return LogisticRegression(max_iter=2000) if classes else Ridge()


def trees(classes: bool) -> Any:
    from sklearn import ensemble

    if classes:
        return ensemble.HistGradientBoostingClassifier(random_state=0)
    return ensemble.HistGradientBoostingRegressor(random_state=0)


def dummy(classes: bool) -> Any:
    """scikit-learn's constant: our formula must cost the same."""
    from sklearn.dummy import DummyClassifier, DummyRegressor

    return (
        DummyClassifier(strategy="prior")
        if classes
        else DummyRegressor(strategy="mean")
    )


def fitted_outputs(
    model: Any, look: Look, train: Table, validation: Table, target: Target
) -> Tensor:
    """What a net would have to put out to say what this model says: [n, outputs]."""
    from sklearn.base import clone

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # constant pixels, slow convergence: no news here
        fitted: Any = clone(model)
        fitted.fit(look(train), train.y)
    if target.answers_are == "numbers":
        return torch.stack(
            [target.encode(guess) for guess in fitted.predict(look(validation))]
        )
    probabilities = np.zeros((len(validation.y), target.outputs))
    if hasattr(fitted, "predict_proba"):
        probabilities[:, fitted.classes_] = fitted.predict_proba(look(validation))
    else:
        probabilities[
            np.arange(len(validation.y)), fitted.predict(look(validation))
        ] = 1
    return torch.from_numpy(probabilities).clamp_min(CERTAIN).log()
