"""What is wrong with an example: certain, or only odd."""

import os
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from ..contract import Example

RARE = 0.01  # of the examples; what is more frequent belongs to the data
USUAL = 0.9  # of the examples
FEW = 0.02  # of the examples: a form, a rate that so few have is odd
T = TypeVar("T")


@dataclass(frozen=True)
class Fault:
    id: str  # of the example, or of the row of a file
    what: str
    sure: bool = False  # broken for certain; else odd, which stops nobody


def each(
    measure: Callable[[Example], T], examples: Sequence[Example]
) -> Iterator[tuple[Example, T]]:
    """In order; decoding lets go of the interpreter, so threads share the work."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from zip(examples, pool.map(measure, examples), strict=True)


def unlike(
    said: Sequence[tuple[Example, Mapping[str, Hashable]]], names: Mapping[str, str]
) -> Iterator[Fault]:
    """What few have, where nearly all others are alike: "rate is 44100, of the others 8000"."""
    for name, shown in names.items():
        values = [found[name] for _, found in said if name in found]
        if not values:
            continue
        counts = Counter(values)
        usual, n = counts.most_common(1)[0]
        few = max(1, FEW * len(values))
        for example, found in said if n >= USUAL * len(values) else ():
            own = found.get(name, usual)
            if own != usual and counts[own] <= few:
                yield Fault(example.id, f"{shown} {own}, of the others {usual}")


def rare(found: Sequence[Any], examples: Sequence[Example]) -> bool:
    """At least one may be, however few there are."""
    return len(found) <= max(1, RARE * len(examples))
