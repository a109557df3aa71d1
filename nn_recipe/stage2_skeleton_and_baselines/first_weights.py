"""The first weights below the head: of a size that passes on what comes in, no two units alike."""

import torch
from torch import Tensor, nn

from ..findings import Findings

# Gain: how much a layer stretches what passes. 1 keeps the size, sqrt(2) is He's for a ReLU,
# torch's default is 0.58, and .02 in a narrow transformer is 0.1.
LOWEST, HIGHEST = 0.02, 3.0
LAYERS = (nn.Linear, nn.modules.conv._ConvNd)
MODEL = "model.py: the first weights"


@torch.no_grad()
def judge_first_weights(net: nn.Module, findings: Findings) -> None:
    """The gain of each layer, sd of its weights times sqrt(inputs), and the rows of each.

    Norms hide a wrong size in the forward pass, but a step of Adam then turns the weights too
    little or too much. Two units that begin alike stay alike. All zeros, as some residual
    branches begin, are a choice.
    """
    for name, layer in net.named_modules():
        if not isinstance(layer, LAYERS) or layer is net.head or not layer.weight.any():
            continue
        rows = layer.weight.flatten(1)
        gain = (rows.square().mean() * rows.shape[1]).sqrt().item()
        findings.demand(
            LOWEST <= gain <= HIGHEST,
            f"{name} stretches what passes by {gain:.2g}, expected {LOWEST:g} to {HIGHEST:g}.",
            MODEL,
        )
        findings.demand(
            not alike(rows),
            f"{alike(rows)} of the {len(rows)} units of {name} begin as copies of another.",
            MODEL,
        )
    judge_shared(net, findings)


def judge_shared(net: nn.Module, findings: Findings) -> None:
    """A head may begin small (2.6); an embedding that is the same matrix is then small as well.

    Below the root of a norm's epsilon, .003 in torch, a norm does not make up for it.
    """
    head: nn.Module = net.head  # type: ignore[assignment]
    weight: Tensor = head.weight  # type: ignore[assignment]
    others = [
        name
        for name, layer in net.named_modules()
        if layer is not head
        and any(p is weight for p in layer.parameters(recurse=False))
    ]
    gain = (weight.square().mean() * weight[0].numel()).sqrt().item()
    findings.demand(
        not others or gain >= LOWEST or not weight.any(),
        f"The head shares its matrix with {', '.join(others)}, and with a gain of {gain:.2g}, "
        f"expected {LOWEST:g} at least, both begin small.",
        "problem.py: init_well, make the last norm small instead; model.py",
    )


def alike(rows: Tensor) -> int:
    return len(rows) - len(rows.unique(dim=0))
