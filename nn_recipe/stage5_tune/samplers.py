"""Who draws the next config: chance first; then tools that learn from what was seen (5.2).

A sampler is made anew for each trial, from (seed, number of the trial): so what a trial draws
by chance does not depend on how many processes there are, nor on when one was stopped. Two
workers with one seed each would draw the same configs twice.
"""

import importlib.util
import warnings
from typing import Literal

from optuna import pruners, samplers
from optuna.exceptions import ExperimentalWarning

from ..ledger.fingerprint import digest

Sampler = Literal["random", "tpe", "gp", "cmaes"]
Prune = Literal["no", "median"]


def sampler(name: Sampler, seed: int, number: int) -> samplers.BaseSampler:
    """Of one trial. Random draws know nothing of the trials before; the others learn."""
    own = int(digest(seed, number)[:8], 16)
    if name == "random":
        return samplers.RandomSampler(seed=own)
    if name == "tpe":  # Bergstra et al. 2011
        return samplers.TPESampler(seed=own)
    if name == "cmaes":
        if not importlib.util.find_spec("cmaes"):
            raise ValueError(
                "--sampler cmaes needs one package more: pip install cmaes"
            )
        return samplers.CmaEsSampler(seed=own, warn_independent_sampling=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ExperimentalWarning)
        return samplers.GPSampler(seed=own)


def pruner(name: Prune) -> pruners.BasePruner:
    """Off unless asked: a slow start is no bad end (recipe 3.5, 6.3)."""
    if name == "median":
        return pruners.MedianPruner(n_startup_trials=5, n_warmup_steps=2)
    return pruners.NopPruner()
