"""The rows of a table of separated text without a header, as the file holds them.

Yours to edit. config.py says what stands between the cells, and which of them say nothing.
"""

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from .config import Config


@dataclass(frozen=True)
class Example:
    """One row."""

    id: str  # "train.csv:17", counted from 1
    raw: dict[str, str | None]  # column -> cell, None where missing
    answer: Any  # the cell; None if nobody knows


def read(path: str | Path, config: Config) -> list[Example]:
    """Every row of a file; the answers may be missing: then predict them."""
    path = Path(path)
    if not path.is_file():
        raise ValueError(f"No file {path}: correct the path, or `data` in config.py.")
    stored = path.read_bytes()
    try:
        packed = stored.startswith(b"\x1f\x8b")
        stored = gzip.decompress(stored) if packed else stored
        text = stored.decode(config.encoding).strip("\ufeff\r\n")
        style: Any = {"separator": config.separator, "quote_char": config.quote or None}
        frame = pl.read_csv(
            text.encode(), has_header=False, infer_schema=False, **style
        )
    except (pl.exceptions.PolarsError, ValueError, OSError, EOFError) as error:
        raise ValueError(
            f"{path.name} cannot be read: {str(error).splitlines()[0]}. Compare "
            "`separator`, `quote`, `encoding` and `columns` in config.py with the file."
        ) from error
    frame.columns = header(frame, path, config)
    cells = pl.all().str.strip_chars()
    says = ~cells.is_in(["", *config.missing])
    frame, answers = frame.select(pl.when(says).then(cells)), [None] * len(frame)
    if config.target in frame.columns:
        answers = frame[config.target].replace(dict(config.same_answer)).to_list()
    raws = frame.drop(config.target, strict=False).iter_rows(named=True)
    rows = enumerate(zip(raws, answers, strict=True), 1)
    return [Example(f"{path.name}:{i}", raw, answer) for i, (raw, answer) in rows]


def header(frame: pl.DataFrame, path: Path, config: Config) -> list[str]:
    """The names that config.py gives the columns; new data may lack the answer."""
    names = list(config.columns)
    if len(names) == frame.width + 1 and config.target in names:
        names.remove(config.target)
    if len(names) != frame.width:
        raise ValueError(
            f"{path.name} has {frame.width} columns, config.py names {len(names)}: correct "
            "`columns`, or `separator`."
        )
    return names


def fault(example: Example, config: Config) -> str:
    """Why a row can neither train nor measure, "" if it can."""
    return f"no {config.target}" if example.answer is None else ""
