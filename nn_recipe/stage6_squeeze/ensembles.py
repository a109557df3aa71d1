"""Ensembles: several nets of other seeds, whose answers are averaged (recipe 6.1)."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from .. import show
from ..contract import Evaluation, Project
from ..ledger import Experiment, Ledger, Record
from ..place import here
from ..progress import track
from ..trials.begun import begin
from ..trials.comparable import together
from ..trials.expectation import Expected
from ..trials.gap import Gap
from ..trials.saying import surer, turned
from .gain import Curve, curve, subsets
from .kept import Squeezed, keep, use
from .mean_of_nets import MeanOfNets, Remembered, scale_of
from .members import Member, unchanged

ROW, POST = "6.1", 5  # nets, "tops out at ~5 models"


@dataclass(frozen=True)
class Asked:
    """Which nets, and what their result is called."""

    members: Sequence[Member]
    name: str


def begun(ledger: Ledger, count: int, watch: str) -> Experiment:
    """Written down before anything is trained."""
    return begin(
        ledger,
        ROW,
        f"{count} nets together make {watch} better than one of them.",
        value="better",
        how="what they claim is averaged; against the mean of the single nets, never the best",
        tolerance="the whole 95 % interval, over other seeds and other examples",
    )


def squeezed(
    project: Project,
    experiment: Experiment,
    asked: Asked,
    told: Callable[[str], object],
) -> Record:
    """Ensembles of every size on all of validation, and what the whole one is worth."""
    nets, target = loaded(project, asked.members)
    scale_of(target, an_answer(project, nets[0]))  # known?
    remembered = [Remembered(net) for net in nets]
    feed = project.feed(project.splits.validation)
    chosen, found, seconds = subsets(len(nets)), list[Evaluation](), list[float]()
    judge = project.having(target=target) if target is not project.target else project
    for one in track(chosen, "ensembles", len(chosen)):
        began = time.perf_counter()
        some = [remembered[i].again() for i in one]
        found.append(judge.evaluate(MeanOfNets(some, target), feed))
        if len(one) == 1:
            seconds.append((time.perf_counter() - began) / len(found[-1].ids))
            checked(project, asked.members[one[0]], found[-1])
    units, watch = together(project), project.config.watch
    curves = [
        curve(metric, chosen, found, target, units)
        for metric in dict.fromkeys((watch, "loss"))
    ]
    cost = Cost(sum(p.numel() for p in nets[0].parameters()), seconds)
    for size in range(1, len(nets) + 1):
        told(line(curves, size))
    return concluded(experiment, asked, curves, cost, found[-1])


def loaded(project: Project, members: Sequence[Member]) -> tuple[list[nn.Module], Any]:
    """In evaluation mode; the target by which the first one answers."""
    found = [member.net(project) for member in members]
    return [net for _, net in found], found[0][0].target


def an_answer(project: Project, net: nn.Module) -> Any:
    feed = project.feed([project.splits.validation[0]])
    with torch.no_grad():
        return net(feed[[0]].x.to(project.device))


def checked(project: Project, member: Member, found: Evaluation) -> None:
    """Does it say of itself what its run said?"""
    if not here().adapter:
        run = project.new_run(member.path.parent)
        unchanged(member.name, found.loss, run.checkpoint(member.path.stem))


@dataclass(frozen=True)
class Cost:
    parameters: int  # of one net
    seconds: Sequence[float]  # per example, of each net

    def said(self) -> str:
        k, one = len(self.seconds), 1e3 * sum(self.seconds) / len(self.seconds)
        return (
            f"It costs {k} x {self.parameters:,} parameters, and {one * k:.2g} ms per "
            f"example in place of {one:.2g}."
        )


def line(curves: Sequence[Curve], size: int) -> str:
    """ "3 nets  accuracy 0.968  loss 0.112": the mean over the ensembles of this size."""
    said = "  ".join(f"{c.metric} {c.mean(size)[0]:.5g}" for c in curves)
    return f"{size} net{'s' if size > 1 else ' '}  {said}"


def concluded(
    experiment: Experiment,
    asked: Asked,
    curves: Sequence[Curve],
    cost: Cost,
    whole: Evaluation,
) -> Record:
    main, k = curves[0], len(asked.members)
    gap = main.gap(1, k)
    holds = Expected(main.metric).holds(gap)
    because = [gained(main, gap, holds)]
    if len(curves) > 1:
        because.append(of_loss(curves[1]))
    because += [levels_off(curves[-1]), cost.said()]
    path = here().runs / "squeeze" / f"{asked.name}.svg"
    drawn = [show.ensembles(curves, path)]
    keep(Squeezed(asked.name, "ensemble", tuple(asked.members)), whole)
    because.append(use(asked.name))
    measured = facts(main, gap) | {"nets": [m.name for m in asked.members]}
    measured |= {c.metric: curve_facts(c) for c in curves}
    measured |= {"parameters of one": cost.parameters, "s per example": cost.seconds}
    return experiment.conclude(
        measured, holds, " ".join(filter(None, because)), (), drawn
    )


def gained(found: Curve, gap: Gap, holds: bool | None) -> str:
    """Against the mean of the single nets."""
    k, one, all = found.k, found.mean(1)[0], found.mean(found.k)[0]
    was = f"{one:,.5g} -> {all:,.5g}"
    if gap.level:
        return (
            f"Whether {k} nets together make {found.metric} better than one is unclear: all "
            f"{gap.units} examples that validate are answered as well by each of them."
        )
    if holds is None:
        return (
            f"Whether {k} nets together make {found.metric} better than one is unclear: "
            f"{was}, by {gap.interval}. {surer(gap)}"
        )
    way = "better" if gap.value > 0 else "worse"
    by = gap.interval if gap.value > 0 else turned(gap.interval)
    return (
        f"{k} nets together make {found.metric} {way} by {by} than one: {was} "
        f"(the mean of {k} single nets, paired)."
    )


def of_loss(found: Curve) -> str:
    gap = found.gap(1, found.k)
    way, by = (
        ("better", gap.interval) if gap.value >= 0 else ("worse", turned(gap.interval))
    )
    one, all = found.mean(1)[0], found.mean(found.k)[0]
    return f"The loss is {way} by {by}: {one:.4g} -> {all:.4g}."


def levels_off(found: Curve) -> str:
    """How much of the gain the first nets bring; of a squared error (1 - 1/M) of it all."""
    k = found.k
    if not found.share(2) > 0:
        return ""
    if k > POST:
        more = found.gap(POST, k)
        return (
            f"{POST} of them have {found.share(POST):.0%} of that gain (the post: it tops out "
            f"at about {POST}); {k} instead of {POST} bring {more.interval} more."
        )
    shares = ", ".join(f"{m} have {found.share(m):.0%}" for m in range(2, k))
    return f"Of that gain {shares}."


def facts(found: Curve, gap: Gap) -> dict[str, Any]:
    interval, over = gap.interval, gap.over_seeds
    return {
        "better by": interval.three,
        "metric": found.metric,
        "over seeds alone": over.three,
        "single nets": found.table[0, : found.k].tolist(),
    }


def curve_facts(found: Curve) -> dict[str, Any]:
    """Size -> the mean of the metric, and what it is better by than one net."""
    told = {}
    for size in range(1, found.k + 1):
        told[f"{size} nets"] = float(found.mean(size)[0])
        if size > 1:
            gap = found.gap(1, size).interval
            told[f"{size} nets, better by"] = gap.three
    return told
