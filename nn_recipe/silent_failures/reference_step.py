"""The project's training step against a slow one that anybody can check by eye."""

import copy
import math
from collections.abc import Sequence
from contextlib import nullcontext

import torch
from torch import Tensor, nn

from ..contract import Batch, Example, NotOffered, Project, Step, Target
from ..findings import Findings
from ..specimen import (
    InDouble,
    affordable,
    altered,
    doubled,
    fresh_net,
    some,
    under,
    with_random_head,
)
from .naive_step import FORMS, LEARNING_RATE, by_hand
from .step_form import followed, form_of, in_full

BATCHES, BATCH = 6, 5  # five examples in two or three parts: the parts are ragged
POOL = 64  # examples among which the hardest are looked for
CLIPS = (0.02, 1e9)  # always clipped, never clipped: each hides what the other shows
PARTS = (1, 2, 3)  # into which a batch is cut; the step must not notice
EXACT = 1e-8  # rounding in float64 leaves 1e-15; the smallest bug planted makes 2e-2
# of what a weight moves, where a step casts to float32 in between: of its 7 digits 3 may be
# lost where outputs or losses are subtracted from each other
ROUNDED = 1e-3
STEP = "train.py: train_step"


def unequal(target: Target) -> Target:
    """The target of the project, but each answer counts differently, as yours may one day."""

    def weight(self: Target, y: Tensor) -> Tensor:
        rows = y.reshape(len(y), -1).double()
        return target.weight(y) * (1.5 + rows.nanmean(1).nan_to_num().sin())

    return altered(target, weight=weight)


def weighed_unequally(project: Project) -> Project:
    """The same project with such a target; as it is, where your own step knows no weights."""
    try:
        return project.having(target=unequal(project.target))
    except NotOffered:
        return project


def judge_steps(project: Project, findings: Findings) -> float:
    """Six steps of `train_step` equal a naive loop that takes its labels from the raw answers.

    float64, SGD, a random head, an unequal weight for each answer, the hardest examples last,
    where a clipped loss would hide them; the batch in one part, in two and in three. An
    evaluation comes first, as whatever it leaves behind must not matter. A step that computes in
    half precision is asked to compute in full for once: what else it does must be right.
    """
    project, form = weighed_unequally(project), form_of(project)
    if form.random:
        raise NotOffered(form.unfollowed)
    written = followed(project, form)
    start = InDouble(with_random_head(fresh_net(project))).eval()
    examples = the_hardest_last(start, project)
    batches = [examples[i : i + BATCH] for i in range(0, len(examples), BATCH)]
    gaps, wrong = {}, Findings()
    config = project.config
    cuts = PARTS if hasattr(config, "accumulate") else PARTS[:1]
    for clip in CLIPS if hasattr(config, "clip") else (math.inf,):
        naive, expected = by_hand(start, batches, written, clip, form.loss)
        others = [naive]
        if (
            form.rounds
        ):  # whoever casts, and clips by value: there the log differs as well
            found = (
                by_hand(start, batches, written, clip, form.loss, other)
                for other in FORMS[1:]
            )
            others += [net for net, _ in found]
        for parts in cuts:
            ours = copy.deepcopy(start)
            project.evaluate(ours, project.feed(batches[0]))
            how = {"clip": clip, "accumulate": parts}
            with in_full() if form.rounds else nullcontext():
                steps = steps_of(ours, batches, under(project, **how))
            away = [largest_difference(ours, net) for net in others]
            if form.rounds:
                least = ROUNDED * largest_difference(start, naive)
                away = [gap if gap > least else 0.0 for gap in away]
            gaps[clip, parts] = min(away)
            if not form.rounds:
                judge_reported(steps, expected, wrong)
    worst = max(gaps.values())
    room = f"{ROUNDED:.1%} of what it moves" if form.rounds else f"{EXACT:g}"
    findings.demand(
        worst <= EXACT,
        f"After {len(batches)} steps a weight is {worst:.2g} away from a naive loop over single "
        f"examples, expected {room}; {suspects(gaps)}",
        STEP,
    )
    for fault in wrong.faults:
        findings.demand(False, fault, STEP)
    return worst


def suspects(gaps: dict[tuple[float, int], float]) -> str:
    """When both agree and when not, and what is then to be suspected first."""
    off = {case for case, gap in gaps.items() if not gap <= EXACT}
    if not any(parts == 1 for _, parts in off):
        return (
            "they agree while the batch is not cut in parts: do the parts add up, each divided "
            "by the weight of the whole batch?"
        )
    if {clip for clip, _ in off} == {CLIPS[0]}:
        return (
            "they agree where no gradient is clipped: is the norm that of all gradients "
            "together, taken before the step?"
        )
    if max(gaps.get((CLIPS[0], parts), math.inf) for parts in PARTS) < 0.01 * max(
        gaps.values()
    ):
        return (
            "hardly where gradients are clipped to one length: are they too large or too small, "
            "not set to zero before each step, or is the loss a sum?"
        )
    return (
        "in every case: does the loss see each example with its own answer and weight, are "
        "gradients set to zero, clipped and used once, and nothing else changed?"
    )


def the_hardest_last(net: nn.Module, project: Project) -> list[Example]:
    """Thirty examples; the last batch has the largest losses of all that were looked at."""
    pool = some(project.splits.train, affordable(project, POOL))
    losses = project.evaluate(net, project.feed(pool)).losses
    order = losses.argsort().tolist()
    return [pool[i] for i in order[: (BATCHES - 1) * BATCH] + order[-BATCH:]]


def steps_of(
    net: nn.Module, batches: Sequence[Sequence[Example]], project: Project
) -> list[Step]:
    """What `train_step` makes of these batches with plain SGD."""
    optimizer = torch.optim.SGD(net.parameters(), lr=LEARNING_RATE)
    steps = []
    for chosen in batches:
        batch = project.feed(chosen)[range(len(chosen))]
        batch = Batch(batch.ids, batch.x, doubled(batch.y))
        steps.append(project.train_step(net, optimizer, batch))
    return steps


def judge_reported(
    steps: list[Step], expected: list[tuple[float, float]], findings: Findings
) -> None:
    """The loss before the step and the norm before clipping, as the naive loop has them."""
    for step, (loss, norm) in zip(steps, expected, strict=True):
        found = step.loss.item(), step.gradient_norm.item()
        findings.demand(
            math.isclose(found[0], loss, rel_tol=EXACT, abs_tol=EXACT)
            and math.isclose(found[1], norm, rel_tol=EXACT, abs_tol=EXACT),
            f"A step reports a loss of {found[0]:.6g} and a gradient norm of {found[1]:.6g}, a "
            f"naive loop finds {loss:.6g} and, before clipping, {norm:.6g}.",
            STEP,
        )
        if findings.faults:
            return  # the steps after a wrong one are wrong as well


def largest_difference(one: nn.Module, other: nn.Module) -> float:
    """In units of the largest weight, or of 1: an unclipped step can make weights large."""
    pairs = list(zip(one.parameters(), other.parameters(), strict=True))
    gap = max((p - q).abs().max().item() for p, q in pairs)
    return gap / max(1.0, *(q.abs().max().item() for _, q in pairs))
