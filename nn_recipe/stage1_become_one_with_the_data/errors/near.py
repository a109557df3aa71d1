"""The training examples nearest to what was asked, in the net's own features: by brute force."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ...contract import Example, Project
from ...specimen import affordable
from .item import Item
from .passing import passed

NEAREST = 5
FEWEST, MOST = 2000, 10_000  # training examples among which neighbours are sought
PLACES = 200_000  # tokens, where each is a place of its own
FLAT = 8  # places of one example that are told apart; more are averaged

# an example and its y, one place or the whole: its answer in words; "" where none counts
Told = Callable[[Example, Tensor, int | None], str]


@dataclass(frozen=True)
class Near:
    """A training example, or a token of one, and how far off it is."""

    example: Example
    distance: float
    answer: str
    place: int | None = None


def known(project: Project, asked: int, places: int) -> list[Example]:
    """Every k-th training example: as many as were asked, within limits."""
    train = project.splits.train
    most = min(affordable(project, MOST), max(FEWEST, asked))
    most = min(most, max(1, PLACES // places)) if places > 1 else most
    return [train[i] for i in range(0, len(train), -(-len(train) // most))]


def neighbours(
    project: Project,
    net: nn.Module,
    items: list[Item],
    train: list[Example],
    told: Told,
) -> list[list[Near]]:
    """Of each item the nearest; [] where the net has no features to compare."""
    asked = features_of(project, net, items)
    if asked is None:
        return [[] for _ in items]
    by_place, found = items[0].place is not None, Best.none(len(items))
    first = 0
    for batch, _, h in passed(project, net, train):
        if h is None or (not by_place and flat(h).shape[1] != asked.shape[1]):
            return [[] for _ in items]
        rows = [(first + i, None) for i in range(len(h))]
        if by_place:
            rows = [
                (first + i, p)
                for i in range(len(h))
                for p in range(h.shape[1])
                if told(train[first + i], batch.y[i], p)
            ]
            h = h.flatten(0, 1)[[(i - first) * h.shape[1] + p for i, p in rows]]
        else:
            h = flat(h)
        answers = [told(train[i], batch.y[i - first], p) for i, p in rows]
        found.take(asked, h, [*zip(rows, answers, strict=True)])
        first += len(batch.ids)
    return [
        [Near(train[i], d, answer, place) for d, ((i, place), answer) in near]
        for near in found.rows
    ]


def features_of(project: Project, net: nn.Module, items: list[Item]) -> Tensor | None:
    """[items, features], each at its place."""
    rows: list[Tensor] = []
    for _, _, h in passed(project, net, [item.example for item in items]):
        if h is None:
            return None
        some = items[len(rows) : len(rows) + len(h)]
        whole = flat(h)
        for i, item in enumerate(some):
            if item.place is not None and item.place >= h.shape[1]:
                return None
            rows.append(whole[i] if item.place is None else h[i, item.place])
    return torch.stack(rows) if rows else None


def flat(h: Tensor) -> Tensor:
    """[batch, places, features] -> [batch, features]: beside each other if they are few."""
    return h.flatten(1) if h.shape[1] <= FLAT else h.mean(1)


@dataclass
class Best:
    """The nearest so far of each item: (distance, what it is), nearest first."""

    rows: list[list[tuple[float, tuple[tuple[int, int | None], str]]]]

    @classmethod
    def none(cls, n: int) -> "Best":
        return cls([[] for _ in range(n)])

    def take(self, asked: Tensor, h: Tensor, names: list) -> None:
        if not len(h):
            return
        distances, where = nearest(asked, h, NEAREST)
        for row, ds, places in zip(
            self.rows, distances.tolist(), where.tolist(), strict=True
        ):
            row += [(d, names[i]) for d, i in zip(ds, places, strict=True)]
            row.sort(key=lambda pair: pair[0])  # stable: of equal ones the earlier
            del row[NEAREST:]


def nearest(asked: Tensor, known: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """[asked, k] each: Euclidean distances to the nearest known rows, and which these are.

    Products find candidates; their distances are then taken exactly, of equal ones the
    earlier first.
    """
    a, b = asked.double(), known.double()
    rough = b.square().sum(1) - 2 * a @ b.T
    some = rough.topk(min(len(b), 4 * k), largest=False).indices.sort(1).values
    exact = (a[:, None] - b[some]).square().sum(2).sqrt()
    order = exact.sort(dim=1, stable=True)
    chosen = order.indices[:, :k]
    return order.values[:, :k], some.gather(1, chosen)
