"""`get_batch("train")`: code that draws its batches and has no loader."""

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import TensorDataset

from ..chance import fix_all_seeds
from ..specimen import undisturbed

EXAMPLES = {"train": 1024}  # drawn, of all there could be
OTHERS = 256
ENOUGH = 40  # batches of a few examples: a training of thousands of steps ends here
FEW = 64


class Enough(BaseException):
    """Ends a training whose length is a number of steps, where a few of them were asked for."""


class Drawn(TensorDataset):
    """Examples that were drawn: one may come twice."""


def drawn(get_batch: Callable[..., Any], split: str) -> Drawn:
    """x and y of what it draws for this split, under a seed of its own."""
    wanted, found = EXAMPLES.get(split, OTHERS), list[tuple[Tensor, Tensor]]()
    with undisturbed():
        fix_all_seeds(len(split))
        while sum(len(x) for x, _ in found) < wanted:
            x, y = get_batch(split)[:2]
            found.append((x.cpu(), y.cpu()))
    x, y = (torch.cat(parts)[:wanted] for parts in zip(*found, strict=True))
    return Drawn(x, y)


def batches(loader: Any, validation: Any) -> Callable[..., Any]:
    """Stands in for your `get_batch`: what is learned from comes from these two.

    What is only measured, without gradients, is drawn beside them and counts nowhere.
    """
    sides = {True: endless(loader), False: endless(validation)}

    def get_batch(split: str = "train", *_: Any, **__: Any) -> Any:
        train = str(split).startswith("train")
        if torch.is_grad_enabled():
            return next(sides[train])
        return (loader if train else validation).beside()

    return get_batch


def endless(loader: Any) -> Iterator[Any]:
    given = 0
    while True:
        for batch in loader:
            yield batch
            given += 1
            if len(loader.feed) <= FEW and given >= ENOUGH:
                raise Enough
