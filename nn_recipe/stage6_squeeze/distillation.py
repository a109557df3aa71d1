"""Distillation: one net that learns from several, against the same net that does not (6.2)."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from .. import show
from ..contract import Evaluation, Project
from ..ledger import Experiment, Ledger, Record
from ..place import here
from ..specimen import fresh_net
from ..trials.asked import Asked
from ..trials.begun import begin
from ..trials.change import label
from ..trials.comparable import comparable, together
from ..trials.expectation import Expected
from ..trials.gap import Gap, gap
from ..trials.kept import Trained
from ..trials.saying import gained, surer, turned
from ..trials.training import Trainings
from .dark_knowledge import Distilled
from .dark_knowledge import together as as_one
from .kept import Squeezed, keep, slug
from .members import Member

ROW = "6.2"


@dataclass(frozen=True)
class Lesson:
    """Who teaches, what the student is, and how much the teacher says."""

    teacher: Squeezed
    student: dict[str, Any]  # fields of the config
    temperature: float
    alpha: float
    seeds: int
    at_once: int

    @property
    def what(self) -> str:
        return label(self.student) or "the same net"

    @property
    def how(self) -> Distilled:
        members = self.teacher.members
        paths = tuple(str(m.path.resolve()) for m in members)
        digests = tuple(m.digest for m in members)
        return Distilled(digests, self.temperature, self.alpha, paths)


def begun(project: Project, ledger: Ledger, lesson: Lesson) -> Experiment:
    watch = project.config.watch
    return begin(
        ledger,
        ROW,
        f"Taught by {len(lesson.teacher.members)} nets, {lesson.what} has better {watch}.",
        value="better",
        how=f"against {lesson.what} that sees the answers alone: equal steps and seeds",
        tolerance=f"the whole 95 % interval of {lesson.seeds} paired differences",
    )


def distilled(
    project: Project, ledger: Ledger, lesson: Lesson, told: Callable[[str], object]
) -> Record:
    """Seed by seed the same first weights and batches, with the teacher and without."""
    trainings, changed = Trainings(project), tuple(lesson.student.items())
    student, watch = trainings.of(changed), project.config.watch
    comparable(project, student, lesson.what, "loss")
    teacher = as_one(project, lesson.teacher.members)
    spoken = project.evaluate(teacher, project.feed(project.splits.validation))
    experiment, first = begun(project, ledger, lesson), project.config.seed
    kept_as = f"distil {len(lesson.teacher.members)} {lesson.what}"
    asked = [
        one
        for seed in range(first, first + lesson.seeds)
        for one in (
            Asked(changed, seed, what=lesson.what if changed else "as it is"),
            Asked(changed, seed, what=kept_as, weights=True, how=lesson.how),
        )
    ]
    kept = sum(trainings.kept(one) is not None for one in asked)
    told(f"{len(asked)} trainings, {kept} of them kept from before")
    told(f"teacher  {watch} {spoken.numbers[watch]:.5g}  loss {spoken.loss:.5g}")
    pairs, each = list[tuple[Trained, Trained]](), trainings.each(asked, lesson.at_once)
    for one in each:
        pairs.append((one, next(each)))
        if broke := pairs[-1][0].broke or pairs[-1][1].broke:
            return experiment.conclude(None, False, f"A training broke: {broke}")
        told(line(pairs[-1], watch))
    nets = teacher, fresh_net(student)
    cost = [(count(net), seconds(project, net)) for net in nets]
    return concluded(project, experiment, lesson, pairs, spoken, cost)


def line(pair: tuple[Trained, Trained], watch: str) -> str:
    alone, with_it = (one.evaluation.numbers[watch] for one in pair)  # type: ignore[arg-type]
    spent = " + ".join("kept" if p.again else f"{p.seconds:.1f} s" for p in pair)
    return f"seed {pair[0].seed}  {watch}: answers alone {alone:.5g}, taught {with_it:.5g}  ({spent})"


def count(net: Any) -> int:
    return sum(p.numel() for p in net.parameters())


@torch.no_grad()
def seconds(project: Project, net: Any) -> float:
    """For an example, in batches as evaluation has them."""
    feed = project.feed(project.splits.validation)
    batches = [batch.x.to(project.device) for batch in feed.in_order(256)]
    net.eval()
    net(batches[0])  # the first call prepares much
    began = time.perf_counter()
    for x in batches:
        net(x)
    return (time.perf_counter() - began) / len(feed)


def concluded(
    project: Project,
    experiment: Experiment,
    lesson: Lesson,
    pairs: Sequence[tuple[Trained, Trained]],
    spoken: Evaluation,
    cost: Sequence[tuple[int, float]],
) -> Record:
    watch, units, targets = (
        project.config.watch,
        together(project),
        (project.target, project.target),
    )
    both: Any = [(a.evaluation, b.evaluation) for a, b in pairs]
    main, loss = (gap(both, metric, targets, units) for metric in (watch, "loss"))
    wanted = Expected(watch)
    holds = wanted.holds(main)
    what = f"the teacher's word ({len(lesson.teacher.members)} nets)"
    sides = [
        spoken.numbers[watch],
        *(sum(s) / len(s) for s in (main.ones, main.others)),
    ]
    because = [gained(what, main, wanted, holds)]
    because.append(
        f"{watch}: teacher {sides[0]:,.5g}, {lesson.what} with answers alone {sides[1]:,.5g}, "
        f"taught {sides[2]:,.5g}."
    )
    because += [of_loss(loss), price(cost)]
    name = slug(f"distilled-{lesson.what if lesson.student else 'same-net'}")
    first = pairs[0][1]
    member = Member(f"seed {first.seed}", Path(str(first.net)), first.seed)
    keep(Squeezed(name, "distilled", [member]), both[0][1])
    because.append(f"Use it: {here().python} squeeze evaluate {name}.")
    path = here().runs / "squeeze" / f"{name}.svg"
    drawn = [show.distilled(main, loss, spoken, path)]
    measured = {
        "better by": main.interval.three,
        "metric": watch,
        "loss better by": loss.interval.three,
    }
    measured |= {"teacher": sides[0], "answers alone": main.ones, "taught": main.others}
    measured |= {"temperature": lesson.temperature, "alpha": lesson.alpha}
    measured |= {
        "parameters": [n for n, _ in cost],
        "s per example": [s for _, s in cost],
    }
    return experiment.conclude(measured, holds, " ".join(because), (), drawn)


def of_loss(found: Gap) -> str:
    if found.interval.low <= 0 <= found.interval.high:
        return f"Whether the loss is better is unclear: by {found.interval}. {surer(found)}"
    way, by = ("better", found.interval)
    if by.value < 0:
        way, by = "worse", turned(by)
    return f"The loss is {way} by {by}."


def price(cost: Sequence[tuple[int, float]]) -> str:
    """Teacher, then student."""
    (many, slow), (few, fast) = cost
    return (
        f"It has {few:,} parameters of the teacher's {many:,}, and answers in {1e3 * fast:.2g} "
        f"ms per example in place of {1e3 * slow:.2g}."
    )
