"""A training gone through once more by hand: AdamW written out, or the optimizer that is declared."""

import copy
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from ..additions import OwnOptimizer
from ..contract import Batch, Feed, History, Project, Target
from ..specimen import doubled
from ..training_inputs import as_encoded
from ..watched_training import Seen, Watched, an_average, apart, put, weights_of
from .naive_step import naive_gradients

BETAS, EPSILON = (0.9, 0.999), 1e-8  # Adam's, as torch has them
EXACT = 1e-7  # float64; the smallest bug planted makes 1e-4


@dataclass
class Both:
    """A training and what one by hand makes of it."""

    history: History
    gap: float = 0.0
    losses: list[float] = field(default_factory=list)
    evaluations: dict[int, float] = field(default_factory=dict)
    optimizer: str = "AdamW"


def replay(
    net: nn.Module,
    batches: Sequence[Batch],
    feed: Feed,
    validation: Feed,
    project: Project,
    both: Both,
    seen: Watched | None = None,
    asked: str = "loss",
) -> None:
    """AdamW (Loshchilov & Hutter 2019, algorithm 2), or the optimizer that is declared.

    With `seen` each step starts from the weights that training had before it, so that what
    happens between two steps is told apart from what a step does.
    """
    config, target = project.config, project.target
    clip = getattr(config, "clip", math.inf)
    moments: dict[Tensor, tuple[Tensor, Tensor]] = {
        p: (torch.zeros_like(p), torch.zeros_like(p)) for p in net.parameters()
    }
    counts: Counter[Tensor] = Counter()  # steps of each, as torch counts them
    own = own_optimizer(project, net, seen)
    both.optimizer = type(own).__name__ if own else both.optimizer
    ys = answers(batches, feed, target)
    for step, (batch, y) in enumerate(zip(batches, ys, strict=True)):
        if seen:
            both.gap = max(both.gap, apart(weights_of(net), seen.steps[step].before))
            stand(net, seen.steps[step])
        pairs = list(zip(batch.x, y, strict=True))
        loss, _, gradients = naive_gradients(net, pairs, target, clip, asked)
        both.losses.append(loss)
        options = options_of(project, net, step, seen)
        if own:
            stepped(own, gradients, options)
        held = [(p, g) for p, g in gradients.items() if "lr" in options[p]]
        for p, gradient in held if not own else ():  # 2.15 asks for the others
            adamw(p, gradient, *moments[p], counts[p], options[p], config)
            counts[p] += 1
        done = step + 1
        if seen:
            both.gap = max(both.gap, apart(weights_of(net), seen.steps[step].after))
        if both.history.evaluations and (
            done % config.evaluate_every == 0 or done == config.steps
        ):
            judged, now = net, seen.evaluated.get(done) if seen else None
            if seen and now and an_average(now, seen.steps[:done], EXACT):
                put(now, judged := copy.deepcopy(net))
            both.evaluations[done] = project.evaluate(judged, validation).loss


def stand(net: nn.Module, step: Seen) -> None:
    """As the net of training stood before this step: its weights, and which of them learn."""
    put(step.before, net)
    for parameter, options in zip(net.parameters(), step.options, strict=True):
        parameter.requires_grad_(options["learns"])  # frozen at first, say


def answers(batches: Sequence[Batch], feed: Feed, target: Target) -> list[list[Tensor]]:
    """y of each batch, from the raw answers; as it was trained on where it is mixed by chance.

    A y that is another example's, or the same wrong one whenever its example comes, is none
    that was mixed: the raw answer says so.
    """
    raw = {
        id: doubled(target.encode(e.answer))
        for id, e in zip(feed.ids, feed.examples, strict=True)
    }
    known = {y.numpy().tobytes() for y in raw.values()}
    came: dict[str, set[bytes]] = {}
    times = Counter(id for batch in batches for id in batch.ids)
    for batch in batches:
        for id, y in zip(batch.ids, doubled(batch.y), strict=True):
            came.setdefault(id, set()).add(y.numpy().tobytes())
    mixed = any(len(came[id]) > 1 for id in came if times[id] > 1)
    return [
        [
            taken(y, raw[id], mixed and y.numpy().tobytes() not in known)
            for id, y in zip(batch.ids, doubled(batch.y), strict=True)
        ]
        for batch in batches
    ]


def taken(y: Tensor, raw: Tensor, mixed: bool) -> Tensor:
    return y if mixed or as_encoded(y, raw) else raw


def own_optimizer(
    project: Project, net: nn.Module, seen: Watched | None
) -> Optimizer | None:
    """The one that is declared, for these weights; None for plain AdamW, which is written out."""
    if isinstance(project, OwnOptimizer):
        return project.declared_optimizer(net)
    # Adam is AdamW but for the decay, which it hides in the gradient: that must be seen
    kinds = (torch.optim.AdamW, torch.optim.Adam)
    plain = seen is None or type(seen.optimizer) in kinds
    if plain and not any(g.get("amsgrad") for g in groups_of(seen)):
        return None
    return project.optimizer(net)


def groups_of(seen: Watched | None) -> list[dict[str, Any]]:
    return seen.optimizer.param_groups if seen and seen.optimizer else []


def options_of(
    project: Project, net: nn.Module, step: int, seen: Watched | None
) -> dict[Tensor, dict[str, Any]]:
    """Of each parameter in this step: as the optimizer had them, or as they are declared."""
    if seen:
        return dict(zip(net.parameters(), seen.steps[step].options, strict=True))
    decay = getattr(project.config, "weight_decay", 0.0)
    rate = (
        {"lr": project.declared_rate(step)} if hasattr(project, "declared_rate") else {}
    )
    return {
        p: rate | {"weight_decay": decay if p.ndim > 1 else 0.0}
        for p in net.parameters()
    }


def stepped(
    own: Optimizer,
    gradients: dict[Tensor, Tensor],
    options: dict[Tensor, dict[str, Any]],
) -> None:
    """One update by the optimizer that is declared, at the rate of this step."""
    for parameter, gradient in gradients.items():
        parameter.grad = gradient
    for group in own.param_groups:
        if rate := options[group["params"][0]].get("lr"):
            group["lr"] = rate
    own.step()


@torch.no_grad()
def adamw(
    parameter: Tensor,
    gradient: Tensor,
    m: Tensor,
    v: Tensor,
    step: int,
    options: dict[str, Any],
    config: Any,
) -> None:
    """One update in place."""
    rate, (beta1, beta2) = options["lr"], getattr(config, "betas", BETAS)
    m.mul_(beta1).add_((1 - beta1) * gradient)
    v.mul_(beta2).add_((1 - beta2) * gradient.square())
    unbiased = m / (1 - beta1 ** (step + 1)), v / (1 - beta2 ** (step + 1))
    parameter *= 1 - rate * options["weight_decay"]
    parameter -= rate * unbiased[0] / (unbiased[1].sqrt() + EPSILON)
