"""One split as batches: in an order of ours, or as a loader that your own code goes through."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import (
    BatchSampler,
    DataLoader,
    Dataset,
    RandomSampler,
    SequentialSampler,
    default_collate,
)

from ..chance import mix
from ..contract import Batch, Example, NotOffered
from .collated import Collated
from .data import encoded
from .items import item, tensor
from .layout import NO_PLACES, Layout

AT_ONCE = 256  # examples that we evaluate together


class Fed:
    """Batches in an order of ours, a function of (seed, epoch) alone, if training is ours."""

    def __init__(
        self,
        examples: Sequence[Example],
        config: Any,
        blank: bool = False,
        yours: bool = False,
        layout: Layout = NO_PLACES,
    ):
        self.examples, self.config = examples, config
        self.blank, self.yours, self.layout = blank, yours, layout

    def __len__(self) -> int:
        return len(self.examples)

    @property
    def ids(self) -> list[str]:
        return [example.id for example in self.examples]

    def __getitem__(self, indices: Sequence[int] | Tensor) -> Batch:
        some = [self.examples[int(i)] for i in indices]
        x = torch.stack([encoded(example.raw) for example in some])
        pairs = [(e.raw.pairs, e.raw.index) for e in some]
        y = self.layout.answers(
            torch.stack([tensor(pairs[i][1]) for pairs, i in pairs])
        )
        ids = [example.id for example in some]
        return Batch(ids, self.emptied(x) if self.blank and some else x, y)

    def emptied(self, x: Tensor) -> Tensor:
        """Without what an example says; as long as it was, where x tells its length."""
        parts = getattr(self.examples[0].raw.pairs, "parts", None)
        empty = torch.zeros_like(x)
        if parts and len(parts.shapes) > 1:
            empty[:, parts.sizes[0] :] = x[:, parts.sizes[0] :]
        return empty

    def in_order(self, batch_size: int = AT_ONCE) -> Iterator[Batch]:
        return (self[part] for part in torch.arange(len(self)).split(batch_size))

    @property
    def steps_per_epoch(self) -> int:
        return max(1, round(len(self) / self.config.batch_size))

    def epoch(self, epoch: int) -> Sequence[Tensor]:
        if self.yours:
            raise NotOffered(
                "the order of a loader of yours is known once it was drawn"
            )
        seed = mix(self.config.seed, epoch)
        order = torch.randperm(len(self), generator=torch.Generator().manual_seed(seed))
        return order.tensor_split(self.steps_per_epoch)

    def training(self, first: int, last: int) -> Iterator[Batch]:
        while first < last:
            epoch, done = divmod(first, self.steps_per_epoch)
            chosen = self.epoch(epoch)[done : done + last - first]
            yield from map(self.__getitem__, chosen)
            first += len(chosen)


class Pairs(Dataset[Any]):
    """The items of a feed as your dataset gives them."""

    def __init__(self, feed: Fed):
        self.feed = feed

    def __len__(self) -> int:
        return len(self.feed)

    def __getitem__(self, i: int) -> Any:
        raw = self.feed.examples[i].raw
        x, y = raw.pairs[raw.index]
        x = torch.zeros_like(torch.as_tensor(x)) if self.feed.blank else x
        return item(raw.pairs, x, y)


class Loader:
    """Handed to your own training in place of its loader: it remembers the batches it gave.

    Asked a second time a sampler draws another order, so only this tells what was trained on.
    Few examples come in smaller batches, the last one ragged, as those of a whole split are.
    """

    def __init__(self, feed: Fed, like: Any, shuffle: bool, batch_size: int = 0):
        own = like if isinstance(like, DataLoader) else None
        usual = getattr(feed.config, "batch_size", own.batch_size if own else 0) or 32
        self.own = own.dataset if own else like
        self.feed, self.batch_size = feed, batch_size or ragged(len(feed), usual)
        self.dataset = Pairs(feed)
        shuffle = shuffle and (own is None or isinstance(own.sampler, RandomSampler))
        order = (RandomSampler if shuffle else SequentialSampler)(self.dataset)
        drop = bool(own and own.drop_last and len(feed) > self.batch_size)
        self.sampler = BatchSampler(order, self.batch_size, drop)
        self.collate_fn: Callable[..., Any] = own.collate_fn if own else default_collate
        self.batches: list[Batch] = []
        self.turns: list[Loader] = []  # whose batch came when, of this one and another
        self.done: Callable[[], None] = lambda: None  # after each batch

    def __len__(self) -> int:
        return len(self.sampler)

    def __getattr__(self, name: str) -> Any:
        """What else your dataset says of itself: `train_set.x.shape[1]`, `train_set.classes`."""
        if name.startswith("_") or "own" not in self.__dict__:
            raise AttributeError(name)
        return getattr(self.own, name)

    def fill(self, n: int) -> None:
        """As many examples as yours has: some come again."""
        order = [i % len(self.dataset) for i in range(n)]
        self.sampler = BatchSampler(order, self.batch_size, False)

    def given(self) -> int:
        return len(self.batches)

    def __iter__(self) -> Iterator[Any]:
        for indices in self.sampler:
            batch, found = self.batch(indices)
            self.batches.append(found)
            self.turns.append(self)
            yield batch
            self.done()

    def batch(self, indices: Sequence[int]) -> tuple[Any, Batch]:
        """As your own loader gives it, and as the contract has it."""
        raws = [self.feed.examples[i].raw for i in indices]
        if isinstance(raws[0].pairs, Collated):
            places = [raw.index for raw in raws]
            return raws[0].pairs.batch(places, self.feed.blank), self.feed[indices]
        batch = self.collate_fn([self.dataset[i] for i in indices])
        x, y = batch.values() if isinstance(batch, Mapping) else batch
        ids = [self.feed.examples[i].id for i in indices]
        y = self.feed.layout.answers(torch.as_tensor(y))
        return batch, Batch(ids, x, y)

    def beside(self) -> Any:
        """A batch that counts nowhere, for a measurement of yours."""
        return self.batch(next(iter(self.sampler)))[0]


def ragged(n: int, size: int) -> int:
    """So that three batches or more are left, the last smaller, and none of one example."""
    size = max(2, min(size, 1 + 2 * n // 5))
    while n % size == 1:
        size += 1
    return size
