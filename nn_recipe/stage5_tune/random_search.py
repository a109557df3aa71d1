"""Random over grid search: draw configs, and believe the best one once new seeds say so too.

A grid of nine tries three values of the knob that matters, nine random draws try nine
(Bergstra and Bengio 2012). The best of many is too good: of the noise it has the luckiest.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from optuna.trial import FrozenTrial, TrialState

from .. import show
from ..ledger import Ledger, Record
from ..place import relative
from ..stage3_overfit.one_thing_at_a_time import Trial, begun, tried
from ..trials.change import label
from ..trials.expectation import Expected
from ..trials.gap import Gap
from .config_diff import kept_diff, wanted
from .importance import FEWEST, importances
from .search import Search

ROWS = {"random": "5.1"}  # what draws otherwise is a toolbox: 5.2


@dataclass(frozen=True)
class Winner:
    """The best trial, and what to say of it."""

    search: Search
    trial: FrozenTrial
    seeds: int

    @property
    def changed(self) -> dict[str, Any]:
        return dict(self.search.asked(self.trial).changed)

    def luck(self, found: Gap) -> float:
        """What was lost with new seeds, in units of the metric: the best of many is lucky."""
        mean = sum(found.others) / len(found.others)
        return found.sign * (self.trial.value or 0.0) - found.sign * mean

    def also(self, found: Gap) -> str:
        number = len(self.search.study.trials)
        mean, luck = sum(found.others) / len(found.others), self.luck(found)
        lucky = f"{luck:.3g} of it was luck" if luck > 0 else "it was no luck"
        return (
            f"As the best of {number} trials it had {found.metric} {self.trial.value:.5g}, with "
            f"new seeds {mean:.5g}: {lucky}. All of it is of the examples that chose it; "
            "`evaluate --split test` knows others."
        )


def tuned(
    search: Search, ledger: Ledger, seeds: int, told: Callable[[str], object]
) -> Record:
    """All trials of the study, then the winner and the present config with `seeds` new seeds."""
    watch, trial = search.watch, expectation(search, seeds)
    experiment = begun(ledger, trial, Expected(watch))
    search.work(waits=True)
    best, facts = search.ranked()[0], summary(search)
    picture = search.study.folder / "trials.svg"
    drawn = show.tuning(search.study.knobs, search.study.trials, watch, facts, picture)
    if best.number == 0:
        because = (
            f"None of {facts['trials'] - 1} draws is better than config.py as it is, with "
            f"{watch} {best.value:.5g}. {mattered(facts)}"
        )
        return experiment.conclude(facts, False, because, (), [drawn])
    winner = Winner(search, best, seeds)
    told(
        f"The best is trial {best.number}; now with {seeds} new seeds, beside config.py."
    )
    facts |= {"diff": kept_diff(search, best), "to config.py": wanted(search, best)}
    trial = replace(
        trial,
        what=label(search.study.changed(best)),
        changed=winner.changed,
        facts=facts,
        also=lambda found: f"{winner.also(found)} {mattered(facts)}",
        drawn=(drawn,),
    )
    seed = search.project.config.seed + 1  # the trials had this one
    return tried(search.project.but(seed=seed), ledger, trial, told)


def expectation(search: Search, seeds: int) -> Trial:
    """Written down before the first trial: which one is best nobody knows yet."""
    given = search.study.given
    number = max(given.trials, len(search.study.trials)) - 1
    words = "random draws" if given.sampler == "random" else f"draws by {given.sampler}"
    return Trial(
        what=f"the best of {number}",
        changed={},
        seeds=seeds,
        row=ROWS.get(given.sampler, "5.2"),
        hypothesis=f"The best of {number} {words} is better than config.py as it is in "
        f"{search.watch} ({given.name}).",
    )


def summary(search: Search) -> dict[str, Any]:
    """For the ledger and the report: what the trials were, and which knob mattered."""
    trials, ranked = search.study.trials, search.ranked()
    count = {
        word: sum(t.state == state for t in trials)
        for word, state in (("failed", TrialState.FAIL), ("pruned", TrialState.PRUNED))
    }
    found = importances(trials, search.more_is_better)
    return {
        "study": search.study.given.name,
        "trials": len(trials),
        **count,
        "sampler": search.study.given.sampler,
        "metric": search.watch,
        "config.py has": trials[0].value,
        "best of all": ranked[0].value,
        "best trial": ranked[0].number,
        "importance": {k: round(share, 3) for k, (share, _) in found.items()},
        "beyond chance": [k for k, (_, sure) in found.items() if sure],
        "steps": getattr(
            search.project.config, "steps", None
        ),  # adopted code: maybe none
        "journal": relative(search.study.folder / "journal.log"),
        "seconds of trials": round(
            sum(t.user_attrs.get("seconds", 0.0) for t in trials), 1
        ),
    }


def mattered(facts: dict[str, Any]) -> str:
    """Which knob did, in a sentence."""
    if not facts["importance"]:
        why = f"that takes {FEWEST} finished trials that differ"
        return f"Which knob mattered is unclear: {why}."
    sure = [f"{k} ({facts['importance'][k]:.2f})" for k in facts["beyond chance"]]
    if not sure:
        return "No knob mattered beyond what chance would show."
    return f"Beyond chance mattered {', '.join(sure)} of the variance."
