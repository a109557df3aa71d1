"""The average of the weights, the ensemble that costs nothing when it answers (recipe 6.1)."""

from collections.abc import Callable
from typing import Any

from .. import show
from ..contract import NotOffered, Project
from ..ledger import Ledger, Record
from ..place import here
from ..trials.asked import Asked, Changed
from ..trials.begun import begin
from ..trials.comparable import together
from ..trials.expectation import Expected
from ..trials.gap import Gap, gap
from ..trials.kept import Trained
from ..trials.saying import gained
from ..trials.training import Trainings
from .kept import Squeezed, keep
from .members import Member
from .weight_averages import Averaged, Kind

ROW = "6.1"
KINDS: tuple[Kind, ...] = ("equal average", "moving average", "last", "best")
WHAT = "the {} of the weights"


def averaged(
    project: Project,
    ledger: Ledger,
    steps: int,
    seeds: int,
    at_once: int,
    told: Callable[[str], object],
) -> Record:
    """Each seed is trained as config.py says and `steps` more; then equal steps are compared.

    The weights that validated best are those of several looks, the average of none: it is the
    average that has the worse start.
    """
    changed, watch = longer(project, steps), project.config.watch
    experiment = begin(
        ledger,
        ROW,
        f"The average of the weights of {steps} more steps makes {watch} better.",
        value="better",
        how="against the weights of the same training that validated best, at equal steps",
        tolerance=f"the whole 95 % interval of {seeds} paired differences",
    )
    first, trainings = project.config.seed, Trainings(project)
    found: dict[Kind, list[Trained]] = {kind: [] for kind in KINDS}
    numbers = range(first, first + seeds)
    asked = [whole(changed, seed, steps, KINDS[0]) for seed in numbers]
    for one in trainings.each(asked, at_once):
        if one.broke:
            raise ValueError(f"With {steps} more steps it does not train: {one.broke}")
        for kind in KINDS:
            other = trainings.kept(whole(changed, one.seed, steps, kind))
            assert other is not None  # kept beside the first
            found[kind].append(other)
        told(line(found, watch))
    return concluded(project, experiment, found, steps)


def whole(changed: Changed, seed: int, steps: int, kind: Kind) -> Asked:
    what = f"average of {steps}"
    return Asked(changed, seed, what=what, weights=True, how=Averaged(steps, kind))


def longer(project: Project, steps: int) -> Changed:
    """So many more steps at a constant rate, which has risen when it did."""
    config = project.config
    if not hasattr(config, "steps"):
        raise NotOffered("the config has no field `steps` to train longer")
    more: dict[str, Any] = {"steps": config.steps + steps}
    if hasattr(config, "warmup"):
        more["warmup"] = config.warmup * config.steps / more["steps"]
    if hasattr(config, "schedule"):
        more["schedule"] = "constant"
    return tuple(more.items())


def line(found: dict[Kind, list[Trained]], watch: str) -> str:
    said = [f"seed {found['best'][-1].seed}  {watch}"]
    for kind, some in found.items():
        evaluation = some[-1].evaluation
        value = evaluation.numbers[watch]  # type: ignore[union-attr]
        said.append(f"{kind} {value:.5g}")
    return "  ".join(said)


def concluded(
    project: Project, experiment: Any, found: dict[Kind, list[Trained]], steps: int
) -> Record:
    watch, units = project.config.watch, together(project)

    def against(kind: Kind, plain: Kind, metric: str) -> Gap:
        pairs: Any = [
            (a.evaluation, b.evaluation)
            for a, b in zip(found[plain], found[kind], strict=True)
        ]
        return gap(pairs, metric, (project.target, project.target), units)

    main = against("equal average", "best", watch)
    wanted = Expected(watch)
    holds = wanted.holds(main)
    said = [gained(WHAT.format("equal average"), main, wanted, holds)]
    measured: dict[str, Any] = {"better by": main.interval.three, "metric": watch}
    measured |= {"steps more": steps, "seeds": len(found["best"])}
    beside: list[tuple[Kind, Kind]] = [
        ("equal average", "last"),
        ("moving average", "best"),
        ("moving average", "last"),
    ]
    for kind, plain in beside:
        other = against(kind, plain, watch)
        measured[f"{kind}, better than {plain} by"] = other.interval.three
        said.append(f"The {kind} against the {plain} weights: {other.interval}.")
    loss = against("equal average", "best", "loss")
    measured["loss better by"] = loss.interval.three
    said.append(f"In loss, equal average against best: better by {loss.interval}.")
    name = f"average-{steps}"
    best = found["equal average"][0]
    keep(
        Squeezed(name, "average", [Member(f"seed {best.seed}", best.net, best.seed)]),  # type: ignore[arg-type]
        best.evaluation,  # type: ignore[arg-type]
    )
    said.append(f"Use the first: {here().python} squeeze evaluate {name}.")
    path = here().runs / "squeeze" / f"{name}.svg"
    seeds = [one.seed for one in found["best"]]
    drawn = [show.pairs(main, seeds, "their average", path, "best weights")]
    return experiment.conclude(measured, holds, " ".join(said), (), drawn)
