"""From examples to batches: a pure function of (seed, step), however many workers decode."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import torch
from torch import Tensor
from torch.utils.data import DataLoader

from .contract import Example, Problem
from .machine import mix
from .progress import track


@dataclass(frozen=True)
class Batch:
    """A few encoded examples. The ids let any check go back to the raw answer."""

    ids: list[str]
    x: Tensor  # [batch, *inputs.shape]
    y: Tensor  # [batch, ...]

    def to(self, device: torch.device) -> "Batch":
        return Batch(self.ids, self.x.to(device), self.y.to(device))

    def parts(self, count: int) -> "list[Batch]":
        """Cut in order into `count` parts, whose sizes differ by one at most; none is empty."""
        if count == 1:
            return [self]
        count = min(count, len(self.ids))
        cuts = [len(self.ids) * k // count for k in range(count + 1)]
        return [
            Batch(self.ids[a:b], self.x[a:b], self.y[a:b]) for a, b in pairwise(cuts)
        ]


class Feed:
    """One split, encoded and cut into batches.

    Encoded examples stay in memory while they fit `config.cache_megabytes`; above that they
    are encoded anew each epoch, by `config.workers` processes. Both ways give the same bits.
    `blank` sets every x to zero after encoding: the input-independent baseline.
    """

    def __init__(
        self, examples: Sequence[Example], problem: Problem, *, blank: bool = False
    ):
        self.examples, self.problem, self.blank = examples, problem, blank
        self.config = problem.config
        self.cache: Batch | None = None
        if self.fits_in_memory():
            self.cache = self.everything()

    def __len__(self) -> int:
        return len(self.examples)

    @cached_property
    def ids(self) -> list[str]:
        return [example.id for example in self.examples]

    def encode(self, index: int) -> tuple[Tensor, Tensor]:
        """x and y of one example, decoded now."""
        example = self.examples[index]
        x = self.problem.inputs.encode(example.raw)
        y = self.problem.target.encode(example.answer)
        return (torch.zeros_like(x) if self.blank else x), y

    def __getitem__(self, indices: Sequence[int] | Tensor) -> Batch:
        """The batch of the examples at `indices`, in their order."""
        chosen = torch.as_tensor(indices)
        ids = [self.ids[i] for i in chosen.tolist()]
        if self.cache is not None:
            return Batch(ids, self.cache.x[chosen], self.cache.y[chosen])
        xs, ys = zip(*map(self.encode, chosen.tolist()), strict=True)
        return Batch(ids, torch.stack(xs), torch.stack(ys))

    def fits_in_memory(self) -> bool:
        if not len(self):
            return False
        x, y = self.encode(0)
        return len(self) * (x.nbytes + y.nbytes) <= self.config.cache_megabytes * 1e6

    def everything(self) -> Batch:
        """The whole split as one batch."""
        x, y = self.encode(0)
        xs, ys = x.new_empty(len(self), *x.shape), y.new_empty(len(self), *y.shape)
        chunks = torch.arange(len(self)).split(256)
        start = 0
        for batch in track(self.load(chunks), "decoding", len(chunks)):
            end = start + len(batch.ids)
            xs[start:end], ys[start:end] = batch.x, batch.y
            start = end
        return Batch(self.ids, xs, ys)

    def load(self, chosen: Sequence[Tensor]) -> Iterator[Batch]:
        """One batch for each tensor of indices, in order, decoded ahead by the workers."""
        if not self.config.workers or self.cache is not None:
            return (self[indices] for indices in chosen)
        return iter(
            DataLoader(
                self,  # type: ignore[arg-type]
                sampler=chosen,
                batch_size=None,  # the sampler speaks in whole batches
                num_workers=self.config.workers,
                generator=torch.Generator(),  # its own, so that it draws nothing from ours
            )
        )

    def in_order(self, batch_size: int) -> Iterator[Batch]:
        """Every example once, in the order of the split: for evaluation."""
        return self.load(torch.arange(len(self)).split(batch_size))

    @property
    def steps_per_epoch(self) -> int:
        return max(1, round(len(self) / self.config.batch_size))

    def order(self, epoch: int) -> Tensor:
        """The shuffled indices of one epoch: a function of (seed, epoch) and nothing else."""
        generator = torch.Generator().manual_seed(mix(self.config.seed, epoch))
        return torch.randperm(len(self), generator=generator)

    def epoch(self, epoch: int) -> tuple[Tensor, ...]:
        """The indices of each batch. Sizes differ by one at most: no straggler at the end."""
        return self.order(epoch).tensor_split(self.steps_per_epoch)

    def training(self, first: int, last: int) -> Iterator[Batch]:
        """The batches of steps first..last-1, wherever in an epoch they begin."""
        while first < last:
            epoch, done = divmod(first, self.steps_per_epoch)
            chosen = self.epoch(epoch)[done : done + last - first]
            yield from self.load(chosen)
            first += len(chosen)
