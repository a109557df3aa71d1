"""Several values of one field, with the same seeds each: what a change does, the more there is of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .. import show
from ..contract import Project
from ..ledger import Experiment, Ledger, Record
from ..trials.begun import begin
from ..trials.comparable import comparable, together, unit
from ..trials.fair import scaled
from ..trials.gap import Gap, gap
from ..trials.kept import Trained, folder_of
from ..trials.training import Asked, Trainings
from .one_thing_at_a_time import defined, score

SURE = 0.05  # chance that, where no value does anything, one seems to


@dataclass(frozen=True)
class Sweep:
    """One field of the config, and the values asked for."""

    field: str
    values: tuple[Any, ...]
    row: str  # whose verdict it is
    seeds: int = 3
    at_once: int = 1

    def called(self, value: Any) -> str:
        return f"{self.field}={value}"


def swept(
    project: Project, ledger: Ledger, sweep: Sweep, told: Callable[[str], object]
) -> Record:
    """Train with each value, seed by seed, and compare each with the present one, by pairs.

    Of several values the best looks good by chance: each interval is wider, at 95 % for all of
    them together (Bonferroni). Everything else is as in `tried`.
    """
    watch, now = project.config.watch, getattr(project.config, sweep.field)
    trainings, first = Trainings(project), project.config.seed
    changes = {v: changed(project, sweep.field, v) for v in sweep.values if v != now}
    for value, change in changes.items():
        comparable(project, trainings.of(change), sweep.called(value), watch)
    experiment = begun(ledger, sweep, watch, now)
    found: dict[Any, list[Trained]] = {}
    for value in (now, *changes):
        asked = [
            Asked(changes.get(value, ()), seed, what=what(sweep, value, now))
            for seed in range(first, first + sweep.seeds)
        ]
        found[value] = list(trainings.each(asked, sweep.at_once))
        told(line(sweep.called(value), found[value], watch))
    if broke := next((one.broke for one in found[now] if one.broke), ""):
        raise ValueError(f"The config as it is does not train: {broke}")
    return concluded(experiment, project, trainings, sweep, changes, found)


def changed(project: Project, field: str, value: Any) -> tuple[tuple[str, Any], ...]:
    """This value, and what must go along with it."""
    one = {field: value}
    return tuple((one | scaled(project, one)[0]).items())


def what(sweep: Sweep, value: Any, now: Any) -> str:
    return "as it is" if value == now else sweep.called(value)


def begun(ledger: Ledger, sweep: Sweep, watch: str, now: Any) -> Experiment:
    others = ", ".join(f"{v}" for v in sweep.values if v != now)
    return begin(
        ledger,
        sweep.row,
        f"Another {sweep.field} than {now} makes {watch} better.",
        value="better",
        how=f"{sweep.seeds} seeds at each of {others}, in pairs with {now}",
        tolerance="95 % intervals of the paired differences, for all values together",
    )


def line(name: str, some: Sequence[Trained], watch: str) -> str:
    """What the trainings with one value say."""
    seconds = sum(one.seconds for one in some if not one.again)
    if broke := next((one.broke for one in some if one.broke), ""):
        return f"{name:<24} broke: {broke}"
    scores = [score(one, watch) for one in some]
    said = "  ".join("none" if s is None else f"{s:.5g}" for s in scores)
    return f"{name:<24} {watch}  {said}  ({seconds:.1f} s)"


def concluded(
    experiment: Experiment,
    project: Project,
    trainings: Trainings,
    sweep: Sweep,
    changes: Mapping[Any, tuple[tuple[str, Any], ...]],
    found: Mapping[Any, Sequence[Trained]],
) -> Record:
    watch, now = project.config.watch, getattr(project.config, sweep.field)
    others = {value: trainings.of(change) for value, change in changes.items()}
    gaps = compared(project, others, found, watch)
    same = all(unit(one) == unit(project) for one in others.values())
    if gaps and same and all(one.level for one in gaps.values()):
        watch = "loss"  # all are right each time: it tells still
        gaps = compared(project, others, found, watch)
    measured: dict[str, Any] = {
        sweep.called(value): [score(one, watch) for one in some]
        for value, some in found.items()
    }
    measured |= {f"{v} better by": g.interval.three for v, g in gaps.items()}
    if not gaps:
        because = f"With no other {sweep.field} is {watch} a number each time."
        return experiment.conclude(measured, None, because)
    holds, because = judged(sweep, now, watch, gaps)
    path = folder_of(f"{sweep.field} swept") / f"values-{experiment.record.number}.svg"
    scores = {v: s for v, s in measured.items() if v.startswith(f"{sweep.field}=")}
    drawn = show.values(scores, sweep.called(now), watch, path)
    return experiment.conclude(measured, holds, because, (), [drawn])


def compared(
    project: Project,
    others: Mapping[Any, Project],
    found: Mapping[Any, Sequence[Trained]],
    metric: str,
) -> dict[Any, Gap]:
    """Each other value against the present one, where the metric is a number each time."""
    units, tail = together(project), 1 - SURE / len(others) / 2
    present, *_ = found.values()  # it was trained first
    gaps: dict[Any, Gap] = {}
    for value, other in others.items():
        pairs = zip(present, found[value], strict=True)
        both = [(a.evaluation, b.evaluation) for a, b in pairs]
        targets = (project.target, other.target)
        if all(a and b for a, b in both):
            one = defined(gap(both, metric, targets, units, tail))  # type: ignore[arg-type]
            gaps |= {value: one} if one else {}
    return gaps


def judged(
    sweep: Sweep, now: Any, watch: str, gaps: Mapping[Any, Gap]
) -> tuple[bool | None, str]:
    """The best of those that are better for sure; and what each of the others did."""
    sure = {value: g.interval for value, g in gaps.items()}
    better = [value for value, one in sure.items() if one.low > 0]
    each = "; ".join(f"{sweep.called(v)} {one}" for v, one in sure.items())
    against = f"Against {sweep.called(now)}, {watch} better by: {each}."
    if better:
        best = max(better, key=lambda value: sure[value].value)
        return True, f"{against} To keep it: {sweep.field} = {best!r} in config.py."
    if all(one.high < 0 for one in sure.values()):
        return False, f"{against} All are worse."
    return None, f"{against} None is better for sure."
