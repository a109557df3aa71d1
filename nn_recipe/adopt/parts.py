"""One tensor for all that your net is handed: ids and their mask, a sequence and its length."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Parts:
    """The parts of one x, laid flat one after the other. The first is what an example says."""

    names: tuple[str, ...]  # by which `forward` takes them; "" by place
    shapes: tuple[tuple[int, ...], ...]
    whole: tuple[bool, ...]  # integers: ids, lengths, masks

    @classmethod
    def of(cls, parts: Mapping[str, Tensor] | Sequence[Tensor]) -> "Parts":
        """Of a batch."""
        named = isinstance(parts, Mapping)
        names = tuple(parts) if named else ("",) * len(parts)
        values = list(parts.values()) if named else list(parts)  # type: ignore
        shapes = tuple(tuple(v.shape[1:]) for v in values)
        return cls(names, shapes, tuple(not v.is_floating_point() for v in values))

    @property
    def sizes(self) -> list[int]:
        return [torch.Size(shape).numel() for shape in self.shapes]

    def together(self, parts: Sequence[Tensor]) -> Tensor:
        """[batch, ...] each -> [batch, numbers], whole numbers where all are; one stays itself."""
        if len(parts) == 1:
            return parts[0]
        kind = torch.long if all(self.whole) else torch.float32
        return torch.cat(
            [
                p.flatten(1).to(kind) if p.ndim > 1 else p[:, None].to(kind)
                for p in parts
            ],
            1,
        )

    def apart(self, x: Tensor) -> list[Tensor]:
        """[batch, numbers] -> [batch, ...] each."""
        if len(self.shapes) == 1:
            return [x]
        cut = x.split(self.sizes, 1)
        return [
            (c.long() if whole else c).reshape(len(x), *shape)
            for c, shape, whole in zip(cut, self.shapes, self.whole, strict=True)
        ]

    def sized(self, x: Tensor) -> Tensor:
        """Of [batch, numbers] those that have a size: no ids, lengths and masks beside them."""
        if len(self.shapes) == 1 or all(self.whole):
            return x
        cut = zip(x.split(self.sizes, 1), self.whole, strict=True)
        return torch.cat([part for part, whole in cut if not whole], 1)

    def ask(self, net: nn.Module, x: Tensor) -> Any:
        """The net's answer, asked as your own code does."""
        parts = self.apart(x)
        by_place = [p for p, name in zip(parts, self.names, strict=True) if not name]
        by_name = {n: p for p, n in zip(parts, self.names, strict=True) if n}
        return net(*by_place, **by_name)


def taken(net: nn.Module) -> tuple[list[str], bool]:
    """The names that `forward` takes, and whether it takes any other."""
    every = inspect.signature(net.forward).parameters.values()
    open_to = any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in every)
    return [
        p.name for p in every if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
    ], open_to


def outputs_of(answer: Any) -> Tensor:
    """The outputs, where a net answers with its loss as well: a pair, or a thing with `logits`."""
    if isinstance(answer, Mapping):
        answer = answer.get("logits", next(iter(answer.values())))
    answer = getattr(answer, "logits", answer)
    if isinstance(answer, tuple | list):
        tensors = [a for a in answer if isinstance(a, Tensor) and a.ndim]
        answer = tensors[0] if tensors else answer
    return answer
