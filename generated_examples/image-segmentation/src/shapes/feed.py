"""From examples to batches: a pure function of (seed, step)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from .machine import mix
from .problem import Problem
from .read import Example


@dataclass(frozen=True)
class Batch:
    """A few encoded examples. The ids let anybody go back to the raw ones."""

    ids: list[str]
    x: Tensor  # [batch, *inputs.shape]
    y: Tensor  # [batch, ...]

    def to(self, device: torch.device) -> "Batch":
        return Batch(self.ids, self.x.to(device), self.y.to(device))


class Feed:
    """One split, encoded and cut into batches; `blank` sets every x to 0 (recipe 2.9)."""

    def __init__(self, examples: Sequence[Example], problem: Problem, blank=False):
        self.examples, self.problem, self.blank = examples, problem, blank
        self.config, self.kept = problem.config, None
        one = self[torch.arange(1)] if len(self) else None
        bytes_in_all = (one.x.nbytes + one.y.nbytes) * len(self) if one else 0
        if one and bytes_in_all <= 1e6 * self.config.cache_megabytes:  # else anew
            self.kept = self[torch.arange(len(self))]

    def __len__(self) -> int:
        return len(self.examples)

    def __getitem__(self, indices: Tensor) -> Batch:
        """The batch of the examples at `indices`, in their order."""
        if self.kept:
            ids = [self.kept.ids[i] for i in indices.tolist()]
            return Batch(ids, self.kept.x[indices], self.kept.y[indices])
        some = [self.examples[i] for i in indices.tolist()]
        x = torch.stack([self.problem.inputs.encode(example.raw) for example in some])
        y = torch.stack([self.problem.target.encode(e.answer) for e in some])
        ids = [example.id for example in some]
        return Batch(ids, torch.zeros_like(x) if self.blank else x, y)

    def in_order(self, batch_size: int = 256) -> Iterator[Batch]:
        """Every example once, in the order of the split: for evaluation."""
        return (self[some] for some in torch.arange(len(self)).split(batch_size))

    @property
    def steps_per_epoch(self) -> int:
        return max(1, round(len(self) / self.config.batch_size))

    def epoch(self, epoch: int) -> tuple[Tensor, ...]:
        """The indices of each step. Sizes differ by one at most: no straggler at the end."""
        generator = torch.Generator().manual_seed(mix(self.config.seed, epoch))
        order = torch.randperm(len(self), generator=generator)
        return order.tensor_split(self.steps_per_epoch)

    def training(self, first: int, last: int) -> Iterator[Batch]:
        """The batches of steps first..last-1."""
        while first < last:
            epoch, done = divmod(first, self.steps_per_epoch)
            chosen = self.epoch(epoch)[done : done + last - first]
            if not chosen:
                raise ValueError("`epoch` has fewer batches than steps_per_epoch says.")
            first += len(chosen)
            yield from (self[some] for some in chosen)
