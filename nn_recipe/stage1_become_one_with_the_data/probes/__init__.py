"""Probes: how well the simplest model tells the answer from less and less of x (recipe 1.5).

What it takes is a hint at an architecture, before there is any: how much detail is needed, how
local it is, whether position and order matter.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...contract import Example, Project
from ...specimen import some

TRAIN, ASKED = 2000, 1000  # examples at most, drawn by chance: seconds
SURE = 1.96  # standard errors


@dataclass(frozen=True, eq=False)
class View:
    """What is left of x, and how well each example is told by it."""

    name: str  # "5 px"
    scores: np.ndarray  # [n], higher is better; of the same examples in every view

    @property
    def mean(self) -> float:
        return float(self.scores.mean())


@dataclass(frozen=True)
class Probe:
    """One question, asked of several views of the same examples; the first is the whole."""

    asks: str  # "how much detail"
    score: str  # what the numbers are
    views: Sequence[View]
    chance: float  # the score of the best constant answer
    falling: bool = (
        True  # each view is less than the one before; else each is another one
    )

    @property
    def best(self) -> View:
        """Of equals the smallest."""
        return max(reversed(self.views), key=lambda view: view.mean)

    @property
    def least(self) -> View:
        """From the best one down, the last that costs at most a standard error, as do all before."""
        least = self.best
        for view in self.views[self.views.index(least) + 1 :]:
            lost, error = self.cost(view)
            if lost > error:
                break
            least = view
        return least

    def cost(self, view: View, other: View | None = None) -> tuple[float, float]:
        """How much worse than the best (or than `other`), and the standard error of that."""
        lost = (other or self.best).scores - view.scores
        return float(lost.mean()), float(lost.std() / max(1, len(lost)) ** 0.5)

    def told(self) -> bool:
        """Does any view tell more than a constant does?"""
        spread = self.best.scores.std() / max(1, len(self.best.scores)) ** 0.5
        return self.best.mean - SURE * spread > self.chance

    def sentence(self) -> str:
        """In words, with what it would cost to take less."""
        head, whole = f"{self.asks[0].upper()}{self.asks[1:]}? ", self.views[0]
        if not self.told():
            best = f"{self.score}: {self.best.mean:.3f} at best, a constant {self.chance:.3f}"
            return f"{head}So simple a model cannot tell ({best})."
        if not self.falling:
            said = "; ".join(map(self.against_whole, self.views[1:]))
            return f"{head}{said[0].upper()}{said[1:]} ({self.score})."
        place = self.views.index(self.least)
        name = f"{self.least.name[0].upper()}{self.least.name[1:]}"
        said = f"{name}: {self.score}, {self.least.mean:.3f}"
        said += f", {whole.name} {whole.mean:.3f}" if place else ""
        if place + 1 < len(self.views):
            lost = self.cost(after := self.views[place + 1])
            said += f"; {after.name} would cost {interval(*lost)}"
        return f"{head}{said}."

    def against_whole(self, view: View) -> str:
        lost, error = self.cost(view, self.views[0])
        whole = f"of {self.views[0].mean:.3f}"
        if abs(lost) <= SURE * error:
            return f"{view.name} nothing changes that can be told"
        word = "costs" if lost > 0 else "gains"
        return f"{view.name} {word} {interval(abs(lost), error)} {whole}"


def interval(cost: float, error: float) -> str:
    return f"{cost:.3f} [{cost - SURE * error:.3f}, {cost + SURE * error:.3f}]"


@dataclass(frozen=True)
class Sample:
    """Examples to learn from and to be asked: your own split, so that groups and times hold."""

    train: list[Example]
    asked: list[Example]

    @classmethod
    def of(cls, project: Project, train: int = TRAIN, asked: int = ASKED) -> "Sample":
        splits = project.splits
        return cls(some(splits.train, train), some(splits.validation, asked))

    def each(self, of: Callable[[Example], Any]) -> Iterator[list[Any]]:
        yield [of(example) for example in self.train]
        yield [of(example) for example in self.asked]


def shrinking(largest: int, least: int = 1) -> list[int]:
    """8, 5, 3, 2, 1: each .62 of the one before."""
    sizes = [largest]
    while sizes[-1] > least:
        sizes.append(max(least, min(sizes[-1] - 1, round(0.62 * sizes[-1]))))
    return sizes
