"""Rows that validate leave no trace in what is trained on: a scaler was fitted on training alone."""

from pathlib import Path
from typing import Any

import numpy as np

from ..additions import Rereadable
from ..contract import NotOffered, Project
from ..findings import Findings
from ..source_tables import Table, tables

STILL = 1e-5  # of the sd of a number of x: float32 leaves 1e-7
STRAIGHT = 1e-3  # of what moved: how far it may be from a line
LEAST = 0.01  # of that sd: a mean over a tenth of the rows moves ten times as far
FEWEST = 20  # examples
TRIED = 50  # rows, of those between the first and the last that no x has
CODES = 8  # other values: a column of fewer stands for classes


def judge_statistics(project: Project, findings: Findings) -> None:
    """In a copy of your file the rows that do not train are far away; x of training stays.

    Where all of it moves along a line, number by number, a mean, a range or the like was taken
    over rows that validate. First each row says its number, so that it is known who validates.
    """
    if not isinstance(project, Rereadable) or not project.validates:
        return
    before = project.read_now(project)
    for table in tables(project.root):
        columns = {n: v for n, v in table.columns.items() if len(np.unique(v)) > CODES}
        try:
            rows = not_trained_on(project, table, columns)
            if not rows.any():
                continue
            after = read(project, table, {n: away(v, rows) for n, v in columns.items()})
        except NotOffered:
            raise
        except Exception:  # a script may refuse such rows
            continue
        moved = along_a_line(before["train"][0], after["train"][0])
        findings.demand(
            moved is None,
            f"With other numbers in the {rows.sum()} rows of {file_of(table)} that validate or test, "
            f"x of training is another one: {moved}. A mean, a spread or a range is taken over "
            "all rows, expected over those that train.",
            project.data_lines(r"\.fit|mean|std|min\(|max\(|quantile|normali|scale"),
        )


def file_of(table: Table) -> str:
    return next(iter(table.files.values())).name


def read(project: Any, table: Table, changed: dict[str, np.ndarray]) -> Any:
    def change(folder: Path) -> None:
        table.write(folder, changed)

    return project.reread(change)


def not_trained_on(project: Any, table: Table, columns: dict[str, Any]) -> np.ndarray:
    """[rows], bool: those that stand in validation or test, and in no training example."""
    n = table.rows
    tags = {name: numbered(column, n) for name, column in columns.items()}
    found = read(project, table, tags)
    none = np.zeros(n, dtype=bool)
    for flat in (windows, items):  # a row of the file stands in many windows
        parts = {split: flat(part[0]) for split, part in found.items()}
        for place in range(next(iter(parts.values())).shape[1]):
            known = row_numbers({s: part[:, place] for s, part in parts.items()}, n)
            if known:
                trained, other = none.copy(), none.copy()
                trained[known.pop("train")] = True
                if (
                    flat is windows
                ):  # rows that are only answers of training may be measured
                    trained = wider(trained, gap(found["train"], n))
                other[np.concatenate([*known.values()])] = True
                if (other & ~trained).any():
                    return other & ~trained
                break
    return none


def gap(train: tuple[np.ndarray, np.ndarray], n: int) -> int:
    """Rows behind the last window of training that its answers may come from."""
    x, y = train
    return max(x.shape[1], y[0].size, n // 20) if x.ndim == 3 else 0


def wider(rows: np.ndarray, by: int) -> np.ndarray:
    return np.convolve(rows, np.ones(2 * by + 1), "same") > 0 if by else rows


def numbered(column: np.ndarray, n: int) -> np.ndarray:
    """Each row filled with its number, within the range of the column."""
    low, high = np.nanmin(column), np.nanmax(column)
    each = low + (high - low) * np.arange(n).reshape(-1, *[1] * (column.ndim - 1)) / n
    return np.broadcast_to(each, column.shape).astype(float).copy()


def items(x: np.ndarray) -> np.ndarray:
    return x.reshape(len(x), -1)[:, :40]


def windows(x: np.ndarray) -> np.ndarray:
    """[windows, places, channels] as rows of channels; nothing of any other shape."""
    return (
        x.reshape(-1, x.shape[-1])[:, :40] if x.ndim == 3 else x.reshape(1, -1)[:, :0]
    )


def row_numbers(parts: dict[str, np.ndarray], n: int) -> dict[str, np.ndarray]:
    """Split -> the rows of its values, where nearly all rows are there and stand on one line."""
    every = np.unique(np.concatenate([*parts.values()])).astype(float)
    if not 0.9 * n <= len(every) <= n:
        return {}
    low, size = every[0], every[-1] - every[0]
    for last in range(len(every) - 1, min(n, len(every) + TRIED)):  # some are in no x
        places = (every - low) / size * last
        if abs(places - places.round()).max() < 0.2:
            numbers = {s: (v - low) / size * last for s, v in parts.items()}
            return {s: r.round().astype(int) for s, r in numbers.items()}
    return {}


def away(column: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Those rows at other values that the column could have: turned round in its range, and wider."""
    changed, low, high = (
        column.astype(float).copy(),
        np.nanmin(column),
        np.nanmax(column),
    )
    changed[rows] = high - (changed[rows] - low) * 0.5
    return changed


def along_a_line(before: np.ndarray, after: np.ndarray) -> str | None:
    """What happened to x of training, if each of its numbers moved along a line; else None."""
    if before.shape != after.shape or len(before) < FEWEST:
        return None
    one, other = (v.reshape(len(v), -1).astype(np.float64) for v in (before, after))
    spread = one.std(0)
    moved = (spread > 0) & (abs(other - one).max(0) > STILL * spread.clip(1e-12))
    if not moved.any() or (abs(other - one).max(0) / spread.clip(1e-12)).max() < LEAST:
        return None
    one, other = one[:, moved], other[:, moved]
    centre, centre2 = one - one.mean(0), other - other.mean(0)
    slope = (centre * centre2).sum(0) / (centre**2).sum(0)
    off = abs(centre2 - slope * centre).max(0)
    step = abs(other - one).max(0)
    if not bool((off <= STRAIGHT * step + STILL * one.std(0)).all()) or not bool(
        (slope > 0).all()
    ):
        return None
    i = int(step.argmax())
    return f"{one[0, i]:.4g} becomes {other[0, i]:.4g}"
