"""Answers against the rows of their file: each stays with the numbers of its own row."""

from pathlib import Path
from typing import Any

import numpy as np

from ..additions import Rereadable
from ..contract import NotOffered, Project
from ..findings import Findings
from ..source_tables import FEWEST, Table, tables

MIXED = 0.5  # of what the most frequent answer leaves to be told: all, where rows stay whole
ALIKE = 1e-9  # 1 - correlation of the sorted answers
NAMES = ("label", "target", "y", "class", "answer", "diagnosis", "category")
SEED = 0
CODES = 8  # other values: a column of fewer stands for classes
LOOKED = 200  # numbers of x
STRAIGHT = 0.999  # of the sorted numbers: moved and scaled, no more


def judge_right_rows(project: Project, findings: Findings) -> None:
    """In a copy of your file each row says its answer in its other numbers, too.

    Read by your own code, x must then tell y, however it is scaled, shuffled and cut; where it
    does not, answers went to other rows on the way.
    """
    if not isinstance(project, Rereadable):
        return
    before = project.read_now(project)
    for table in tables(project.root):
        for some in parts_of(before, table.rows):
            judge_table(project, table, some, before, findings)


def parts_of(before: dict[str, Any], rows: int) -> list[tuple[str, ...]]:
    """The splits that a table holds: all of them together, or one that has a file of its own."""
    ways = [tuple(before), *((split,) for split in before)]
    return [way for way in ways if sum(len(before[s][1]) for s in way) == rows][:1]


def judge_table(
    project: Any, table: Table, some: tuple[str, ...], before: Any, findings: Findings
) -> None:
    before = {split: before[split] for split in some}
    y = codes(np.concatenate([part[1] for part in before.values()]))
    answers = answers_in(table, y)
    powers = [power(project, table, name, before) for name in answers]
    known = [p for p in powers if p is not None]
    if known and max(known) < MIXED:
        file = table.files[answers[0]].name
        findings.demand(
            False,
            f"The answers are those of {answers[0]} in {file}, but not row by row: with the "
            f"answer written into each row of a copy, your x tells {max(known):.0%} of what can be told "
            "of your y, expected all. Somewhere x and y are put into different orders.",
            project.data_lines("shuffle|permut|sort|split|index|zip|label|target"),
        )


def codes(y: np.ndarray) -> np.ndarray:
    """[n]: numbers as they are, several labels as one code."""
    if y[0].size == 1:
        return y.reshape(len(y)).astype(float)
    return (
        np.unique(y.reshape(len(y), -1), axis=0, return_inverse=True)[1]
        .reshape(-1)
        .astype(float)
    )


def answers_in(table: Table, y: np.ndarray) -> list[str]:
    """The columns that hold all of these answers, in whatever unit and order."""
    if table.rows != len(y) or len(y) < FEWEST:
        return []
    found = {n: v for n, v in {**table.columns, **table.words}.items()}
    return [name for name, values in found.items() if same_answers(name, values, y)]


def same_answers(name: str, values: np.ndarray, y: np.ndarray) -> bool:
    if values.dtype.kind not in "biuf":
        values = np.unique(values, return_inverse=True)[1].astype(float)
    elif values.ndim > 1 and values[0].size > 64:
        return False
    values = codes(values)
    if np.isnan(values).any():
        return False
    classes = len(np.unique(y))
    if classes * 5 > len(y):
        return any(alike(f(values), y) for f in UNITS)
    counts = [sorted(np.unique(v, return_counts=True)[1].tolist()) for v in (values, y)]
    told = name.lower().startswith(NAMES) or len({*counts[0]}) > 1
    return counts[0] == counts[1] and classes > 1 and told


UNITS = (
    lambda v: v,
    lambda v: np.log(np.where(v > 0, v, np.nan)),
    lambda v: np.log1p(abs(v)),
)


def alike(values: np.ndarray, y: np.ndarray) -> bool:
    one, other = np.sort(values), np.sort(y)
    if not np.isfinite(one).all() or not one.std() or not other.std():
        return False
    return 1 - abs(np.corrcoef(one, other)[0, 1]) < ALIKE


