"""Your net, with the two names that the recipe asks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from torch import Tensor, nn


class Named(nn.Module):
    """[batch, ...] -> [batch, outputs, ...], by your net; its own names can be asked for as well.

    `stem` is its first layer with weights, `head` the last linear map.
    """

    def __init__(self, net: nn.Module, stem: nn.Module, head: nn.Module):
        super().__init__()
        self.net, self.stem, self.head = net, stem, head
        self.as_yours = False  # handed to your own code: [batch] stays [batch]

    def forward(self, x: Tensor) -> Tensor:
        outputs = self.net(x)
        flat = outputs.dim() == 1 and not self.as_yours
        return outputs[:, None] if flat else outputs

    def __getattr__(self, name: str) -> Any:
        try:
            return super().__getattr__(name)
        except AttributeError:
            return getattr(super().__getattr__("net"), name)


def named(net: nn.Module, outputs: int, stem: Any, head: Any) -> Named:
    """With the layers that are named, else the first and the last in the order of building."""
    layers = [part for part in net.modules() if own_weights(part)]
    heads = [p for p in layers if isinstance(p, nn.Linear | nn.modules.conv._ConvNd)]
    head = head or (heads or [None])[-1]
    if width(head) != outputs:
        raise ValueError(
            f"The last linear map of your net has {width(head) or 'no'} outputs, and the "
            f"answers need {outputs}: name the right one with `head(net)` in the adapter, or "
            "see what its `data` gives."
        )
    return Named(net, stem or layers[0], head)


def own_weights(part: nn.Module) -> bool:
    weight = getattr(part, "weight", None)
    return isinstance(weight, nn.Parameter) and not list(part.children())


def width(layer: Any) -> int:
    return getattr(layer, "out_features", 0) or getattr(layer, "out_channels", 0)


@contextmanager
def as_yours(net: nn.Module) -> Iterator[nn.Module]:
    """Within it the net answers in the shape you gave it, whatever is wrapped around it."""
    found = [part for part in net.modules() if isinstance(part, Named)]
    for part in found:
        part.as_yours = True
    try:
        yield net
    finally:
        for part in found:
            part.as_yours = False
