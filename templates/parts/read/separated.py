"""The rows of a table of separated text, as the file holds them.

Yours to edit. config.py says what stands between the cells, and which of them say nothing.
"""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from .config import Config

ROOT = Path(__file__).parents[2]  # the project's folder, from which data/ is found


@dataclass(frozen=True)
class Example:
    """One row."""

    id: str  # "train.csv:17", counted from 1 without the header
    raw: dict[str, str | None]  # column -> cell, None where missing
    answer: str | None  # None if nobody knows


class Rows(Sequence[Example]):
    """The rows of a table; each becomes an example when it is asked for."""

    def __init__(self, name: str, frame: pl.DataFrame, config: Config):
        self.name, self.frame = name, frame.drop(config.target, strict=False)
        self.answers: Sequence[str | None] = [None] * len(frame)
        if config.target in frame.columns:
            self.answers = frame[config.target].replace(dict(config.same_answer))

    def __len__(self) -> int:
        return len(self.frame)

    def __getitem__(self, i: Any) -> Any:
        if i >= len(self):
            raise IndexError(i)  # where a loop over the rows ends
        raw = self.frame.row(i, named=True)
        return Example(f"{self.name}:{i + 1}", raw, self.answers[i])


def read(path: str | Path, config: Config) -> Rows:
    """Every row of a file; the answers may be missing: then predict them."""
    path = Path(path)
    if not path.is_file():
        raise ValueError(f"No file {path}: correct the path, or `data` in config.py.")
    stored = path.read_bytes()
    try:
        packed = stored.startswith(b"\x1f\x8b")
        stored = gzip.decompress(stored) if packed else stored
        text = stored.decode(config.encoding).strip("\ufeff\r\n")
        frame = pl.read_csv(
            text.encode(),
            separator=config.separator,
            quote_char=config.quote or None,
            has_header=not config.columns,
            infer_schema=False,
        )
    except (pl.exceptions.PolarsError, ValueError, OSError, EOFError) as error:
        raise ValueError(
            f"{path.name} cannot be read: {str(error).splitlines()[0]}. Compare "
            "`separator`, `quote`, `encoding` and `columns` in config.py with the file."
        ) from error
    frame.columns = header(frame, path, config)
    cells = pl.all().str.strip_chars()
    says = ~cells.is_in(["", *config.missing])
    return Rows(path.name, frame.select(pl.when(says).then(cells)), config)


def header(frame: pl.DataFrame, path: Path, config: Config) -> list[str]:
    """The names of the columns; a file without a header may lack the answer, the last."""
    names = list(config.columns) or [name.strip() for name in frame.columns]
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


def content(raw: dict[str, str | None], aside: set[str]) -> str:
    """What copies share: all cells but those of the columns `aside`."""
    return "\x1f".join(cell or "" for name, cell in raw.items() if name not in aside)