def power(project: Any, table: Table, name: str, before: Any) -> float | None:
    """How much of y is told by x once the rows say this column; None if nothing of it came in."""
    places = places_of({**table.columns, **table.words}[name])
    planted = spread(table, name, shares_of(places))
    if not planted:
        return None

    def change(folder: Path) -> None:
        table.write(folder, planted)

    try:
        after = project.reread(change)
    except NotOffered:
        raise
    except Exception:  # a script may refuse such rows
        return None
    after = {split: after[split] for split in before}
    x = np.concatenate([part[0].reshape(len(part[0]), -1) for part in after.values()])
    y = codes(np.concatenate([part[1] for part in after.values()]))
    old = np.concatenate(
        [part[0].reshape(len(part[0]), -1) for part in before.values()]
    )
    if x.shape != old.shape or np.array_equal(x, old) or not np.isfinite(x).all():
        return None
    return told_by(x, y, places)


def places_of(values: np.ndarray) -> np.ndarray:
    """[rows]: the place of each answer among all there are."""
    if values.ndim > 1 and values[0].size > 1:
        flat = values.reshape(len(values), -1)
        return np.unique(flat, axis=0, return_inverse=True)[1].reshape(-1)
    return np.unique(values.reshape(len(values)), return_inverse=True)[1]


def shares_of(places: np.ndarray) -> np.ndarray:
    """[rows], 0 to 1: so many heaps as there are answers, with room between them."""
    chance = np.random.default_rng(SEED).random(len(places)) * 0.25
    return (places + chance) / (places.max() + 1)


def spread(table: Table, name: str, shares: np.ndarray) -> dict[str, np.ndarray]:
    """The other columns of numbers, each filled with these, within its own range."""
    found = {}
    for other, column in table.columns.items():
        low, high = np.nanmin(column), np.nanmax(column)
        if other == name or len(np.unique(column)) <= CODES or not high > low:
            continue
        each = shares.reshape(-1, *[1] * (column.ndim - 1))
        found[other] = np.broadcast_to(low + (high - low) * each, column.shape).copy()
    return found


def told_by(x: np.ndarray, y: np.ndarray, places: np.ndarray) -> float | None:
    """By the number of x that tells most; None if none holds what its row said, whatever of y.

    A difference to the row before, or a row that is scaled by itself, holds nothing of it.
    """
    numbers = x[:, x.std(0) > 0][:, :LOOKED].T
    if len(np.unique(y)) * 5 > len(y):
        even = np.sort(shares_of(places))
        kept = [c for c in numbers if np.corrcoef(np.sort(c), even)[0, 1] > STRAIGHT]
        return max((tied(c, y) for c in kept), default=None)
    heaps = [
        heap for c in numbers if (heap := heaped(c, np.bincount(places))) is not None
    ]
    return max((pure(heap, y) for heap in heaps), default=None)


def heaped(column: np.ndarray, counts: np.ndarray) -> np.ndarray | None:
    """Which heap each value is in, if the heaps are as large as they were made."""
    order = np.argsort(column)
    gaps = np.sort(np.argsort(np.diff(column[order]))[-(len(counts) - 1) :]) + 1
    ends = [0, *gaps.tolist(), len(column)]
    sizes = np.diff(ends)
    if not (np.array_equal(sizes, counts) or np.array_equal(sizes, counts[::-1])):
        return None
    heap = np.empty(len(column), dtype=int)
    heap[order] = np.repeat(np.arange(len(counts)), sizes)
    return heap


def pure(heap: np.ndarray, y: np.ndarray) -> float:
    """The share that heaps tell of what the most frequent answer leaves."""
    right = sum(
        np.unique(y[heap == h], return_counts=True)[1].max() for h in np.unique(heap)
    )
    usual = np.unique(y, return_counts=True)[1].max()
    return float((right - usual) / (len(y) - usual))


def tied(column: np.ndarray, y: np.ndarray) -> float:
    return float(abs(np.corrcoef(rank(column), rank(y))[0, 1]))


def rank(values: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(values)).astype(float)
