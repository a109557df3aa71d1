"""The trials of a study, one after the other: each a training as `try` has them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from optuna import TrialPruned
from optuna.trial import FrozenTrial, Trial, TrialState

from ..contract import Look, Project, Run
from ..refused import sentence
from ..trials.change import label
from ..trials.comparable import comparable
from ..trials.fair import scaled
from ..trials.kept import Trained
from ..trials.training import Asked, Trainings
from .same_study import identity, same
from .space import space_of
from .study import Settings, Study

PAUSE = 0.5  # seconds between two looks at what other workers are doing


@contextmanager
def opened(
    project: Project, given: Settings, told: Callable[[str], object]
) -> Iterator["Search"]:
    """A worker of the study of this name, which is begun if there is none."""
    knobs, where = space_of(project.config, len(project.splits.train))
    told(f"Drawn, as {where} says: {'; '.join(map(str, knobs))}")
    more = project.config.watch not in ("loss", *project.target.errors)
    with Study(given, knobs, more, project.config) as study:
        same(study, identity(project.config, knobs, given))
        yield Search(project, study, told)


@dataclass
class Search:
    """One worker of a study. Validation judges, at the best look of each training."""

    project: Project
    study: Study
    told: Callable[[str], object]

    def __post_init__(self) -> None:
        self.trainings = Trainings(self.project)
        self.watch = self.project.config.watch

    def work(self, waits: bool) -> None:
        """Until all trials are done; a worker that does not wait leaves the last to others."""
        while trial := self.study.claim():
            if isinstance(trial, Trial):
                self.one(trial)
            elif not waits:
                break
            else:
                time.sleep(PAUSE)
        if not waits:
            self.told(
                "No trial is left to give out; who began the study goes on alone."
            )

    def one(self, trial: Trial) -> None:
        """Train it and write down what it gave; what stops one trial stops no study."""
        study, number = self.study, trial.number
        try:
            found = self.trained(trial)
        except TrialPruned:
            study.optuna.tell(number, state=TrialState.PRUNED)
        except (KeyboardInterrupt, OSError):  # the trial is taken up again
            study.put_back(trial)
            raise
        except (ValueError, RuntimeError, MemoryError) as error:
            if number == 0:
                raise
            study.failed(number, sentence(error) or f"{type(error).__name__}: {error}")
        else:
            self.write_down(trial, found)
        self.trainings.known.clear()  # data read anew would fill the memory
        self.told(self.line(study.trials[number]))

    def trained(self, trial: Trial) -> Trained:
        asked = self.asked(trial)
        other = self.trainings.of(asked.changed)
        comparable(
            self.trainings.project, other, label(dict(asked.changed)), self.watch
        )
        pruned = self.study.given.prune != "no"
        follow = Followed(trial, self.watch, other).of if pruned else None
        return self.trainings.kept(asked) or self.trainings.train(asked, follow)

    def asked(self, trial: Trial | FrozenTrial) -> Asked:
        """With another batch size the same examples are seen: the budget is one."""
        changed = self.study.changed(trial)
        more, _ = scaled(self.project, changed)
        what = f"tune {self.study.given.name}"
        both = tuple((changed | more).items())
        return Asked(both, self.project.config.seed, what=what)

    def write_down(self, trial: Trial, found: Trained) -> None:
        values = values_of(found)
        value = values.get(self.watch, float("nan"))
        why = found.broke or f"{self.watch} is not defined"
        trial.set_user_attr("seconds", round(found.seconds, 3))
        if value != value or abs(value) == float("inf"):
            if trial.number == 0:
                raise ValueError(f"The config as it is does not train: {why}")
            self.study.failed(trial.number, why)
            return
        trial.set_user_attr("loss", values["loss"])
        self.study.optuna.tell(trial, value)

    def line(self, one: FrozenTrial) -> str:
        """What a finished trial says."""
        given = self.study.given
        head = f"trial {one.number:>{len(str(given.trials))}} of {given.trials}"
        what = label(self.study.changed(one)) or "as it is"
        seconds = f"({one.user_attrs.get('seconds', 0):.1f} s)"
        if one.state == TrialState.FAIL:
            return f"{head}  failed: {one.user_attrs.get('broke')}  {what}"
        if one.state == TrialState.PRUNED:
            return f"{head}  stopped early  {what}"
        best = self.ranked()[0]
        ahead = f"best {best.value:.5g} of trial {best.number}"
        return f"{head}  {self.watch} {one.value:.5g}  {ahead}  {what}  {seconds}"

    def ranked(self) -> list[FrozenTrial]:
        """The finished ones, the best first; the loss decides among equals, then the number."""

        def rank(one: FrozenTrial) -> tuple[float, float, int]:
            assert one.value is not None
            value = -one.value if self.more_is_better else one.value
            return value, one.user_attrs["loss"], one.number

        whole = [t for t in self.study.trials if t.state == TrialState.COMPLETE]
        return sorted(whole, key=rank)

    @property
    def more_is_better(self) -> bool:
        return self.study.optuna.direction.name == "MAXIMIZE"


def values_of(found: Trained) -> dict[str, float]:
    evaluation = found.evaluation
    return evaluation.numbers if evaluation else {}


@dataclass(frozen=True)
class Followed:
    """Tells the pruner of each look at validation the best so far, as the winner is judged."""

    trial: Trial
    watch: str
    project: Project

    def of(self, run: Run) -> Look:
        every, errors = self.project.config.evaluate_every, self.project.target.errors
        best = min if self.watch in ("loss", *errors) else max

        def look(done: int, net: torch.nn.Module) -> None:
            if done < 2 or (done - 1) % every:
                return  # an evaluation is written after its step
            found = [float(r["value"]) for r in looks(run, self.watch)]
            found = [value for value in found if value == value]
            if found:
                self.trial.report(best(found), len(found))
                if self.trial.should_prune():
                    raise TrialPruned

        return look


def looks(run: Run, watch: str) -> list[dict[str, Any]]:
    rows = run.rows("metrics.csv")
    return [r for r in rows if (r["split"], r["name"]) == ("validation", watch)]
