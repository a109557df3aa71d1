"""Which knob mattered? Shares of importance, and whether chance would give as much."""

import random
from collections.abc import Sequence

import optuna
from optuna.importance import FanovaImportanceEvaluator
from optuna.trial import FrozenTrial, TrialState, create_trial
from scipy.stats import rankdata

FEWEST = 15  # trials
SHUFFLES = 19  # of the values over the trials: the largest of 20 has a chance of 5 %
TREES = 8  # a tenth of a second for 30 trials


def importances(
    trials: Sequence[FrozenTrial], more_is_better: bool
) -> dict[str, tuple[float, bool]]:
    """Knob -> share of the variance over the space, and is that beyond chance?

    fANOVA (Hutter et al. 2014), as Optuna has it, of the ranks: one trial that diverged must
    not be all of the variance. {} of fewer than 15 trials. Beyond chance: more than any knob
    has in 19 shuffles of the results over the trials, so that of 20 studies in which nothing
    matters one names a knob.
    """
    whole = [t for t in trials if t.state == TrialState.COMPLETE and t.number]
    if len(whole) < FEWEST or len({t.value for t in whole}) < 2:
        return {}
    values, chance = rankdata([t.value for t in whole]).tolist(), random.Random(0)
    found = shares(whole, values, more_is_better)
    shuffled = [
        shares(whole, chance.sample(values, len(values)), more_is_better)
        for _ in range(SHUFFLES)
    ]
    most = max(max(other.values()) for other in shuffled)
    return {name: (share, share > most) for name, share in found.items()}


def shares(
    trials: Sequence[FrozenTrial], values: Sequence[float | None], more_is_better: bool
) -> dict[str, float]:
    study = optuna.create_study(direction="maximize" if more_is_better else "minimize")
    for trial, value in zip(trials, values, strict=True):
        study.add_trial(
            create_trial(
                params=trial.params, distributions=trial.distributions, value=value
            )
        )
    evaluator = FanovaImportanceEvaluator(n_trees=TREES, max_depth=8, seed=0)
    return {name: float(share) for name, share in evaluator.evaluate(study).items()}
