"""The rows of a table as the file holds them, numbers written plainly. Yours to edit."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from .config import Config


@dataclass(frozen=True)
class Example:
    """One row."""

    id: str  # "train.csv:17", counted from 1 without the header, titles and totals
    raw: dict[str, str | None]  # column -> cell, None where missing
    answer: Any  # the cell; None if nobody knows


def read(path: str | Path, config: Config) -> list[Example]:
    """Every row of a file; the answers may be missing: then predict them."""
    path = Path(path)
    if not path.is_file():
        raise ValueError(f"No file {path}: correct the path, or `data` in config.py.")
    frame = table(path, config)
    answers: list[Any] = [None] * len(frame)
    if config.target in frame.columns:
        answers = frame[config.target].replace(dict(config.same_answer)).to_list()
    raws = frame.drop(config.target, strict=False).iter_rows(named=True)
    rows = enumerate(zip(raws, answers, strict=True), 1)
    return [Example(f"{path.name}:{i}", raw, answer) for i, (raw, answer) in rows]


def fault(example: Example, config: Config) -> str:
    """Why a row can neither train nor measure, "" if it can."""
    return f"no {config.target}" if example.answer is None else ""
