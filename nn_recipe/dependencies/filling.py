"""What fills up a short example says nothing, and no output may feel it (recipe 2.15)."""

import torch
from torch import Tensor, nn

from ..additions import Filled
from ..contract import Feed, Project
from ..findings import Findings
from ..specimen import InDouble, doubled

EXAMPLES = 8
MOVED = 1e-9  # of the largest output, in float64; sums run in another order
MODEL = "model.py: set the padding to 0 before a layer mixes places, leave it out of the mean"


def judge_filling(
    net: nn.Module, feed: Feed, project: Project, findings: Findings
) -> None:
    """A net with `ignores_padding = True` keeps its promise; others are not asked.

    The gradient of every output at the padding is exactly 0, other values there change
    nothing, and with less padding behind them the same examples get the same outputs: a mean
    that counts the padding passes the first two and fails the third.
    """
    inputs = project.inputs
    if not isinstance(inputs, Filled) or not getattr(net, "ignores_padding", False):
        return
    x = doubled(feed[range(len(feed))].x)
    padding = inputs.padding(x)
    x = x[padding.flatten(1).sum(1).argsort(descending=True)[:EXAMPLES]]
    padding = inputs.padding(x)
    if not padding.any():
        return
    double = InDouble(net).eval()
    if x.is_floating_point():
        judge_values(double, x, padding, findings)
    judge_length(double, x, padding, findings)


def judge_values(
    net: nn.Module, x: Tensor, padding: Tensor, findings: Findings
) -> None:
    x = x.clone().requires_grad_()
    before = net(x)
    (felt,) = torch.autograd.grad(before.sum(), x)
    worst = felt[padding].abs().max().item()
    findings.demand(
        worst == 0,
        f"The outputs feel the padding: a gradient of {worst:.2g}, expected exactly 0.",
        MODEL,
    )
    with torch.no_grad():
        other = torch.where(padding, x.flip(0).flip(-1) + 1, x)
        moved = ((net(other) - before).abs().max() / before.abs().max()).item()
    findings.demand(
        moved <= MOVED,
        f"Other values in the padding move the outputs by {moved:.2g} of the largest, "
        f"expected at most {MOVED:g}.",
        MODEL,
    )


@torch.no_grad()
def judge_length(
    net: nn.Module, x: Tensor, padding: Tensor, findings: Findings
) -> None:
    """Places that are padding in all of these examples, at the end, are cut off."""
    past = padding.reshape(len(x), -1, x.shape[-1]).any(1).all(0)  # [places]
    last = int((~past).nonzero().max()) + 1
    before, after = net(x), net(x[..., :last])
    moved = ((after - before).abs().max() / before.abs().max()).item()
    findings.demand(
        moved <= MOVED,
        f"With {x.shape[-1] - last} places less of padding behind them the same examples get "
        f"outputs that differ by {moved:.2g} of the largest, expected at most {MOVED:g}.",
        MODEL,
    )
