"""Complexify one thing at a time: with every change the gain that was expected, or not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

import torch

from .. import show
from ..contract import Project
from ..ledger import Experiment, Ledger, Record
from ..trials.begun import begin
from ..trials.comparable import comparable, metrics, together, unit
from ..trials.expectation import Expected, expected
from ..trials.gap import Gap, gap
from ..trials.kept import Trained, folder_of
from ..trials.saying import gained, keeping, of_loss
from ..trials.training import Asked, Trainings

ROW = "3.4"
Pair = tuple[Trained, Trained]


@dataclass(frozen=True)
class Trial:
    """A change, as asked: in words, and as fields of the config."""

    what: str
    changed: dict[str, Any]
    wanted: str = ""  # "loss -2%"
    seeds: int = 5
    at_once: int = 1
    row: str = ROW  # whose verdict it is
    hypothesis: str = ""  # instead of "this change makes it better"
    facts: dict[str, Any] = field(default_factory=dict)  # more, for the ledger
    also: Callable[[Gap], str] = lambda found: ""  # what else the difference says
    drawn: Sequence[str] = ()  # before


def tried(
    project: Project, ledger: Ledger, trial: Trial, told: Callable[[str], object]
) -> Record:
    """Train with and without the change, seed by seed, and say what the difference is worth.

    Nothing but the change differs in a pair: the same examples train and validate, the first
    weights and the order of the batches are those of the seed. On a change without effect a
    comparison of two single runs called it better in 36 % of draws; here 2.5 % are.
    """
    trainings, changed = Trainings(project), tuple(trial.changed.items())
    other = trainings.of(changed)
    wanted = expected(
        trial.wanted, project.config.watch, metrics(project), project.target.errors
    )
    comparable(project, other, trial.what, wanted.metric)
    first = project.config.seed
    asked = [
        one
        for seed in range(first, first + trial.seeds)
        for one in (Asked((), seed), Asked(changed, seed, what=trial.what))
    ]
    experiment = begun(ledger, trial, wanted)
    kept = sum(trainings.kept(one) is not None for one in asked)
    told(f"{len(asked)} trainings, {kept} of them kept from before")
    pairs, each = [], trainings.each(asked, trial.at_once)
    for one in each:
        pairs.append((one, next(each)))
        told(line(pairs[-1], wanted.metric, trial.what))
        if broken := broke(pairs[-1]):
            because = f"With {trial.what} and seed {one.seed} training broke: {broken}"
            measured = trial.facts | {"change": trial.what}
            return experiment.conclude(measured, False, because)
    return concluded(experiment, trial, wanted, pairs, (project, other))


def begun(ledger: Ledger, trial: Trial, wanted: Expected) -> Experiment:
    """Written down before the first training; one that was interrupted goes on."""
    by = f" by {wanted.text.removeprefix(wanted.metric).strip()}" * bool(wanted.text)
    better = f"{trial.what} makes {wanted.metric} better{by}."
    hypothesis = trial.hypothesis or better
    expectation = {
        "value": wanted.text or "better",
        "how": f"{trial.seeds} pairs of trainings, each with a seed of its own, at the best "
        "weights",
        "tolerance": "the whole 95 % interval of the paired differences",
    }
    return begin(ledger, trial.row, hypothesis, **expectation)


def broke(pair: Pair) -> str:
    """Why the change cannot be trained; without it there is nothing to compare with."""
    whys = [
        one.broke or "its loss is no number" * (score(one, "loss") is None)
        for one in pair
    ]
    if whys[0]:
        raise ValueError(f"The config as it is does not train: {whys[0]}")
    return whys[1]


def score(one: Trained, metric: str) -> float | None:
    found = one.evaluation and one.evaluation.numbers
    value = found[metric] if found else float("nan")
    return value if value == value and abs(value) != float("inf") else None


def line(pair: Pair, metric: str, what: str) -> str:
    """What a finished pair says."""
    one, other = (score(p, metric) for p in pair)
    seconds = " + ".join("kept" if p.again else f"{p.seconds:.1f} s" for p in pair)
    if one is None or other is None:
        return f"seed {pair[0].seed}  {metric} is not defined  ({seconds})"
    said = f"{metric} {one:.5g} -> {other:.5g}  {other - one:+.2g}"
    return f"seed {pair[0].seed}  {said}  ({seconds})"


def concluded(
    experiment: Experiment,
    trial: Trial,
    wanted: Expected,
    pairs: Sequence[Pair],
    projects: tuple[Project, Project],
) -> Record:
    both = [(a.evaluation, b.evaluation) for a, b in pairs]
    targets, units = (projects[0].target, projects[1].target), together(projects[0])
    judged = defined(gap(both, wanted.metric, targets, units))  # type: ignore[arg-type]
    measured = facts(judged, pairs) | {"change": trial.what, "config": trial.changed}
    measured |= trial.facts
    if judged is None:
        because = f"{wanted.metric} is not defined in every training."
        return experiment.conclude(measured, None, because)
    if all(torch.equal(a.losses, b.losses) for a, b in both):  # type: ignore[union-attr]
        because = f"{trial.what} changes nothing: the same bits with each seed."
        return experiment.conclude(measured, False, because)
    holds = wanted.holds(judged)
    said = [gained(trial.what, judged, wanted, holds)]
    if wanted.metric != "loss" and unit(projects[0]) == unit(projects[1]):
        loss = gap(both, "loss", targets, units)  # type: ignore[arg-type]
        measured |= {"loss better by": loss.interval.three}
        said.append(of_loss(loss))
    said.append(trial.also(judged))
    if holds:
        said.append(keeping(trial.changed))
    because = " ".join(filter(None, said))
    path = folder_of(trial.what) / f"seeds-{experiment.record.number}.svg"
    seeds = [one.seed for one, _ in pairs]
    drawn = [*trial.drawn, show.pairs(judged, seeds, trial.what, path)]
    return experiment.conclude(measured, holds, because, (), drawn)


def defined(found: Gap) -> Gap | None:
    """None where the metric is no number in some training, or in too many draws."""
    numbers = torch.tensor([*found.pairs, found.examples])
    return found if numbers.isfinite().all() else None


def facts(found: Gap | None, pairs: Sequence[Pair]) -> dict[str, Any]:
    """For the ledger and the report."""
    seconds = mean(a.seconds + b.seconds for a, b in pairs)
    told = {"seeds": len(pairs), "seconds per pair": round(seconds, 2)}
    if found is None:
        return told
    over = found.over_seeds
    return (
        {"better by": found.interval.three, "metric": found.metric}
        | told
        | {
            "over seeds alone": over.three,
            "sd over other examples": found.examples**0.5,
            "without": found.ones,
            "with": found.others,
        }
    )
