"""Who trains, who validates, who tests: by chance, and copies always on one side.

A pure function of what the pictures hold and of `split_seed`, never of `seed` or of their order.
"""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import blake2b

from .config import Config
from .read import Example, contents

__all__ = ["contents", "cut"]
Three = tuple[list[int], list[int], list[int]]  # train, validation, test: ascending


def cut(
    examples: Sequence[Example],
    contents: list[str],
    shares: tuple[float, float],
    config: Config,
) -> Three:
    """In the order of their hash the first test, the next validate, the rest trains.

    New pictures move only the few next to a border; copies go by the middle of them all.
    """
    copies: dict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(contents):
        copies[digest(f"{config.split_seed} {text}")].append(i)
    parts: Three = ([], [], [])
    (validation, test), before = shares, 0
    for key in sorted(copies):
        middle = (before + len(copies[key]) / 2) / len(contents)
        parts[(middle < test) + (middle < test + validation)].extend(copies[key])
        before += len(copies[key])
    train, validating, testing = map(sorted, parts)
    return train, validating, testing


def digest(text: str) -> str:
    """The same in every process and on every machine, which `hash` is not."""
    return blake2b(text.encode(), digest_size=16).hexdigest()
