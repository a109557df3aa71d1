"""More real data: what twice as many examples would give, from parts of those there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .. import show
from ..bootstrap import Interval
from ..contract import Project
from ..findings import evidence
from ..ledger import Experiment, Ledger, Record
from ..trials.kept import Trained
from ..trials.power_law import FEWEST, PowerLaw, fitted
from ..trials.training import Asked, Trainings

MORE = (2, 4)  # times the data
LEFT_OUT = 0.9  # level at which the largest size must lie in what the others say


@dataclass(frozen=True)
class Curve:
    """A metric against the number of examples, as an error that falls to 0."""

    metric: str
    sign: int  # 1 where more is better: the error is what is missing to 1
    law: PowerLaw

    def of(self, error: float) -> float:
        if self.sign < 0:
            return error
        worst = max(e for some in self.law.errors for e in some)
        return 1 - error if worst > 1 else max(0.0, 1 - error)  # a share is 0 or more

    def at(self, n: float, level: float = 0.95) -> list[float]:
        """The metric at n examples: value, low, high."""
        value, *ends = map(self.of, self.law.predicted(n, level))
        return [value, *sorted(ends)]


def swept(
    project: Project,
    ledger: Ledger,
    fractions: Sequence[float],
    seeds: int,
    at_once: int,
    told: Callable[[str], object],
) -> Record:
    """Train on parts of the training split and continue the line through the errors (4.1).

    Validation is the whole split each time; x and y are measured on all of training, and each
    part trains the same number of steps, its best weights counting. Left out, the largest size
    must lie in the interval that the others give it.
    """
    watch, shares = project.config.watch, sorted(set(fractions))
    if len(shares) < FEWEST or not all(0 < share <= 1 for share in shares):
        raise ValueError(
            f"Found --fractions {','.join(f'{s:g}' for s in fractions)}: needed are {FEWEST} "
            "or more, each above 0 and at most 1."
        )
    experiment = ledger.expect(
        "4.1",
        "More examples make it better.",
        value="less error",
        how=f"{seeds} seeds on each of {len(shares)} nested parts of training, the same steps",
        tolerance="95 % interval of the slope, both axes in logarithms",
    )
    first = project.config.seed
    asked = [
        Asked((), seed, share, f"data {share:g}")
        for share in shares
        for seed in range(first, first + seeds)
    ]
    trainings, found = Trainings(project), list[Trained]()
    for one in trainings.each(asked, at_once):
        if one.evaluation is None:
            raise ValueError(f"The config as it is does not train: {one.broke}")
        found.append(one)
        told(line(one, watch))
    return concluded(experiment, project, ledger, found, seeds)


def line(one: Trained, watch: str) -> str:
    """What a finished training says."""
    seconds = "kept" if one.again else f"{one.seconds:.1f} s"
    value = values(one)[watch]
    return f"{one.examples:>8,} examples, seed {one.seed}  {watch} {value:.5g}  ({seconds})"


def values(one: Trained) -> dict[str, float]:
    assert one.evaluation
    return one.evaluation.numbers


def concluded(
    experiment: Experiment,
    project: Project,
    ledger: Ledger,
    found: Sequence[Trained],
    seeds: int,
) -> Record:
    parts = [found[i : i + seeds] for i in range(0, len(found), seeds)]
    curves = [
        curve
        for metric in dict.fromkeys((project.config.watch, "loss"))
        if (curve := curve_of(parts, metric, project.target.errors))
    ]
    if not curves:
        because = "Parts of training are too alike in size, or their errors are 0, or all one."
        return experiment.conclude(None, None, because)
    main = curves[0]
    measured: dict[str, Any] = {curve.metric: facts(curve) for curve in curves}
    _, low, high = main.law.slopes()
    holds = True if high < 0 else False if low > 0 else None
    path = evidence(ledger, "more_real_data.svg")
    drawn = [] if path is None else [show.more_real_data(main, path)]
    measured["seconds"] = round(sum(one.seconds for one in found), 1)
    return experiment.conclude(
        measured, holds, because_of(main, project.config.watch, holds), (), drawn
    )


def curve_of(
    parts: Sequence[Sequence[Trained]], metric: str, errors: Sequence[str]
) -> Curve | None:
    sign = -1 if metric in ("loss", *errors) else 1
    table = [[values(one)[metric] for one in part] for part in parts]
    missing = [[1 - v if sign > 0 else v for v in row] for row in table]
    sizes = [round(sum(one.examples for one in part) / len(part)) for part in parts]
    law = fitted(sizes, missing)
    return law and Curve(metric, sign, law)


def facts(curve: Curve) -> dict[str, Any]:
    """For the ledger: the slope, what more would give, the test on the largest size."""
    law, most = curve.law, curve.law.sizes[-1]
    more = {f"{times} times the data": curve.at(times * most) for times in MORE}
    told = more | {"slope": list(law.slopes()), "sizes": list(law.sizes)}
    told["found"] = [[curve.of(e) for e in some] for some in law.errors]
    if left := left_out(curve):
        told |= {"largest, left out": left[0], "largest, measured": left[1]}
    return told


def left_out(curve: Curve) -> tuple[list[float], float] | None:
    """What the other sizes say of the largest, and what it is; None of too few."""
    law = curve.law
    if len(law.sizes) <= FEWEST:
        return None
    others = Curve(curve.metric, curve.sign, law.without_largest())
    mean = sum(law.errors[-1]) / len(law.errors[-1])
    return others.at(law.sizes[-1], LEFT_OUT), curve.of(mean)


def because_of(curve: Curve, watch: str, holds: bool | None) -> str:
    """What more data would give, and whether the line could be continued so far."""
    most, last = curve.law.sizes[-1], curve.law.errors[-1]
    twice, four = (said(curve.at(times * most)) for times in MORE)
    text = (
        f"Twice the data would give {curve.metric} {twice}, four times {four}; "
        f"{most:,} examples give {curve.of(sum(last) / len(last)):,.5g}."
    )
    if holds is None:
        text = f"Whether more data help is unclear. {text}"
    if curve.metric != watch:
        text = f"{watch} has no error left, so of the loss. {text}"
    left = left_out(curve)
    if left and not left[0][1] <= left[1] <= left[0][2]:
        text += (
            f" Do not rely on it: of the largest size the others say {said(left[0])}, and it "
            f"is {left[1]:,.5g}."
        )
    return text


def said(three: Sequence[float]) -> str:
    """With the digits that the interval leaves."""
    value, low, high = three
    return str(Interval(value, low, high, (high - low) / 4))
