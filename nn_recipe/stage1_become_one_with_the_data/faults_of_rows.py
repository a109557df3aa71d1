"""What is wrong with rows of cells: all empty, words among numbers, numbers that stand for "unknown"."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from ..contract import Example, Project
from .faults import Fault

NUMBERS = 0.95  # of the cells of a column: the others are odd
FEWEST = 20  # cells
SENTINEL = re.compile(r"-?9{2,}(\.0*)?")  # -999, 9999
Column = Sequence[tuple[str, str | None]]  # (id, cell)


def faults_of_rows(project: Project, examples: Sequence[Example]) -> Iterator[Fault]:
    rows = [(e, e.raw) for e in examples if is_row(e.raw)]
    for example, raw in rows:
        if all(cell is None for cell in raw.values()):
            yield Fault(example.id, "every cell is empty", sure=True)
    for name in rows[0][1] if rows else ():
        yield from of_column(name, [(e.id, raw.get(name)) for e, raw in rows])
    if project.target.answers_are == "numbers":
        answers = [(e.id, str(e.answer)) for e in examples]
        yield from sentinels("the answer", answers, numbers(answers))


def is_row(raw: object) -> bool:
    return isinstance(raw, Mapping) and all(
        isinstance(cell, str | None) for cell in raw.values()
    )


def of_column(name: str, column: Column) -> Iterator[Fault]:
    told = [(id, cell) for id, cell in column if cell is not None]
    values = numbers(told)
    if len(told) < FEWEST or np.isfinite(values).mean() < NUMBERS:
        return
    for (id, cell), value in zip(told, values, strict=True):
        if not math.isfinite(value):
            yield Fault(id, f"{name} is {str(cell)[:40]!r}, elsewhere a number")
    yield from sentinels(name, told, values)


def numbers(column: Column) -> np.ndarray:
    def number(cell: str | None) -> float:
        try:
            return float(cell or "nan")
        except ValueError:
            return math.nan

    return np.array([number(cell) for _, cell in column])


def sentinels(name: str, column: Column, values: np.ndarray) -> Iterator[Fault]:
    """Nines that stand farther off than all others are from each other."""
    nines = np.array([bool(SENTINEL.fullmatch(str(cell))) for _, cell in column])
    rest = values[~nines & np.isfinite(values)]
    if len(rest) < FEWEST or not nines.any():
        return
    low, high = rest.min(), rest.max()
    away = np.maximum(low - values, values - high)
    for i in np.flatnonzero(nines & (away > high - low)):
        id, cell = column[int(i)]
        said = f"of the others {low:.4g} to {high:.4g}"
        yield Fault(id, f'{name} is {cell}, {said}: does it mean "unknown"?')
