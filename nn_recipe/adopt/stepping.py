"""What the optimizer of a training of yours finds at each step: seen from outside."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler
from torch.optim.optimizer import register_optimizer_step_pre_hook

from ..additions import Found, Steps


@contextmanager
def stepping(
    net: nn.Module, when: Callable[[], int], asked: Callable[[], bool]
) -> Iterator[Steps]:
    """Within it each step of an optimizer of this net is noted; `when` counts the batches.

    `asked`: whether the batches since the last step were those that validate.
    """
    seen, own = Steps(), {*net.parameters()}

    def stepped(optimizer: Optimizer, *_: Any) -> None:
        groups = optimizer.param_groups
        if own & {p for group in groups for p in group["params"]}:
            weights = [p.detach().clone() for p in net.parameters()]
            seen.rates.append(max(float(group["lr"]) for group in groups))
            seen.found.append(Found(when(), weights, line_of(net), asked()))
        else:
            seen.others += 1

    hook = register_optimizer_step_pre_hook(stepped)
    with (
        warnings.catch_warnings(record=True) as caught,
        scheduled() as schedules,
        loading(net, seen),
    ):
        warnings.simplefilter("always")
        try:
            yield seen
        finally:
            hook.remove()
    seen.schedules = [
        (type(s).__name__, made_for(s), s.last_epoch) for s in schedules if made_for(s)
    ]
    seen.warned = [str(each.message) for each in caught]


@contextmanager
def loading(net: nn.Module, seen: Steps) -> Iterator[None]:
    """Within it is noted who gives the net its own tensors back, as if they were kept ones."""
    load = nn.Module.load_state_dict

    def loaded(self: nn.Module, state: Any, *given: Any, **named: Any) -> Any:
        own = {p.data_ptr() for p in net.parameters()}
        values = [v for v in state.values() if isinstance(v, Tensor) and v.numel()]
        if self is net and seen.found and own & {v.data_ptr() for v in values}:
            seen.alias += 1
        return load(self, state, *given, **named)

    with patch.object(nn.Module, "load_state_dict", loaded):
        yield


ENDS = {
    "CosineAnnealingLR": "T_max",
    "OneCycleLR": "total_steps",
    "PolynomialLR": "total_iters",
}


@contextmanager
def scheduled() -> Iterator[list[LRScheduler]]:
    """Within it the schedules that are made are kept."""
    made: list[LRScheduler] = []
    begin = LRScheduler.__init__

    def begun(self: LRScheduler, *given: Any, **named: Any) -> None:
        made.append(self)
        begin(self, *given, **named)

    with patch.object(LRScheduler, "__init__", begun):
        yield made


def made_for(schedule: LRScheduler) -> int:
    """Of the kinds that say so: after so many steps they are at their end."""
    name = ENDS.get(type(schedule).__name__)
    return int(getattr(schedule, name)) if name else 0


def line_of(net: nn.Module) -> Tensor:
    """All gradients, one after the other; 0 where there is none."""
    parts = [
        p.new_zeros(p.shape) if p.grad is None else p.grad for p in net.parameters()
    ]
    return torch.cat([part.detach().flatten().double() for part in parts])
