"""First overfit the training set: a net large enough to bring the training loss down."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from torch import Tensor, nn

from .. import show
from ..contract import Evaluation, Project
from ..findings import Findings, evidence
from ..ledger import Ledger, Record
from ..ledger.rows import SETTLED
from ..specimen import affordable, cooled, fresh_net, some, under

MOST = 2000  # training examples: of more a part stands for all
ROUNDS = (300, 1200, 4800)  # steps; who fits in few need not wait for many
STALLS = 0.8  # of what was left: four times the steps that leave more will not do it
LOOKS = 12  # evaluations on the way, for the picture
LEFT = (
    0.02  # of the way from the best constant answer to the floor: accuracy .99, R2 .98
)
RATE = 3e-3  # or the config's, if that is higher: nothing here has to generalise
WARMUP = 0.05  # of the steps
DOUBLINGS = 2  # of the width, at most
HELPS = 0.9  # of what was left: a wider net must leave less


@dataclass
class Fit:
    """How far one net came on the training examples."""

    width: int  # 0: a net of one size
    steps: int
    left: float  # of the way
    evaluation: Evaluation
    seen: list[int] = field(default_factory=list)  # steps
    training: list[float] = field(default_factory=list)  # losses, in evaluation mode
    validation: list[float] = field(default_factory=list)

    @property
    def reached(self) -> bool:
        return self.left <= LEFT


def check(project: Project, ledger: Ledger) -> Record:
    """The net of config.py can learn the training set by heart (recipe 3.1).

    By its training loss alone, without regularisers, and with a rate that comes down to 0: at
    most 2 % of the way from the best constant answer to the floor of the loss may be left.
    Only a net that can do this is worth regularizing; if a wider one does, that is the width
    to go on with. If none does, something is wrong, and what to look at first is told in order.
    Of more than 2,000 examples so many drawn by chance stand for all. It trains 300 steps, then
    1,200, then 4,800: no more where four times the steps leave more than 80 % of what was left.
    """
    examples = some(project.splits.train, affordable(project, MOST))
    y = answers(project, examples)
    start, floor = project.target.expected_loss_at_init(y), project.target.floor(y)
    experiment = ledger.expect(
        "3.1",
        f"{len(examples):,} training examples can be learnt by heart.",
        value=floor,
        how="target.floor on their answers; training loss alone, nothing regularised",
        tolerance=f"{LEFT:.0%} of the way from {start:.4g}, the best constant answer",
    )
    fits: list[Fit] = []
    for one in capacities(project):
        fits.append(fit_in_rounds(one, examples, start, floor))
        helped = len(fits) < 2 or fits[-1].left <= HELPS * fits[-2].left
        if fits[-1].reached or not helped:
            break
    findings = Findings()
    judge(fits, findings, ledger)
    best = min(fits, key=lambda fit: fit.left)
    measured = {"loss": best.evaluation.loss, "left": best.left, "steps": best.steps}
    path = evidence(ledger, "first_overfit.svg")
    drawn = [picture(best, floor, path)] if path else []
    return findings.conclude(experiment, measured, said(best, project), drawn)


def answers(project: Project, examples: list) -> Tensor:
    feed = project.feed(examples)
    return feed[range(len(feed))].y


def capacities(project: Project) -> Iterator[Project]:
    """The net of the config without its regularisers; then the reference, twice as wide, and
    again.
    """
    rate = max(RATE, getattr(project.config, "learning_rate", 0.0))
    calm = {"warmup": WARMUP, "learning_rate": rate, "dropout": 0.0, "augment": "none"}
    calm["trains"] = "all"
    clip = getattr(project.config, "clip", math.inf)
    small = cooled(project, "cosine", **calm, clip=clip)
    yield small
    if hasattr(small.config, "width"):
        for doubling in range(1, DOUBLINGS + 1):
            wide = small.config.width * 2**doubling
            yield under(small, model="reference", width=wide)


def fit_in_rounds(project: Project, examples: list, start: float, floor: float) -> Fit:
    """Each round begins anew with four times the steps, until one fits or they do not help."""
    fits: list[Fit] = []
    for steps in ROUNDS:
        fits.append(fitted(project, examples, steps, start, floor))
        stalls = len(fits) > 1 and fits[-1].left > STALLS * fits[-2].left
        if fits[-1].reached or stalls:
            break
    return fits[-1]


def fitted(
    project: Project, examples: list, steps: int, start: float, floor: float
) -> Fit:
    one = project.but(steps=steps, evaluate_every=10**9)
    net, feed = fresh_net(one), one.feed(examples)
    validation = one.feed(some(one.splits.validation, len(examples)))
    seen: list[int] = []
    losses: tuple[list[float], list[float]] = ([], [])

    def look(done: int, net: nn.Module) -> None:
        if done % max(1, steps // LOOKS) == 0:
            seen.append(done)
            losses[0].append(one.evaluate(net, feed).loss)
            losses[1].append(one.evaluate(net, validation).loss)

    one.train(net, feed, look=look)
    last = one.evaluate(net, feed)
    left = (last.loss - floor) / max(start - floor, 1e-12)
    width = getattr(one.config, "width", 0)
    left = left if math.isfinite(left) else math.inf
    return Fit(width, steps, left, last, seen, *losses)


def judge(fits: list[Fit], findings: Findings, ledger: Ledger) -> None:
    """A wider net that fits is the one to take; else the suspects, the likeliest first."""
    first, last = fits[0], fits[-1]
    short = (
        f"After {first.steps:,} steps {first.left:.0%} of the way to the floor is left, "
        f"expected at most {LEFT:.0%}."
    )
    if last.reached:
        findings.demand(
            first.reached,
            f"{short} The reference net of width {last.width} gets there.",
            f'config.py: model = "reference", width = {last.width}',
        )
        return
    likeliest, *others = [*suspects(ledger), *usual(fits)]
    findings.demand(False, short, likeliest)
    findings.look_at += others


def suspects(ledger: Ledger) -> Iterator[str]:
    """What is not settled of the loss, the data and the rate, by the verdicts there are."""
    found = ledger.latest()
    verdicts = {id: record.verdict for id, record in found.items()}
    if verdicts.get("2.11") not in SETTLED:
        yield "check overfit_one_batch: who cannot learn eight examples cannot learn more"
    copies = found["1.2"].measured if "1.2" in found else None
    if copies and copies.get("contradicting"):
        n = copies["contradicting"]
        yield f"look: {n} groups of equal examples have other answers (1.2)"
    if verdicts.get("1.6") == "fails":
        yield "look: the labels that are suspect (1.6)"
    if verdicts.get("3.3") not in SETTLED:
        yield "curve lr: is the rate too low, or too high?"


def usual(fits: list[Fit]) -> Iterator[str]:
    widths = ", ".join(f"{fit.left:.0%} at width {fit.width}" for fit in fits)
    if len(fits) > 1:
        helps = fits[-1].left <= HELPS * fits[-2].left
        what = (
            "a wider net helps, and is not enough"
            if helps
            else ("what is left hardly depends on the width")
        )
        yield f"model.py: {what} ({widths})"
    yield "data.py: does x still hold what tells the answer?"


def said(best: Fit, project: Project) -> str:
    """The loss and the metric that is watched, on the examples that were learnt."""
    values = {"loss": best.evaluation.loss} | best.evaluation.metrics
    watched = getattr(project.config, "watch", "loss")
    names = dict.fromkeys(name for name in ("loss", watched) if name in values)
    told = ", ".join(f"{name} {values[name]:.4g}" for name in names)
    wide = f" at width {best.width}" if best.width else ""
    return f"Learnt by heart in {best.steps:,} steps{wide}: {told}."


def picture(best: Fit, floor: float, path: Path) -> str:
    training, validation = ((best.seen, v) for v in (best.training, best.validation))
    return show.first_overfit(training, validation, floor, path)
