"""Who trains, who validates, who tests: by the time in the names, and copies on one side.

A pure function of what the pictures hold and of their names.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

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
    """The past trains, the present validates, the future tests; equal times stay together.

    Copies go with the latest of them: training holds nothing of a later time.
    """
    times, latest = times_of(examples, config), {}
    for time, text in zip(times, contents, strict=True):
        latest[text] = max(time, latest.get(text, time))
    units: dict[str | float, list[int]] = defaultdict(list)
    for i, text in enumerate(contents):
        units[latest[text]].append(i)
    parts: Three = ([], [], [])
    (validation, test), before = shares, 0
    for time in sorted(units, reverse=True):
        middle = (before + len(units[time]) / 2) / len(times)
        parts[(middle < test) + (middle < test + validation)].extend(units[time])
        before += len(units[time])
    train, validating, testing = map(sorted, parts)
    return train, validating, testing


def times_of(examples: Sequence[Example], config: Config) -> list[str] | list[float]:
    """What `split_column` finds in the names: as numbers if all are, else as text."""
    names = [Path(example.id).name for example in examples]
    found = [re.search(config.split_column, name) for name in names]
    times = [
        one.group() if one else name for one, name in zip(found, names, strict=True)
    ]
    try:
        return [float(time) for time in times]
    except ValueError:
        return times
