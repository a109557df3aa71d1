"""Batches and evaluations of the project, in the words of the contract."""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor

from ..contract import Batch, Evaluation


class Fed:
    """A feed of the project; any indices will do."""

    def __init__(self, feed: Any):
        self.feed, self.examples = feed, feed.examples

    def __len__(self) -> int:
        return len(self.feed)

    @property
    def ids(self) -> list[str]:
        return [example.id for example in self.examples]

    def __getitem__(self, indices: Sequence[int] | Tensor) -> Batch:
        chosen = torch.as_tensor(indices, dtype=torch.long)
        return batch_of(self.feed[chosen])

    def in_order(self, batch_size: int) -> Iterator[Batch]:
        return map(batch_of, self.feed.in_order(batch_size))

    def training(self, first: int, last: int) -> Iterator[Batch]:
        return map(batch_of, self.feed.training(first, last))

    def epoch(self, epoch: int) -> Sequence[Tensor]:
        return self.feed.epoch(epoch)


def batch_of(found: Any) -> Batch:
    return Batch(list(found.ids), found.x, found.y)


def evaluation_of(found: Any, outputs: Tensor | None, overlap: int) -> Evaluation:
    """Loss and metrics as the project says them, not as they follow from the rows."""
    values = dict(found.values())
    loss = values.pop("loss")
    rows = (list(found.ids), found.losses, found.weights, found.tally)
    return Evaluation(*rows, loss, values, outputs, overlap)
