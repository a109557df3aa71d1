"""Which pairs of columns may say the same: found without comparing all with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from hashlib import blake2b
from itertools import combinations
from typing import TYPE_CHECKING

from scaffolder.facts.model import Column

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

SAMPLE = 500  # rows that can refute at once that two numbers are one
CLOSE = 1 - 1e-6  # correlation in these rows
CONTINUOUS = 0.5  # share of different values above which a one-to-one map means nothing
BLOCK = 1_000  # columns compared with all others at a time


def alike(
    frame: pl.DataFrame, columns: list[Column]
) -> Iterator[tuple[Column, Column]]:
    """Candidates in the order of the columns; whoever asks looks at all rows of a pair."""
    pairs = {*_by_order(frame, columns), *_by_correlation(frame, columns)}
    for first, second in sorted(pairs):
        yield columns[first], columns[second]


def _by_order(frame: pl.DataFrame, columns: list[Column]) -> Iterator[tuple[int, int]]:
    """Columns whose values come again in the same rows, whatever they are called."""
    buckets: dict[bytes, list[int]] = defaultdict(list)
    for place, column in enumerate(columns):
        if column.unique > CONTINUOUS * (len(frame) - column.missing):
            continue  # all would be alike: each row has its own value
        cells = frame[column.name]
        text = cells.cast(pl_string()).fill_null("\0")
        codes = text.rank("dense").to_numpy()
        buckets[_signature(codes)].append(place)
    for places in buckets.values():
        yield from combinations(places, 2)


def pl_string() -> type[pl.String]:
    import polars as pl

    return pl.String


def _signature(codes: np.ndarray) -> bytes:
    """The same for columns that map one to one: each value is the place it first came at."""
    import numpy as np

    _, first, back = np.unique(codes, return_index=True, return_inverse=True)
    return blake2b(first[back].tobytes(), digest_size=16).digest()


def _by_correlation(
    frame: pl.DataFrame, columns: list[Column]
) -> Iterator[tuple[int, int]]:
    """Numbers that differ by unit and offset."""
    import numpy as np

    places = [i for i, column in enumerate(columns) if column.role == "number"]
    if len(places) < 2:
        return
    every = max(1, len(frame) // SAMPLE)
    rows = frame[::every].select([columns[i].name for i in places]).to_numpy()
    rows = rows.astype(np.float64)
    gone = np.isnan(rows)
    known = np.where(gone, 0, rows)
    known = np.where(gone, 0, known - known.sum(0) / np.maximum(1, (~gone).sum(0)))
    size = np.sqrt(np.square(known).sum(0))
    known /= np.where(size > 0, size, 1)
    for begin in range(0, len(places), BLOCK):
        block = np.abs(known[:, begin : begin + BLOCK].T @ known)
        for one, other in np.argwhere(block > CLOSE).tolist():
            if one + begin < other:
                yield places[one + begin], places[other]
