"""The project's training step against a slow one that anybody can check by eye."""

import copy
import math
from collections.abc import Sequence

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
from .step_form import form_of

BATCHES, BATCH = 6, 5  # five examples in two or three parts: the parts are ragged
POOL = 64  # examples among which the hardest are looked for
LEARNING_RATE = 0.01  # of plain SGD; Adam would hide a loss too large by a factor
CLIPS = (0.02, 1e9)  # always clipped, never clipped: each hides what the other shows
PARTS = (1, 2, 3)  # into which a batch is cut; the step must not notice
EXACT = 1e-8  # rounding in float64 leaves 1e-15; the smallest bug planted makes 2e-2
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
    evaluation comes first, as whatever it leaves behind must not matter.
    """
    project, form = weighed_unequally(project), form_of(project)
    if form.unfollowed:
        raise NotOffered(form.unfollowed)
    start = InDouble(with_random_head(fresh_net(project))).eval()
    examples = the_hardest_last(start, project)
    batches = [examples[i : i + BATCH] for i in range(0, len(examples), BATCH)]
    gaps, wrong = {}, Findings()
    config = project.config
    cuts = PARTS if hasattr(config, "accumulate") else PARTS[:1]
    for clip in CLIPS if hasattr(config, "clip") else (math.inf,):
        naive = copy.deepcopy(start)
        expected = [
            naive_step(naive, chosen, project, clip, form.loss) for chosen in batches
        ]
        for parts in cuts:
            ours = copy.deepcopy(start)
            project.evaluate(ours, project.feed(batches[0]))
            how = {"clip": clip, "accumulate": parts}
            steps = steps_of(ours, batches, under(project, **how))
            gaps[clip, parts] = largest_difference(ours, naive)
            judge_reported(steps, expected, wrong)
    worst = max(gaps.values())
    findings.demand(
        worst <= EXACT,
        f"After {len(batches)} steps a weight is {worst:.2g} away from a naive loop over single "
        f"examples, expected {EXACT:g}; {suspects(gaps)}",
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


def naive_step(
    net: nn.Module,
    examples: Sequence[Example],
    project: Project,
    clip: float,
    loss: str = "loss",
) -> tuple[float, float]:
    """One step of plain SGD; the loss before it and the norm of the gradient before clipping."""
    inputs, target = project.inputs, project.target
    pairs = [(inputs.encode(e.raw), doubled(target.encode(e.answer))) for e in examples]
    cost, norm, gradients = naive_gradients(net, pairs, target, clip, loss)
    with torch.no_grad():
        for parameter, gradient in gradients.items():
            parameter -= LEARNING_RATE * gradient
    return cost, norm


def naive_gradients(
    net: nn.Module,
    pairs: Sequence[tuple[Tensor, Tensor]],
    target: Target,
    clip: float,
    asked: str = "loss",
) -> tuple[float, float, dict[Tensor, Tensor]]:
    """The weighted mean loss over (x, y), the norm of its gradient, and that clipped."""
    total = weights = torch.zeros((), dtype=torch.float64)
    for x, y in pairs:
        weight = target.weight(y[None])[0].double()
        total = total + weight * getattr(target, asked)(net(x[None]), y[None])[0]
        weights = weights + weight
    loss = total / weights
    trained = [p for p in net.parameters() if p.requires_grad]
    found = torch.autograd.grad(loss, trained, allow_unused=True)
    gradients = {
        p: gradient
        for p, gradient in zip(trained, found, strict=True)
        if gradient is not None
    }
    norm = math.sqrt(sum(g.square().sum().item() for g in gradients.values()))
    shrink = min(1.0, clip / (norm + 1e-6))  # 1e-6 as torch has it
    return loss.item(), norm, {p: shrink * g for p, g in gradients.items()}


def largest_difference(one: nn.Module, other: nn.Module) -> float:
    """In units of the largest weight, or of 1: an unclipped step can make weights large."""
    pairs = list(zip(one.parameters(), other.parameters(), strict=True))
    gap = max((p - q).abs().max().item() for p, q in pairs)
    return gap / max(1.0, *(q.abs().max().item() for _, q in pairs))
