"""A study: trials with numbers from 0 on, in one journal that several processes share.

`runs/tune/NAME/journal.log` is Optuna's. No number is given twice, none is lost: what a killed
worker had begun is taken up again under its number, with the same values.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import optuna
from filelock import FileLock
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
from optuna.study import StudyDirection
from optuna.trial import FrozenTrial, Trial, TrialState

from ..place import here, relative
from .knob import Knob
from .locks import Alive, WholeLines
from .samplers import Prune, Sampler, pruner, sampler

CLAIMS = 3  # workers that died of one trial: then it counts as failed
BUSY = "busy"  # all are given out, and some worker is not done yet
DONE = (TrialState.COMPLETE, TrialState.FAIL, TrialState.PRUNED)


@dataclass(frozen=True)
class Settings:
    """What decides the trials of a study, besides code, data and config."""

    name: str = "study"
    trials: int = 30  # in all, the config as it is among them
    sampler: Sampler = "random"
    seed: int = 0
    prune: Prune = "no"
    steps: int = 0  # of a training; 0 for those of config.py


class Study:
    """The trials, and what may be drawn; open as long as its worker lives."""

    def __init__(
        self, given: Settings, knobs: Sequence[Knob], more_is_better: bool, usual: Any
    ):
        self.given, self.knobs, self.usual = given, tuple(knobs), usual
        self.folder = folder_of(given.name)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.worker = Alive(self.folder / "workers")
        self.claims = FileLock(str(self.folder / "claims.lock"))
        way = StudyDirection.MAXIMIZE if more_is_better else StudyDirection.MINIMIZE
        self.optuna = opened(self.folder, way, pruner(given.prune))

    def __enter__(self) -> "Study":
        self.worker.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.worker.__exit__()

    @property
    def trials(self) -> list[FrozenTrial]:
        return self.optuna.get_trials(deepcopy=False)

    def claim(self) -> Trial | str | None:
        """The next trial for this worker; BUSY while others work; None once all are done."""
        with self.claims:
            trials = self.trials
            for one in trials:
                if not one.state.is_finished() and self.left_alone(one):
                    return self.again(one)
            if len(trials) < self.given.trials:
                return self.next(len(trials))
        return None if all(t.state in DONE for t in trials) else BUSY

    def left_alone(self, one: FrozenTrial) -> bool:
        return self.worker.dead(str(one.user_attrs.get("worker", "")))

    def next(self, number: int) -> Trial:
        """Drawn and written down before anybody trains it; number 0 is the config as it is."""
        self.optuna.sampler = sampler(self.given.sampler, self.given.seed, number)
        if number == 0 and not self.trials:
            self.optuna.enqueue_trial(self.present)
        return self.drawn(self.optuna.ask())

    def again(self, one: FrozenTrial) -> Trial | str | None:
        """A trial whose worker is gone: the same number, the same values."""
        if one.state == TrialState.WAITING:
            return self.next(one.number)
        tries = int(one.user_attrs.get("tries", 1))
        if tries >= CLAIMS:
            self.failed(
                one.number, f"{tries} workers ended in the middle of it: memory?"
            )
            return BUSY
        self.optuna.sampler = sampler(self.given.sampler, self.given.seed, one.number)
        trial = Trial(self.optuna, one._trial_id)
        trial.set_user_attr("tries", tries + 1)
        return self.drawn(trial)

    def drawn(self, trial: Trial) -> Trial:
        trial.set_user_attr("worker", self.worker.name)
        for knob in self.knobs:
            if trial.number or knob.name in self.present:
                knob.draw(trial)
        return trial

    @property
    def present(self) -> dict[str, Any]:
        """The config as it is, as far as the ranges hold it."""
        values = {k.name: k.drawn(getattr(self.usual, k.name)) for k in self.knobs}
        return {name: value for name, value in values.items() if value is not None}

    def changed(self, trial: Trial | FrozenTrial) -> dict[str, Any]:
        """Field -> value, where it differs from the config."""
        if trial.number == 0:
            return {}
        given = trial.params
        values = {k.name: k.value(given[k.name]) for k in self.knobs if k.name in given}
        return {k: v for k, v in values.items() if v != getattr(self.usual, k)}

    def put_back(self, trial: Trial) -> None:
        """Its worker was stopped, and did not end of it: that counts for nothing."""
        tries = int(trial.user_attrs.get("tries", 1))
        with suppress(OSError):
            trial.set_user_attr("tries", tries - 1)

    def failed(self, number: int, why: str) -> None:
        one = self.trials[number]
        self.optuna._storage.set_trial_user_attr(one._trial_id, "broke", why[:500])
        self.optuna.tell(number, state=TrialState.FAIL)


def folder_of(name: str) -> Path:
    return here().runs / "tune" / name


def opened(folder: Path, way: StudyDirection, pruner: Any) -> optuna.Study:
    """The study of the journal, begun if there is none."""
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    journal = folder / "journal.log"
    journal.touch()
    try:
        lock = WholeLines(journal)
        lock.acquire()  # a torn line is cut off before it is read
        lock.release()
        storage = JournalStorage(JournalFileBackend(str(journal), lock))  # type: ignore[arg-type]
        return optuna.create_study(
            storage=storage,
            study_name=folder.name,
            direction=way,
            pruner=pruner,
            load_if_exists=True,
        )
    except (ValueError, KeyError, TypeError, IndexError, AssertionError) as error:
        raise ValueError(
            f"{relative(journal)} cannot be read ({type(error).__name__}). Move it away and "
            "repeat: what is trained is kept, and is not trained again."
        ) from error
