"""Every place of x reaches some output: no slice ends too early (recipe 2.15)."""

import torch
from torch import Tensor, nn

from ..additions import Filled
from ..contract import Inputs
from ..findings import Findings

# of the places along an axis: a stride may leave the last line of a picture
EDGE = 0.02


def judge_places(net: nn.Module, x: Tensor, inputs: Inputs, findings: Findings) -> None:
    """Every column of a flat x, and every row and column of a picture, reaches the outputs."""
    if not x.is_floating_point():
        return
    asked = speaking(x, inputs)
    x = x.clone().requires_grad_()
    felt = torch.autograd.grad(net(x).square().sum(), x)[0].abs()
    for axis in range(1, x.ndim):
        rest = [other for other in range(x.ndim) if other != axis]
        silent = (felt.sum(rest) == 0) & (asked.sum(rest) > 0)
        unread = [
            place
            for place in silent.nonzero().flatten().tolist()
            if not moves(net, x.detach(), axis, place)
        ]
        findings.demand(
            len(unread) <= EDGE * len(silent),
            f"No output feels place {(unread or [0])[0]} of {len(silent)} along axis {axis - 1} "
            f"of x: {len(unread)} in all, expected {EDGE:.0%} at most.",
            "model.py: forward, does a slice end too early?",
        )


@torch.no_grad()
def moves(net: nn.Module, x: Tensor, axis: int, place: int) -> bool:
    """A code that is looked up has no gradient: with those of the other examples, who answers else?"""
    turned = x.clone()
    turned.select(axis, place).copy_(x.select(axis, place).roll(1, 0))
    return not torch.equal(net(turned), net(x))


def speaking(x: Tensor, inputs: Inputs) -> Tensor:
    """Where x has something to say; behind the longest of these clips only a row of marks has."""
    if not isinstance(inputs, Filled) or not (filled := inputs.padding(x)).any():
        return torch.ones_like(x)
    rows = filled.any(0).any(
        -1
    )  # that fall silent; a row that marks the padding never does
    return (~filled & rows[..., None]).float()
