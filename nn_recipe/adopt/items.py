"""The items of a dataset of yours, whatever their form, as pairs of x and y."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader

from ..chance import fix_all_seeds
from ..specimen import undisturbed

ITEM = (
    "each item of it must be (x, y), x one tensor or array: wrap it in audit.py: data"
)


@dataclass(frozen=True)
class Keyed:
    """A dataset whose items are dictionaries of two, as pairs of x and y."""

    items: Any
    x: str
    y: str

    @classmethod
    def of(cls, items: Any) -> "Keyed":
        keys = list(items[0])
        answers = [key for key in keys if str(key).lower().startswith(Y)]
        if len(keys) != 2 or len(answers) != 1:
            raise ValueError(f"Found items with the keys {keys}: {ITEM}.")
        return cls(items, *(k for k in keys if k not in answers), *answers)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, i: int) -> Any:
        item = self.items[i]
        return item[self.x], item[self.y]

    def item(self, x: Any, y: Any) -> Any:
        return {self.x: x, self.y: y}


FEW = 64  # items looked at: the next may differ, but texts differ soon
TRIED, DRAWS = (
    8,
    4,
)  # items, and how often each: what is mirrored by half is missed once in 2^24
Y = ("label", "target", "y", "class", "answer")


def pairs_of(found: Any, split: str) -> Any:
    """The dataset behind what `data` gave: `pairs[i]` is (x, y), the same each time."""
    pairs: Any = found.dataset if isinstance(found, DataLoader) else found
    if isinstance(pairs, tuple | list) and len(pairs) == 2 and len(pairs[0]) != 2:
        pairs = list(zip(pairs[0], pairs[1], strict=True))  # (xs, ys)
    if not len(pairs):
        raise ValueError(f"The {split} data is empty: see audit.py: data.")
    if isinstance(pairs[0], Mapping):
        pairs = Keyed.of(pairs)
    if not isinstance(pairs[0], tuple | list) or len(pairs[0]) != 2:
        raise ValueError(f"The {split} data gives {type(pairs[0])}: {ITEM}.")
    shapes = {tuple(tensor(pairs[i][0]).shape) for i in range(min(FEW, len(pairs)))}
    if len(shapes) > 1:
        raise ValueError(
            f"The {split} data gives x of {len(shapes)} shapes, such as {sorted(shapes)[:2]}, "
            "and one that all have is needed: pad each to the longest in audit.py: data, and "
            "let `build` there give a net of the padded x alone."
        )
    if by_chance(pairs) and split != "train":
        raise ValueError(
            f"The {split} data gives another x each time, and only training may: hand over "
            "what it is before it is augmented, in audit.py: data."
        )
    return Settled(pairs) if by_chance(pairs) else pairs


def by_chance(pairs: Any) -> bool:
    """Whether x is another one each time, as it is where the dataset augments it."""
    with undisturbed():
        for i in range(min(TRIED, len(pairs))):
            once, *again = (tensor(pairs[i][0]).nan_to_num() for _ in range(DRAWS))
            if not all(torch.equal(once, other) for other in again):
                return True
    return False


@dataclass(frozen=True)
class Settled:
    """A dataset that augments, with the same chance for the same index: one x of many."""

    items: Any
    kept: dict[int, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, i: int) -> Any:
        if i not in self.kept:
            with undisturbed():
                fix_all_seeds(i)
                self.kept[i] = self.items[i]
        return self.kept[i]


def item(pairs: Any, x: Any, y: Any) -> Any:
    """x and y together as your dataset gives them."""
    inner = pairs.items if isinstance(pairs, Settled) else pairs
    return inner.item(x, y) if isinstance(inner, Keyed) else (x, y)


def tensor(value: Any) -> Tensor:
    """As a DataLoader would hand it over; numbers in double precision become float32."""
    if not isinstance(value, Tensor | np.ndarray | np.generic | int | float):
        raise ValueError(f"Found an x or y of {type(value)}: {ITEM}.")
    found = torch.as_tensor(value)
    return found.float() if found.dtype == torch.float64 else found


def plain(value: Any) -> Any:
    """A Python number, or a list of them, comparable with what is decoded."""
    if isinstance(value, Tensor | np.ndarray | np.generic):
        found = np.asarray(value)
        return (
            found.item() if found.size == 1 else found.tolist()
        )  # [batch, 1] or [batch]
    return value
