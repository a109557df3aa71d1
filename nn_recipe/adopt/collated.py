"""Items that a function of yours puts together, padded to the longest of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, default_collate

from ..specimen import undisturbed
from .items import Y
from .parts import Parts, taken

BATCH = (
    "a batch of tensors with a row for each item, the answers last or called labels, is "
    "needed: wrap it in audit.py: data"
)


@dataclass(frozen=True)
class Collated:
    """A split: row i of `x` and `y` is what `collate` makes of item i beside the longest one."""

    items: Any
    collate: Callable[..., Any]
    parts: Parts
    x: Tensor
    y: Tensor
    first: str  # the key, "" where items are no dictionaries, of what an example says

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, i: int) -> Any:
        return self.x[i], self.y[i]

    def batch(self, indices: Sequence[int], blank: bool = False) -> Any:
        """What your own loader gives; blank: each item says nothing, and is as long."""
        items = [self.items[i] for i in indices]
        return self.collate([self.blank(item) for item in items] if blank else items)

    def alone(self, i: int) -> tuple[list[Tensor], dict[str, Tensor]]:
        """What a net is handed, by place and by name, for one item that nothing pads."""
        names = self.parts.names
        values = inputs(self.batch([i]), names)[0]
        by_name = {n: v for n, v in zip(names, values, strict=True) if n}
        return ([] if by_name else values), by_name

    def y_alone(self, i: int) -> Tensor:
        return torch.as_tensor(inputs(self.batch([i]), self.parts.names)[1])[0]

    def blank(self, item: Any) -> Any:
        if isinstance(item, Mapping):
            key = self.first if self.first in item else next(iter(item))
            return {**item, key: emptied(item[key])}
        return (emptied(item[0]), *item[1:])


def emptied(value: Any) -> Any:
    if isinstance(value, str):
        return ""
    if isinstance(value, list):
        return [0] * len(value)
    return torch.zeros_like(torch.as_tensor(value))


def is_collated(found: Any) -> bool:
    """Whether a loader puts items together in a way of its own, or they are no pairs."""
    if not isinstance(found, DataLoader) or not len(found.dataset):  # type: ignore
        return False
    if found.collate_fn is not default_collate:
        return True
    item = found.dataset[0]
    return isinstance(item, tuple | list | Mapping) and len(item) > 2


def collated(given: Mapping[str, Any], net: nn.Module) -> dict[str, Collated]:
    """The splits whose loader does, padded to the longest item of all of them."""
    loaders = {split: found for split, found in given.items() if is_collated(found)}
    if not loaders:
        return {}
    sets = {split: list(each(loader)) for split, loader in loaders.items()}
    collate = next(iter(loaders.values())).collate_fn
    with undisturbed():
        batch = collate([item for items in sets.values() for item in items])
    names = names_of(batch, net)
    values, y = inputs(batch, names)
    n = sum(map(len, sets.values()))
    if not all(isinstance(v, Tensor) and len(v) == n for v in (*values, y)):
        raise ValueError(f"Found a collate_fn that gives {said(batch)}: {BATCH}.")
    named = dict(zip(names, values, strict=True)) if names[0] else values
    parts, found, at = Parts.of(named), {}, 0
    x = parts.together(values)
    for split, items in sets.items():
        rows = slice(at, at := at + len(items))
        own = loaders[split].collate_fn
        found[split] = Collated(items, own, parts, x[rows], y[rows], names[0])
    return found


def each(loader: Any) -> Any:
    return (loader.dataset[i] for i in range(len(loader.dataset)))


def names_of(batch: Any, net: nn.Module) -> tuple[str, ...]:
    """Of the inputs of a batch those that the net takes: by name, or "" for each by place."""
    known, open_to = taken(net)
    if isinstance(batch, Mapping):
        keys = [k for k in batch if not is_answer(k)]
        named = [k for k in keys if k in known or open_to]
        return tuple(named) if named else ("",)
    if not isinstance(batch, tuple | list) or len(batch) < 2:
        raise ValueError(f"Found a collate_fn that gives {said(batch)}: {BATCH}.")
    count = len(batch) - 1 if open_to else min(len(batch) - 1, len(known))
    return ("",) * max(1, count)


def inputs(batch: Any, names: Sequence[str]) -> tuple[list[Any], Any]:
    """The inputs by these names, and the answers."""
    if isinstance(batch, Mapping):
        keys = [k for k in batch if is_answer(k)]
        if len(keys) != 1:
            raise ValueError(f"Found batches with the keys {list(batch)}: {BATCH}.")
        rest = [k for k in batch if k not in keys]
        return [batch[n or rest[0]] for n in names], batch[keys[0]]
    return [*batch[: len(names)]], batch[-1]


def is_answer(key: Any) -> bool:
    return str(key).lower().startswith(Y)


def said(batch: Any) -> str:
    if isinstance(batch, Mapping):
        return f"the keys {list(batch)}"
    many = isinstance(batch, tuple | list)
    return f"{[type(b).__name__ for b in batch]}" if many else type(batch).__name__
