"""The error as a power of the number of examples, and how far it may be continued."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.stats import t as student

FEWEST = 3  # sizes through which a line is more than drawn


@dataclass(frozen=True)
class PowerLaw:
    """error = a * n^slope, by least squares of logarithms (Hestness et al. 2017).

    No floor is fitted: below six sizes it cannot be told from the slope.
    """

    sizes: tuple[int, ...]
    errors: tuple[tuple[float, ...], ...]  # of each size, by seed; above 0 on average

    @cached_property
    def x(self) -> np.ndarray:
        return np.log(self.sizes)

    @cached_property
    def y(self) -> np.ndarray:
        """A point for each size: what its seeds have in common is one piece of evidence."""
        return np.log([np.mean(some) for some in self.errors])

    @cached_property
    def width(self) -> float:
        """Sum of squares of x about its mean."""
        return float(np.square(self.x - self.x.mean()).sum())

    @cached_property
    def slope(self) -> float:
        return float((self.x - self.x.mean()) @ self.y / self.width)

    @property
    def freedom(self) -> int:
        return len(self.sizes) - 2

    @cached_property
    def noise(self) -> float:
        """Variance of a point about the line; no less than seeds alone make it."""
        line = self.y.mean() + self.slope * (self.x - self.x.mean())
        about = float(np.square(self.y - line).sum()) / self.freedom
        seeds = [
            np.var(some, ddof=1) / len(some) / np.mean(some) ** 2
            for some in self.errors
            if len(some) > 1
        ]
        return max(about, float(np.mean(seeds)) if seeds else 0.0)

    def times(self, level: float) -> float:
        return float(student.ppf(0.5 + level / 2, self.freedom))

    def predicted(self, n: float, level: float = 0.95) -> tuple[float, float, float]:
        """The error at n examples, with a prediction interval: a new point will lie in it."""
        off = math.log(n) - self.x.mean()
        middle = self.y.mean() + self.slope * off
        variance = self.noise * (1 + 1 / len(self.sizes) + off**2 / self.width)
        half = self.times(level) * math.sqrt(variance)
        return math.exp(middle), math.exp(middle - half), math.exp(middle + half)

    def slopes(self, level: float = 0.95) -> tuple[float, float, float]:
        half = self.times(level) * math.sqrt(self.noise / self.width)
        return self.slope, self.slope - half, self.slope + half

    def without_largest(self) -> "PowerLaw":
        return PowerLaw(self.sizes[:-1], self.errors[:-1])


def fitted(sizes: Sequence[int], errors: Sequence[Sequence[float]]) -> PowerLaw | None:
    """None where the error of a size is 0, or none, or all are one: no logarithm tells."""
    means = [sum(some) / len(some) for some in errors]
    finite = all(math.isfinite(mean) and mean > 0 for mean in means)
    if len(set(sizes)) < FEWEST or not finite or len(set(means)) < 2:
        return None
    return PowerLaw(tuple(sizes), tuple(map(tuple, errors)))
