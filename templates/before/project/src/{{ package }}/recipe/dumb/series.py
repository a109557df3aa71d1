"""Dumb models that say what comes next: it stays, it comes again, it is a sum of the past."""

from collections.abc import Callable, Iterator
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from ..contract import Problem, Target
from ..feed import Batch
from . import Rung

REFERENCE = ("ridge regression", "scaled MSE")


class Series(Protocol):
    """What inputs of a series can say besides: a season, and in their own units what x holds."""

    period: int  # steps

    def past(self, x: Tensor) -> dict[str, np.ndarray]: ...  # channel -> [lookback]


def rungs(problem: Problem, training: Batch) -> Iterator[Rung]:
    inputs: Series = problem.inputs  # type: ignore[assignment]
    yield "ridge regression", ridge(training)
    yield "the last value stays", repeated(inputs, problem.target, 1)
    if 1 < inputs.period <= training.x.shape[-1]:
        yield "as one period ago", repeated(inputs, problem.target, inputs.period)


def repeated(inputs: Series, target: Target, period: int) -> Callable[[Tensor], Tensor]:
    """The last `period` values of each channel again and again (seasonal naive)."""
    ahead = np.arange(target.outputs) % period

    def predict(x: Tensor) -> Tensor:
        pasts = [inputs.past(one) for one in x]
        futures = [{c: v[-period:][ahead] for c, v in past.items()} for past in pasts]
        return torch.stack([target.encode(future) for future in futures])

    return predict


def ridge(training: Batch) -> Callable[[Tensor], Tensor]:
    """One map from the past to the future for all channels, as the linear net has it."""
    from sklearn.linear_model import Ridge

    past = training.x.flatten(0, 1).double().numpy()  # [batch * channels, lookback]
    future = training.y.mT.flatten(0, 1).double().numpy()
    whole = np.isfinite(future).all(1)
    model = Ridge().fit(past[whole], future[whole])

    def predict(x: Tensor) -> Tensor:
        said = model.predict(x.flatten(0, 1).double().numpy())
        said = torch.from_numpy(said).view(*x.shape[:2], -1)
        return said.mT.float()

    return predict
