"""A short training, looked into: the same bits as without anybody who looks."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field

from torch import Tensor, nn

from ..contract import Project
from ..specimen import affordable, device_of, fresh_net, some
from .inside import Seen, look

EXAMPLES = 256  # of validation, the same at every look
LOOKS = 12


@dataclass
class Watched:
    """What was seen at each look; the net before and after."""

    before: nn.Module
    after: nn.Module
    steps: list[int] = field(default_factory=list)
    seen: list[dict[str, Seen]] = field(default_factory=list)
    # of the step before each look: how far it moved a matrix, by the length of that
    moved: list[dict[str, float]] = field(default_factory=list)


def looks(steps: int) -> list[int]:
    """Close together at the beginning, where most happens: each half as late as the next."""
    found = {0, steps}
    while len(found) < LOOKS and steps > 1:
        steps //= 2
        found.add(steps)
    return sorted(found)


def watched(project: Project, steps: int) -> Watched:
    """Train `steps` steps of the config as it is, and look inside at some of them."""
    one = project.but(steps=steps, evaluate_every=10**9)
    net, split = fresh_net(one), one.splits
    feed = one.feed(some(split.validation, affordable(one, EXAMPLES)))
    x = feed[range(len(feed))].x.to(device_of(net))
    found, at = Watched(copy.deepcopy(net), net), set(looks(steps))
    held: dict[str, Tensor] = {}

    def looked(done: int, net: nn.Module) -> None:
        if done in at:
            found.steps.append(done)
            found.seen.append(look(net, x))
            found.moved.append(moved(held, net))
        held.clear()
        if done + 1 in at:
            held.update(matrices(net))

    one.train(net, one.feed(split.train), look=looked)
    return found


def matrices(net: nn.Module) -> dict[str, Tensor]:
    """Copies of what a step moves: matrices and filters, neither biases nor norms."""
    return {
        name: p.detach().clone()
        for name, p in net.named_parameters()
        if p.ndim > 1 and p.requires_grad
    }


def moved(before: dict[str, Tensor], net: nn.Module) -> dict[str, float]:
    """How far each went, in its own length; one that is all 0 has none."""
    now = dict(net.named_parameters())
    return {
        name: ((now[name].detach() - p).norm() / p.norm()).item()
        for name, p in before.items()
        if p.any()
    }


def column(rows: Sequence[dict[str, float]], name: str) -> list[float]:
    return [row.get(name, float("nan")) for row in rows]
