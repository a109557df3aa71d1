"""One thing that a net was asked, and what it said; and all that were heard of a split."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ...contract import Example


@dataclass(frozen=True)
class Item:
    """A class, a number, a token, a box: what one line of the gallery shows."""

    at: int  # place of its example among those asked
    example: Example
    loss: float
    answer: str  # as its file has it
    said: str
    cell: str = ""  # the kind of mistake; "" where it is right
    sure: float | None = None  # probability of what was said
    place: int | None = None  # of a token, in its example
    part: int = 0  # of several mistakes in one example, counted from 1
    more: Any = None  # what drawing it needs: an output, decoded

    @property
    def key(self) -> str:
        """What it is known by, and its cause is kept under: "a.png", "a.txt@12", "a.png#2"."""
        place = "" if self.place is None else f"@{self.place}"
        return self.example.id + place + (f"#{self.part}" if self.part else "")


Draw = Callable[[Item], str]  # as HTML


@dataclass
class Heard:
    """What a split says. Items that no list could show are forgotten, the counts are of all."""

    n: int = 0  # of units
    wrong: float = 0.0
    cells: Counter[str] = field(default_factory=Counter)  # how often each mistake
    items: list[Item] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)  # of each example, in order
    rights: list[bool] = field(default_factory=list)  # of each example; [] of numbers

    def add(self, other: "Heard", most: int) -> None:
        self.n, self.wrong = self.n + other.n, self.wrong + other.wrong
        self.cells.update(other.cells)
        self.losses += other.losses
        self.rights += other.rights
        self.items += other.items
        if len(self.items) > 2 * most:
            surest = [i for i in self.items if i.cell and i.sure is not None]
            kept = [*by_loss(self.items)[:most], *by_surety(surest)[: most // 2]]
            self.items = [*{(i.at, i.key): i for i in kept}.values()]


def by_loss(items: list[Item]) -> list[Item]:
    """Highest first; of equal ones the earlier."""
    return sorted(items, key=lambda i: (-i.loss, i.at, i.place or 0))


def by_surety(items: list[Item]) -> list[Item]:
    return sorted(items, key=lambda i: (-(i.sure or 0.0), i.at, i.place or 0))
