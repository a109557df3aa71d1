"""Three steps of training: each parameter gets a gradient, and moves."""

import torch
from torch import Tensor, nn

from ..contract import Feed, Project
from ..findings import Findings
from ..frozen import frozen, judge_flags, judge_statistics, statistics
from ..specimen import device_of, fresh_net, plain
from .graph import named

UNREAD = 0.45  # of the inputs of the head: units of a ReLU may be at rest
ROUNDING = 1e-6
STEPS = 3  # a small head lets the first gradients be tiny: one step proves nothing


def judge_learning(project: Project, feed: Feed, findings: Findings) -> None:
    """Each parameter gets a gradient that is not 0 everywhere, and has moved after 3 steps.

    Those of a part that was given and is frozen must stay, and so must what its norms measured.
    """
    project = plain(project, learning_rate=1e-3)
    net = fresh_net(project).train()
    optimizer = project.optimizer(net)
    before = {name: value.clone() for name, value in net.state_dict().items()}
    given = frozen(net, project)
    norms = statistics(net, given)
    judge_flags(net, findings)
    felt = {
        name: torch.zeros_like(p, dtype=torch.bool)
        for name, p in net.named_parameters()
        if name not in given
    }
    strongest: dict[str, float] = {}
    for _ in range(STEPS):
        batch = feed[range(len(feed))].to(device_of(net))
        project.train_step(net, optimizer, batch)
        for name, p in net.named_parameters():
            if p.grad is not None and name in felt:
                felt[name] |= p.grad != 0
                strongest[name] = max(
                    strongest.get(name, 0.0), p.grad.abs().max().item()
                )
    silent = [name for name, where in felt.items() if not where.any()]
    findings.demand(
        not silent,
        f"After {STEPS} steps no gradient has reached {named(silent)}.",
        "model.py: is it used in forward, and does it require a gradient?",
    )
    after = net.state_dict()
    # what is smaller is 0 on paper: the bias that a BatchNorm takes away
    least = ROUNDING * max(strongest.values(), default=0.0)
    clear = [name for name in felt if strongest.get(name, 0.0) > least]
    still = [name for name in clear if torch.equal(after[name], before[name])]
    findings.demand(
        not set(still) - set(silent),
        f"After {STEPS} steps {named(still)} is as at first, though it has a gradient.",
        "train.py: new_optimizer, does the optimizer hold this net's parameters?",
    )
    unmeasured = [
        name
        for name in after.keys() - norms.keys()
        if name.endswith("running_mean") and torch.equal(after[name], before[name])
    ]
    findings.demand(
        not unmeasured,
        f"After {STEPS} steps of training {named(sorted(unmeasured))} is as at first, so "
        "evaluation goes by numbers that were never measured.",
        "model.py: momentum and track_running_stats of BatchNorm",
    )
    judge_statistics(net, norms, findings)
    head = name_of(net.head.weight, net)  # type: ignore[union-attr, arg-type]
    if net.head is not net.stem and head in felt:
        judge_head(felt[head], findings)


def name_of(parameter: nn.Parameter, net: nn.Module) -> str:
    return next(name for name, p in net.named_parameters() if p is parameter)


def judge_head(felt: Tensor, findings: Findings) -> None:
    """Most of what comes into the head says something: `felt` is [outputs, inputs, ...]."""
    read = felt.transpose(0, 1).flatten(1).any(1)
    share = (~read).double().mean().item()
    findings.demand(
        share <= UNREAD,
        f"The head gets nothing from {share:.0%} of its {len(read)} inputs, expected "
        f"{UNREAD:.0%} at most.",
        "model.py: forward, what is handed to the head?",
    )
