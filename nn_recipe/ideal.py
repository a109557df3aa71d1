"""What an ideal net would answer, found without one."""

import torch
from torch import Tensor

from .contract import Target
from .specimen import doubled

STEPS = 750  # of Adam on the outputs themselves, 0.3 sds at first and 0 at last: 75 sds in all


def perfect_outputs(target: Target, start: Tensor, y: Tensor) -> Tensor:
    """What an ideal net would answer: outputs moved down the loss until it is at its floor."""
    outputs = start.detach().clone().double().requires_grad_()
    rate = 0.3
    if target.answers_are == "numbers":  # of thousands, in code that scales nothing
        rate *= max(1.0, y.double().abs().max().item())
    fused = outputs.device.type in ("cpu", "cuda")  # saves a fifth
    optimizer = torch.optim.Adam([outputs], lr=rate, fused=fused)
    for step in range(STEPS):
        # to 0 as a square: at a kink the last step is what is left
        optimizer.param_groups[0]["lr"] = rate * (1 - step / STEPS) ** 2
        optimizer.zero_grad()
        target.loss(outputs, doubled(y)).sum().backward()
        optimizer.step()
    return outputs.detach()
