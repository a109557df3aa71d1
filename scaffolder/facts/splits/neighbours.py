"""Rows that stand in an order of time which no column tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolder.facts.commands import flag
from scaffolder.facts.model import Column

if TYPE_CHECKING:
    import polars as pl

ALIKE = 0.5  # correlation of an answer with the one in the row before
FEWEST = 100  # rows
SORTED = 0.9  # of the steps go one way: such a file is sorted by its answer


def alike(answers: pl.Series) -> float:
    """Correlation from row to row; 0 where rows are few, or sorted by it."""
    import polars as pl

    cells = answers.drop_nulls()
    if len(cells) < FEWEST or not cells.dtype.is_float():
        return 0.0
    steps = cells.diff().drop_nulls()
    ups, downs = int((steps > 0).sum()), int((steps < 0).sum())
    if max(ups, downs) >= SORTED * max(1, ups + downs):
        return 0.0
    pair = pl.DataFrame({"now": cells[1:], "before": cells[:-1]})
    found = pair.select(pl.corr("now", "before")).item()
    return float(found) if found is not None and found == found else 0.0


def sentences(frame: pl.DataFrame, columns: tuple[Column, ...], goal: str) -> list[str]:
    """What to do where a split by chance would put neighbours on both sides."""
    found = alike(frame[goal])
    if found < ALIKE:
        return []
    numbered = next(
        (c.name for c in columns if c.role == "id" and _counts(frame[c.name])), ""
    )
    way = f"--split time {flag('--split-column', numbered)}"
    if not numbered:
        way = "a column that numbers the rows and --split time --split-column with its name"
    return [
        f"Neighbouring rows have alike answers: {goal} correlates with that of the row"
        f" before, {found:.2f}. If the rows are in the order of time, a split by chance"
        f" would flatter: use {way}."
    ]


def _counts(cells: pl.Series) -> bool:
    return cells.dtype.is_float() and not cells.null_count() and cells.is_sorted()
