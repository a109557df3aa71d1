"""Your net, with the two names that the recipe asks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from torch import Tensor, nn

from ..specimen import rebound
from .layout import NO_PLACES, Layout, width
from .parts import Parts, outputs_of


class Named(nn.Module):
    """[batch, ...] -> [batch, outputs, ...], by your net; its own names can be asked for as well.

    `stem` is its first layer with weights, `head` the last linear map.
    """

    def __init__(
        self,
        net: nn.Module,
        stem: nn.Module,
        head: nn.Module,
        parts: Parts | None = None,
        layout: Layout = NO_PLACES,
    ):
        super().__init__()
        self.net, self.stem, self.head = net, stem, head
        self.parts, self.layout = parts, layout
        self.as_yours = (
            False  # handed to your own code: asked, and answering, as yours is
        )

    def forward(self, *given: Any, **named: Any) -> Any:
        if self.as_yours and (named or len(given) != 1 or not self.is_ours(given[0])):
            return self.net(*given, **named)
        (x,) = given
        answer = self.parts.ask(self.net, x) if self.parts else self.net(x)
        return answer if self.as_yours else self.outputs(answer)

    def is_ours(self, x: Any) -> bool:
        """Whether this is an x of ours, with all parts in one."""
        several = self.parts and len(self.parts.shapes) > 1
        return bool(several) and tuple(x.shape[1:]) == (sum(self.parts.sizes),)  # type: ignore

    def outputs(self, answer: Any) -> Tensor:
        """Of what your net answers, as the contract has them."""
        return self.layout.outputs(outputs_of(answer))

    def __getattr__(self, name: str) -> Any:
        try:
            return super().__getattr__(name)
        except AttributeError:
            return rebound(getattr(super().__getattr__("net"), name), self)


def ends(net: nn.Module, stem: Any = None, head: Any = None) -> tuple[Any, Any]:
    """Stem and head: as they are named, else the first and the last in the order of building."""
    layers = [part for part in net.modules() if own_weights(part)]
    heads = [p for p in layers if isinstance(p, nn.Linear | nn.modules.conv._ConvNd)]
    return stem or layers[0], head or (heads or [None])[-1]


def named(
    net: nn.Module,
    outputs: int,
    ends: tuple[Any, Any],
    parts: Parts | None = None,
    layout: Layout = NO_PLACES,
) -> Named:
    if width(ends[1]) != outputs:
        raise ValueError(
            f"The last linear map of your net has {width(ends[1]) or 'no'} outputs, and the "
            f"answers need {outputs}: name the right one with `head(net)` in the adapter, or "
            "see what its `data` gives."
        )
    return Named(net, *ends, parts, layout)


def outputs_in(net: nn.Module, answer: Any) -> Tensor:
    """Outputs of an answer to your own code, whatever is wrapped around your net."""
    found = next((part for part in net.modules() if isinstance(part, Named)), None)
    return found.outputs(answer) if found else outputs_of(answer)


def own_weights(part: nn.Module) -> bool:
    weight = getattr(part, "weight", None)
    return isinstance(weight, nn.Parameter) and not list(part.children())


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
