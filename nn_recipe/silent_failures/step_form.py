"""What a training step is free to do, found by running it: draw, ask for another loss."""

import copy
import inspect
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

import torch
from torch import Tensor, nn

from ..contract import Batch, NotOffered, Project, Target
from ..specimen import InDouble, altered, doubled, fresh_net, some, with_random_head

EXAMPLES = 8
SMOOTHED = "smoothed"  # the method of a target that `followed` gives
DRAWS = "train_step draws random numbers: no loop by hand can follow it"
ROUNDS = (
    "train_step computes in half precision: no AdamW by hand can follow it to the digit"
)


@dataclass(frozen=True)
class Form:
    random: bool = False  # two seeds, two losses, of a net that draws nothing
    loss: str = "loss"  # the method of the target that is made small
    rounds: bool = False  # it computes in bfloat16 or float16
    # share of the labels that the step gives to all classes alike
    smoothing: float = 0.0

    @property
    def unfollowed(self) -> str:
        """Why no loop by hand ends at the same weights; "" if one must."""
        return DRAWS if self.random else ROUNDS if self.rounds else ""


def form_of(project: Project) -> Form:
    """By two steps from the same weights, under two seeds, on a target that notes who is asked."""
    net = InDouble(with_random_head(fresh_net(project))).eval()
    feed = project.feed(some(project.splits.train, EXAMPLES))
    batch = feed[range(len(feed))]
    batch = Batch(batch.ids, batch.x, doubled(batch.y))
    asked: list[str] = []
    try:
        target = noting(project.target, lambda name, _: asked.append(name))
        noted = project.having(target=target)
    except NotOffered:
        return Form()
    coarse: list[bool] = []
    hook = net.register_forward_pre_hook(
        lambda *_: coarse.append(torch.is_autocast_enabled("cpu"))
    )
    one, other = (stepped(net, batch, noted, seed) for seed in (0, 1))
    hook.remove()
    # noise on gradients alone changes no loss, and is no augmentation
    random = one != other and math.isfinite(one)
    others = {*asked} - {"loss"}
    loss = others.pop() if len(others) == 1 and "loss" not in asked else "loss"
    random = random and not draws(net, batch.x)
    share = 0.0 if random or loss != "loss" else smoothing_of(net, batch, project)
    return Form(random, SMOOTHED if share else loss, any(coarse), share)


def smoothing_of(net: nn.Module, batch: Batch, project: Project) -> float:
    """How much the step smooths its labels (Szegedy et al. 2016), told by what it reports.

    Of each example alone the loss lies that share of the way to the mean over all classes.
    """
    with torch.no_grad():
        outputs = net(batch.x)
        if outputs.ndim != 2 or project.target.answers_are != "classes":
            return 0.0
        plain, even = project.target.loss(outputs, batch.y), evenly(outputs)
    alone = (Batch([id], x[None], y[None]) for id, x, y in rows_of(batch))
    asked = torch.tensor([stepped(net, one, project, 0) for one in alone]).to(plain)
    shares = (asked - plain) / (even - plain)
    # as people write it; what is reported is rounded
    share = round(shares.median().item(), 4)
    same = torch.allclose(asked, torch.lerp(plain, even, share), rtol=1e-5, atol=1e-5)
    return share if same and 0 < share < 0.6 else 0.0


def rows_of(batch: Batch) -> Iterator[tuple[str, Tensor, Tensor]]:
    return zip(batch.ids, batch.x, batch.y, strict=True)


def evenly(outputs: Tensor) -> Tensor:
    """Cross entropy against all classes alike, [batch]"""
    return -outputs.log_softmax(1).mean(1)


def followed(project: Project, form: Form) -> Project:
    """The same project, whose target knows the loss that its step makes small."""
    if not form.smoothing:
        return project
    target, share = project.target, form.smoothing

    def smoothed(self: Target, outputs: Tensor, y: Tensor) -> Tensor:
        return torch.lerp(target.loss(outputs, y), evenly(outputs), share)

    return project.having(target=altered(target, **{SMOOTHED: smoothed}))


@contextmanager
def in_full() -> Iterator[None]:
    """Autocast, whoever asks for it meanwhile, casts nothing."""
    enter = torch.autocast.__enter__

    def plain(self: Any) -> Any:
        self._enabled = False
        return enter(self)

    with mock.patch.object(torch.autocast, "__enter__", plain):
        yield


def stepped(net: nn.Module, batch: Batch, project: Project, seed: int) -> float:
    """The loss that a step reports."""
    net = copy.deepcopy(net)
    torch.manual_seed(seed)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
    return project.train_step(net, optimizer, batch).loss.item()


@torch.no_grad()
def draws(net: nn.Module, x: Tensor) -> bool:
    """Does the net itself answer by chance?"""
    torch.manual_seed(0)
    once = net(x)
    torch.manual_seed(1)
    return not torch.equal(once, net(x))


def noting(target: Target, told: Callable[[str, Any], None]) -> Target:
    """The same target; who is asked for outputs and y from outside of it is told, if to learn."""
    depth = [0]

    def noted(name: str, plain: Callable[..., Any]) -> Callable[..., Any]:
        def method(self: Target, outputs: Any, y: Any) -> Any:
            depth[0] += 1
            try:
                found = plain(self, outputs, y)
            finally:
                depth[0] -= 1
            if not depth[0] and isinstance(found, Tensor) and found.requires_grad:
                told(name, y)
            return found

        return method

    kind = type(target)
    methods = {
        name: noted(name, plain)
        for name, plain in inspect.getmembers(kind, inspect.isfunction)
        if name[0] != "_" and len(inspect.signature(plain).parameters) == 3
    }
    return altered(target, **methods)
