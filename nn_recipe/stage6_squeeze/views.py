"""Looking several times: the same net, asked of several views of an example (recipe 6.1).

Also known as test-time augmentation. The net and its run stay as they are.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..additions import Viewed
from ..contract import Evaluation, NotOffered, Project
from ..ledger import Ledger, Record
from ..progress import track
from ..trials.begun import begin
from ..trials.comparable import together
from ..trials.expectation import Expected
from ..trials.gap import Gap, gap
from ..trials.saying import of_loss, surer, turned
from .ensembles import checked
from .kept import Squeezed, keep, use
from .mean_of_views import MeanOfViews, Views, answers_stay
from .members import Member

ROW = "6.1"
Seen = tuple[Evaluation, Evaluation]  # once as it is, and in several views


@dataclass(frozen=True)
class Asked:
    """What is looked at, and what the result is called."""

    views: Views
    name: str


@dataclass(frozen=True)
class OneNet(Gap):
    """A gap of this very net: other examples may move it, other seeds are not asked."""

    @property
    def seeds(self) -> float:
        return 0.0

    def half(self, n: int) -> float:
        return self.most * math.sqrt(self.examples)


def chosen(project: Project, count: int, level: str) -> Views:
    """How far the views go: as asked, or as config.py trains."""
    levels = project.levels if isinstance(project, Viewed) else ()
    if not levels:
        raise NotOffered("there are no views of an example: `recipe add augment`")
    level = level or getattr(project.config, "augment", "none")
    if level not in levels:
        raise ValueError(
            f"Found level {level}, needed one of {', '.join(levels)}: say how far the views go, "
            f"--level {levels[0]}."
        )
    views = Views(level, count)
    answers_stay(project, views)
    return views


def judged(
    project: Project,
    ledger: Ledger,
    members: Callable[[], Sequence[Member]],
    asked: Asked,
    told: Callable[[str], object],
) -> Record:
    """All of validation, by each net alone: once as it is, and in several views."""
    watch, views = project.config.watch, asked.views
    experiment = begin(
        ledger,
        ROW,
        f"{views.said} of an example make {watch} better.",
        value="better",
        how="the mean of what one net claims of them, against that of the example as it is",
        tolerance="the whole 95 % interval, over other examples, and other seeds if several",
    )
    nets, pairs, seconds = members(), list[Seen](), list[float]()
    for one in track(nets, "views", len(nets)):
        before, once = timed(project, one, None)
        checked(project, one, before)
        after, often = timed(project, one, views)
        pairs.append((before, after))
        seconds += [once, often]
        told(line(one.name, watch, pairs[-1]))
    gaps = [
        between(project, pairs, metric) for metric in dict.fromkeys((watch, "loss"))
    ]
    holds = Expected(watch).holds(gaps[0])
    said = [gained(views, gaps[0], holds, len(nets)), *map(of_loss, gaps[1:])]
    keep(Squeezed(asked.name, "views", (nets[0],), views), pairs[0][1])
    said += [cost(seconds, views), use(asked.name)]
    return experiment.conclude(facts(gaps, views, seconds), holds, " ".join(said))


def timed(
    project: Project, member: Member, views: Views | None
) -> tuple[Evaluation, float]:
    """On validation, and the seconds for an example."""
    own, net = member.net(project)
    if views:
        net = MeanOfViews(net, own.but(seed=member.seed), views)
    began = time.perf_counter()
    found = own.evaluate(net, own.feed(own.splits.validation))
    return found, (time.perf_counter() - began) / len(found.ids)


def between(project: Project, pairs: Sequence[Seen], metric: str) -> Gap:
    """Paired by example; of one net over other examples alone."""
    found = gap(pairs, metric, (project.target, project.target), together(project))
    if len(pairs) > 1:
        return found
    return OneNet(
        metric, found.ones, found.others, found.sign, found.examples, found.units
    )


def line(name: str, watch: str, pair: Seen) -> str:
    once, often = (one.numbers[watch] for one in pair)
    return f"{name}  {watch}: as it is {once:.5g}, in views {often:.5g}"


def gained(views: Views, found: Gap, holds: bool | None, nets: int) -> str:
    """Of which net, over what, and how sure."""
    whose = f"{nets} seeds, paired" if nets > 1 else "this net, other examples"
    once, often = (sum(s) / len(s) for s in (found.ones, found.others))
    was = f"{once:,.5g} -> {often:,.5g}"
    if found.level:
        return (
            f"Whether {views.said} make {found.metric} better is unclear: all {found.units} "
            "examples that validate are answered as well as before."
        )
    if holds is None:
        return (
            f"Whether {views.said} make {found.metric} better is unclear: {was}, by "
            f"{found.interval} ({whose}). {surer(found)}"
        )
    way, by = "better", found.interval
    if by.value < 0:
        way, by = "worse", turned(by)
    return f"{views.said} make {found.metric} {way} by {by} ({whose}): {was}."


def cost(seconds: Sequence[float], views: Views) -> str:
    once, often = (1e3 * sum(seconds[i::2]) / len(seconds[i::2]) for i in (0, 1))
    return (
        f"It costs {views.count} times the net: {often:.2g} ms per example in place of "
        f"{once:.2g}."
    )


def facts(
    gaps: Sequence[Gap], views: Views, seconds: Sequence[float]
) -> dict[str, Any]:
    main, loss = gaps[0], gaps[-1]
    return {
        "better by": main.interval.three,
        "metric": main.metric,
        "loss better by": loss.interval.three,
        "as it is": main.ones,
        "in views": main.others,
        "views": views.count,
        "level": views.level,
        "s per example": [*seconds],
    }
