"""What the optimizer of a training of yours finds at each step: seen from outside."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.optimizer import register_optimizer_step_pre_hook

from ..additions import Found, Steps


@contextmanager
def stepping(net: nn.Module, when: Callable[[], int]) -> Iterator[Steps]:
    """Within it each step of an optimizer of this net is noted; `when` counts the batches."""
    seen, own = Steps(), {*net.parameters()}

    def stepped(optimizer: Optimizer, *_: Any) -> None:
        groups = optimizer.param_groups
        if own & {p for group in groups for p in group["params"]}:
            weights = [p.detach().clone() for p in net.parameters()]
            seen.found.append(Found(when(), weights, line_of(net)))

    hook = register_optimizer_step_pre_hook(stepped)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            yield seen
        finally:
            hook.remove()
    seen.warned = [str(each.message) for each in caught]


def line_of(net: nn.Module) -> Tensor:
    """All gradients, one after the other; 0 where there is none."""
    parts = [
        p.new_zeros(p.shape) if p.grad is None else p.grad for p in net.parameters()
    ]
    return torch.cat([part.detach().flatten().double() for part in parts])
