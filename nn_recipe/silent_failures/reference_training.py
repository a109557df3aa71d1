"""The project's training loop against a slow one: AdamW, its rates and its options written out."""

import copy
import math
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from ..additions import OwnOptimizer
from ..contract import Feed, History, Project
from ..findings import Findings
from ..specimen import InDouble, fresh_net, some, under, with_random_head
from .reference_step import largest_difference, naive_gradients, weighed_unequally

BETAS, EPSILON = (0.9, 0.999), 1e-8  # Adam's, as torch has them
# Every option has an effect, and none its usual value; two epochs and a bit.
UNUSUAL = {
    "model": "tiny",
    "steps": 11,
    "batch_size": 5,
    "accumulate": 2,
    "learning_rate": 0.02,
    "warmup": 0.3,
    "schedule": "wsd",
    "weight_decay": 0.3,
    "betas": (0.8, 0.95),
    "clip": 0.05,
    "evaluate_every": 4,
    "log_every": 3,
    "workers": 0,
}
USUAL = {
    "steps": 4,  # within the first epoch
    "accumulate": 1,
    "warmup": 0.0,
    "schedule": "constant",
    "weight_decay": 0.0,
    "betas": BETAS,
    "clip": 1e9,
}
EXAMPLES = 25
EXACT = 1e-7  # float64; the smallest bug planted makes 1e-4
LOOP = "train.py: train and new_optimizer"


class Still(InDouble):
    """In float64 and always in evaluation mode: BatchNorm and dropout are not at issue here."""

    def train(self, mode: bool = True) -> "Still":
        return super().train(False)


def judge_training(project: Project, findings: Findings) -> float:
    """`train` ends where AdamW by hand does, and says of itself what happened.

    The rate of each step, decay, both betas, clipping, parts of a batch, epochs: all as the
    config says, for a config in which each of them matters. In float64, from the same batches.
    """
    unusual = weighed_unequally(under(project, **UNUSUAL))
    gap, history, losses, evaluations = side_by_side(unusual)
    findings.demand(
        gap <= EXACT,
        f"After {len(losses)} steps of training with every option at an unusual value a weight "
        f"is {gap:.2g} away from AdamW written out, expected {EXACT:g}; {suspects(unusual, gap)}.",
        LOOP,
    )
    if gap <= EXACT:  # else all that follows differs as well
        judge_history(history, losses, evaluations, findings)
    return gap


def side_by_side(
    project: Project,
) -> tuple[float, History, list[float], dict[int, float]]:
    """How far apart both trainings end; what ours reports, and what the other found."""
    feed = project.feed(some(project.splits.train, EXAMPLES))
    validation = project.feed(some(project.splits.validation, EXAMPLES))
    ours = Still(with_random_head(fresh_net(project))).eval()
    naive = copy.deepcopy(ours)
    history = project.train(ours, feed, validation)
    losses, evaluations = naive_training(naive, feed, validation, project, history)
    return largest_difference(ours, naive), history, losses, evaluations


def suspects(unusual: Project, gap: float) -> str:
    """The options without which both agree."""
    if gap <= EXACT:
        return "none"
    found = [
        f"{option} = {value}"
        for option, value in USUAL.items()
        if hasattr(unusual.config, option)
        and side_by_side(unusual.but(**{option: value}))[0] <= EXACT
    ]
    return f"with {' or '.join(found)} they agree" if found else "whatever the options"


def judge_history(
    history: History,
    losses: list[float],
    evaluations: dict[int, float],
    findings: Findings,
) -> None:
    """What training says about itself is what happened, and the best is the best."""
    findings.demand(
        near(history.losses, losses),
        f"Training reports the losses {history.losses[:3]}..., by hand {losses[:3]}...",
        "train.py: log",
    )
    findings.demand(
        [step for step, _ in history.evaluations] == list(evaluations)
        and near([loss for _, loss in history.evaluations], list(evaluations.values())),
        f"Evaluated after (steps, loss) {history.evaluations}, by hand {evaluations}.",
        "train.py: keep",
    )


def near(found: list[float], expected: list[float]) -> bool:
    return len(found) == len(expected) and all(
        math.isclose(a, b, rel_tol=EXACT) for a, b in zip(found, expected, strict=True)
    )


def naive_training(
    net: nn.Module, feed: Feed, validation: Feed, project: Project, history: History
) -> tuple[list[float], dict[int, float]]:
    """AdamW (Loshchilov & Hutter 2019, algorithm 2): losses, and those of validation by step."""
    config, target = project.config, project.target
    clip = getattr(config, "clip", math.inf)
    answers = dict(zip(feed.ids, (e.answer for e in feed.examples), strict=True))
    # y in its own precision, as in training: in another, two boxes may not be of one size.
    mean: dict[Tensor, Tensor] = {p: torch.zeros_like(p) for p in net.parameters()}
    square = {p: torch.zeros_like(p) for p in mean}
    losses, evaluations = [], {}
    own = project.declared_optimizer(net) if isinstance(project, OwnOptimizer) else None
    for step, batch in enumerate(history.batches or feed.training(0, config.steps)):
        ys = (target.encode(answers[id]) for id in batch.ids)
        pairs = list(zip(batch.x, ys, strict=True))
        loss, _, gradients = naive_gradients(net, pairs, target, clip)
        losses.append(loss)
        if own:
            stepped(own, gradients, step, project)
        for parameter, gradient in gradients.items() if not own else ():
            moments = mean[parameter], square[parameter]
            adamw(parameter, gradient, *moments, step, project)
        done = step + 1
        if history.evaluations and (
            done % config.evaluate_every == 0 or done == config.steps
        ):
            evaluations[done] = project.evaluate(net, validation).loss
    return losses, evaluations


def stepped(
    own: Optimizer, gradients: dict[Tensor, Tensor], step: int, project: Project
) -> None:
    """One update by the optimizer that is declared, at the declared rate if there is one."""
    for parameter, gradient in gradients.items():
        parameter.grad = gradient
    for group in own.param_groups if hasattr(project, "declared_rate") else ():
        group["lr"] = project.declared_rate(step)
    own.step()


@torch.no_grad()
def adamw(
    parameter: Tensor,
    gradient: Tensor,
    m: Tensor,
    v: Tensor,
    step: int,
    project: Project,
) -> None:
    """One update in place; decay on matrices and filters, on nothing else."""
    config: Any = project.config
    rate, (beta1, beta2) = project.declared_rate(step), getattr(config, "betas", BETAS)
    m.mul_(beta1).add_((1 - beta1) * gradient)
    v.mul_(beta2).add_((1 - beta2) * gradient.square())
    unbiased = m / (1 - beta1 ** (step + 1)), v / (1 - beta2 ** (step + 1))
    if parameter.ndim > 1:
        parameter *= 1 - rate * getattr(config, "weight_decay", 0.0)
    parameter -= rate * unbiased[0] / (unbiased[1].sqrt() + EPSILON)
