"""What the first weights leave of the differences between examples, from layer to layer."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from ..contract import Project
from ..findings import Findings
from ..specimen import device_of, some, undisturbed

EXAMPLES = 32
# A step of Adam changes weights alike in all layers: what is a thousandth of the size of the
# signal at the first layer hardly reaches the answer, and what is a thousand times as large
# drowns every block that adds 1 to it. A norm mends neither below the root of its epsilon, .003.
SHRINKS, GROWS = 1e-3, 1e3
LATE = 4  # of the layers the last quarter is looked at
NORMS = (nn.LayerNorm, nn.RMSNorm, nn.GroupNorm, nn.modules.batchnorm._NormBase)
MODEL = "model.py: the first weights, and what forward multiplies by"


@dataclass(frozen=True)
class Passing:
    """What goes into a layer."""

    name: str
    norm: bool
    differs: float  # the sd over the examples of one number of it, the root mean square of all
    size: float  # the root mean square of all numbers


def judge_signal(net: nn.Module, project: Project, findings: Findings) -> None:
    """He et al. 2015, section 2.2: a layer that halves the signal leaves a thousandth after ten.

    Examples differ in what goes into a layer; a part that is the same for all, as places are,
    carries nothing. Residual branches may begin at any scale, and a token that only looks on may
    know nothing at first: of the last layers, and in front of the norms where there are any, the
    one with most is asked, and of the head how large all of its input is.
    """
    stem, head = getattr(net, "stem", None), getattr(net, "head", None)
    if not isinstance(stem, nn.Module) or stem is head:
        return
    first, passing = passed(net, stem, project)
    late = passing[-max(1, len(passing) // LATE) :]
    if not first or not late:
        return
    least = SHRINKS * min(first, 1.0)
    asked = [each for each in late if each.norm] or late
    sizes = [(max(asked, key=lambda each: each.differs), "differs")]
    sizes += [(each, "size") for each in passing[-1:]]
    for each, what in sizes:
        size = getattr(each, what)
        findings.demand(
            size >= least or not size,  # at 0 no gradient comes down either
            f"Examples differ by {first:.2g} behind the stem; at the first weights {size:.2g} is "
            f"left of that in what reaches {each.name}, expected {least:.2g} at least.",
            MODEL,
        )
    most = max(late, key=lambda each: each.differs)
    findings.demand(
        most.differs <= GROWS * max(first, 1.0),
        f"Examples differ by {first:.2g} behind the stem and, at the first weights, by "
        f"{most.differs:.2g} in what reaches {most.name}, expected {GROWS:g} times as much at most.",
        MODEL,
    )


@torch.no_grad()
def passed(
    net: nn.Module, stem: nn.Module, project: Project
) -> tuple[float, list[Passing]]:
    """By how much examples differ behind the stem; then what goes into each layer.

    In training mode, as a BatchNorm has seen nothing yet.
    """
    feed = project.feed(some(project.splits.train, EXAMPLES))
    x = feed[range(len(feed))].x.to(device_of(net))
    passing, behind, hooks = list[Passing](), list[float](), []

    def note(name: str, norm: bool) -> Any:
        def hook(layer: nn.Module, given: Any) -> None:
            if given and is_signal(given[0], len(x)):
                h = given[0].double()
                size = h.square().mean().sqrt().item()
                passing.append(Passing(name, norm, differing(h), size))

        return hook

    hooks.append(
        stem.register_forward_hook(
            lambda layer, given, found: behind.append(
                differing(found) if is_signal(found, len(x)) else 0.0
            )
        )
    )
    for name, layer in net.named_modules():
        if [*layer.parameters(recurse=False)] and layer is not stem:
            hooks.append(
                layer.register_forward_pre_hook(note(name, isinstance(layer, NORMS)))
            )
    state, mode = {n: b.clone() for n, b in net.named_buffers()}, net.training
    try:
        with undisturbed():
            net.train()(x)
    finally:
        net.train(mode)
        for name, buffer in net.named_buffers():  # a BatchNorm has measured
            buffer.copy_(state[name])
        for hook in hooks:
            hook.remove()
    return (behind[0] if behind else 0.0), passing


def is_signal(given: Any, examples: int) -> bool:
    return (
        isinstance(given, Tensor)
        and given.is_floating_point()
        and given.ndim > 1
        and len(given) == examples
    )


def differing(given: Tensor) -> float:
    """The sd over the examples of one number of it, the root mean square of all."""
    return given.double().var(0).mean().sqrt().item()
