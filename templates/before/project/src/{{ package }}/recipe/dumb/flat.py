"""What the models of scikit-learn look at: an x laid flat, or its histogram."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..additions import Featured
from ..contract import Inputs

BINS = 8  # of the histogram of each channel

Look = Callable[[Tensor], Any]  # [n, *x] -> [n, features], an array or a sparse matrix


def laid_flat(inputs: Inputs) -> Look:
    """All numbers of x in a row; where they say little (tokens), what `inputs.features` says."""

    def look(x: Tensor) -> Any:
        if isinstance(inputs, Featured):
            x = torch.stack([inputs.features(one) for one in x])
        return sparse(x) if x.is_sparse else x.flatten(1).double().numpy()

    return look


def sparse(x: Tensor) -> Any:
    """[n, features]: counts of words are mostly 0, and too many to write them all down."""
    from scipy.sparse import csr_matrix

    x = x.coalesce()
    return csr_matrix((x.values().double().numpy(), x.indices().numpy()), x.shape)


def histogram(x: Tensor) -> np.ndarray:
    """[n, channels * bins]: which brightness how often, and nothing about where."""
    edges = torch.linspace(-2.5, 2.5, BINS - 1)  # in training sds
    level = torch.bucketize(x, edges)
    counts = [(level == bin).double().mean((2, 3)) for bin in range(BINS)]
    return torch.cat(counts, 1).numpy()


def fitted(model: Any, features: np.ndarray, y: np.ndarray) -> Any:
    """Constant pixels and slow convergence are no news here, so nothing warns of them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.fit(features, y)
