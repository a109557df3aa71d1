"""Three steps of training: each parameter gets a gradient, and moves."""

from dataclasses import dataclass, field

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


@dataclass
class Felt:
    """What each parameter that is not frozen felt within a few steps."""

    where: dict[str, Tensor]  # bool, of its shape: has there been a gradient?
    strongest: dict[str, float] = field(default_factory=dict)

    def note(self, net: nn.Module) -> None:
        for name, p in net.named_parameters():
            if p.grad is not None and name in self.where:
                self.where[name] |= p.grad != 0
                size = p.grad.abs().max().item()
                self.strongest[name] = max(self.strongest.get(name, 0.0), size)

    @property
    def silent(self) -> list[str]:
        return [name for name, where in self.where.items() if not where.any()]

    @property
    def clear(self) -> list[str]:
        """What is smaller is 0 on paper: the bias that a BatchNorm takes away."""
        least = ROUNDING * max(self.strongest.values(), default=0.0)
        return [name for name in self.where if self.strongest.get(name, 0.0) > least]


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
    parameters = ((n, p) for n, p in net.named_parameters() if n not in given)
    felt = Felt({n: torch.zeros_like(p, dtype=torch.bool) for n, p in parameters})
    for _ in range(STEPS):
        batch = feed[range(len(feed))].to(device_of(net))
        project.train_step(net, optimizer, batch)
        felt.note(net)
    after = net.state_dict()
    still = {name for name in after if torch.equal(after[name], before[name])}
    judge_moves(felt, still, findings)
    judge_measuring(still - norms.keys(), findings)
    judge_statistics(net, norms, findings)
    head = name_of(net.head.weight, net)  # type: ignore[union-attr, arg-type]
    if net.head is not net.stem and head in felt.where:
        judge_head(felt.where[head], findings)


def judge_moves(felt: Felt, still: set[str], findings: Findings) -> None:
    """`still`: what is as it was before the steps."""
    silent, stuck = felt.silent, [name for name in felt.clear if name in still]
    findings.demand(
        not silent,
        f"After {STEPS} steps no gradient has reached {named(silent)}.",
        "model.py: is it used in forward, and does it require a gradient?",
    )
    findings.demand(
        not set(stuck) - set(silent),
        f"After {STEPS} steps {named(stuck)} is as at first, though it has a gradient.",
        "train.py: new_optimizer, does the optimizer hold this net's parameters?",
    )


def judge_measuring(still: set[str], findings: Findings) -> None:
    unmeasured = sorted(name for name in still if name.endswith("running_mean"))
    findings.demand(
        not unmeasured,
        f"After {STEPS} steps of training {named(unmeasured)} is as at first, so "
        "evaluation goes by numbers that were never measured.",
        "model.py: momentum and track_running_stats of BatchNorm",
    )


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
