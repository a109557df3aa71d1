"""What goes on inside a net: one look at every layer and activation, on examples that stay."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from ..specimen import undisturbed

LAYERS = (nn.Linear, nn.modules.conv._ConvNd, nn.Embedding, nn.EmbeddingBag)
CHANNELS_FIRST = (nn.modules.conv._ConvNd, nn.modules.batchnorm._BatchNorm)
# what each function of torch can answer at most and at least, where it levels off
ENDS = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "hardtanh": (-1.0, 1.0)}
RECTIFIERS = ("relu", "relu6", "leaky_relu", "elu", "gelu", "silu", "mish", "softplus")
FUNCTIONS = (*ENDS, *RECTIFIERS)
NEAR = 0.01  # of the range between the ends: saturated


@dataclass(frozen=True)
class Seen:
    """What came out of one place of the net, over all examples of the look."""

    sd: float  # of a unit over examples and places, root mean square over the units
    zeros: float  # share
    dead: float  # share of units that are 0 for every example, at every place
    saturated: float  # share, of what levels off


class Watching(TorchFunctionMode):
    """Every layer, and every activation whether it is a module, a function or a method."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = [""]  # names of the modules that are at work
        self.first = False  # units stand in the second dimension, not in the last
        self.seen: dict[str, Seen] = {}
        self.count: Counter[str] = Counter()

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        found = func(*args, **(kwargs or {}))
        name = getattr(func, "__name__", "").strip("_")
        if name in FUNCTIONS and isinstance(found, Tensor):
            self.note(f"{self.inside[-1]} {name}".strip(), found, ENDS.get(name))
        return found

    def note(self, name: str, out: Tensor, ends: Any = None) -> None:
        """The same place passed twice is two places."""
        self.count[name] += 1
        if self.count[name] > 1:
            name = f"{name} {self.count[name]}"
        self.seen[name] = seen(out.detach().float(), self.first, ends)


def seen(out: Tensor, first: bool, ends: tuple[float, float] | None) -> Seen:
    """`out` is [examples, ...]; its units stand in dimension 1 if `first`, else in the last."""
    units = out.movedim(1 if first and out.ndim > 2 else -1, -1).flatten(0, -2)
    zero, saturated = units == 0, 0.0
    if ends:
        low, high = ends
        margin = NEAR * (high - low)
        outside = (units < low + margin) | (units > high - margin)
        saturated = outside.float().mean().item()
    dead = zero.all(dim=0).float().mean().item()
    sd = units.var(dim=0, correction=0).mean().sqrt().item()
    return Seen(sd, zero.float().mean().item(), dead, saturated)


@torch.no_grad()
def look(net: nn.Module, x: Tensor) -> dict[str, Seen]:
    """Name -> what comes out there, in evaluation mode and the order of work.

    The net, its mode and the random numbers are afterwards what they were.
    """
    modes = {module: module.training for module in net.modules()}
    watching = Watching()
    try:
        with undisturbed(), followed(net, watching), watching:
            net.eval()(x)
    finally:
        for module, mode in modes.items():
            module.training = mode
    return watching.seen


@contextmanager
def followed(net: nn.Module, watching: Watching) -> Iterator[None]:
    """Hooks that say which module is at work, and what a layer answers."""
    hooks = []
    for name, module in net.named_modules():

        def enters(module: nn.Module, given: Any, name: str = name) -> None:
            watching.inside.append(name)

        def leaves(module: nn.Module, given: Any, out: Any, name: str = name) -> None:
            watching.inside.pop()
            if isinstance(module, (*LAYERS, *CHANNELS_FIRST)):
                watching.first = isinstance(module, CHANNELS_FIRST)
            if isinstance(module, LAYERS) and isinstance(out, Tensor):
                watching.note(name or "net", out)

        hooks.append(module.register_forward_pre_hook(enters))
        hooks.append(module.register_forward_hook(leaves))
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()
