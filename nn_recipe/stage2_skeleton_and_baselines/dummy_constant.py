"""The best constant as scikit-learn has it: a second opinion on `target.head_bias`."""

import numpy as np
import torch
from torch import Tensor

from ..contract import Project

KNOWN = ("classes", "labels", "numbers")


def dummy_constant(project: Project) -> Tensor | None:
    """[outputs], float64: what its dummy models make of the training answers; None if it has
    no model of such answers, as of numbers with a variance beside each."""
    target = project.target
    odd = target.answers_are == "numbers" and target.outputs != 1
    if odd or target.answers_are not in KNOWN:
        return None
    y = torch.stack([target.encode(e.answer) for e in project.splits.train])
    if target.answers_are == "classes":
        return torch.from_numpy(np.log(shares(y.numpy(), target.outputs)))
    if target.answers_are == "labels":
        yes = [shares(one.numpy(), 2)[1] for one in y.T]
        return torch.logit(torch.tensor(yes, dtype=torch.float64), eps=0.5 / len(y))
    return torch.tensor([mean(y[:, 0].double().numpy())], dtype=torch.float64)


def shares(y: np.ndarray, classes: int) -> np.ndarray:
    from sklearn.dummy import DummyClassifier

    nothing = np.zeros((len(y), 1))
    model, said = DummyClassifier(strategy="prior").fit(nothing, y), np.zeros(classes)
    said[np.asarray(model.classes_, dtype=int)] = model.predict_proba(nothing[:1])[0]
    return said


def mean(y: np.ndarray) -> float:
    from sklearn.dummy import DummyRegressor

    nothing = np.zeros((len(y), 1))
    model = DummyRegressor(strategy="mean").fit(nothing, y)
    return float(np.asarray(model.predict(nothing[:1]))[0])
