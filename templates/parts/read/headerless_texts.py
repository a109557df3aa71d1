"""The texts of a table of separated text without a header, each with its answer.

Yours to edit. config.py says what the columns are called, and which of them are the text.
"""

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from .config import Config


@dataclass(frozen=True)
class Example:
    """One text."""

    id: str  # "mails.csv:17", counted from 1
    raw: str  # the columns `text`, one after the other; "" where they are empty
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
        frame = pl.read_csv(
            text.encode(),
            separator=config.separator,
            quote_char=config.quote or None,
            has_header=False,
            infer_schema=False,
        )
    except (pl.exceptions.PolarsError, ValueError, OSError, EOFError) as error:
        raise ValueError(
            f"{path.name} cannot be read: {str(error).splitlines()[0]}. Compare "
            "`separator`, `quote`, `encoding` and `columns` in config.py with the file."
        ) from error
    frame.columns = header(frame, path, config)
    return examples(path.name, frame, config)


def examples(name: str, frame: pl.DataFrame, config: Config) -> list[Example]:
    if absent := [column for column in config.text if column not in frame.columns]:
        raise ValueError(
            f"Found the columns {frame.columns} in {name}, needed {absent}: correct "
            "`text` in config.py."
        )
    cells = pl.all().str.strip_chars()
    frame = frame.select(pl.when(cells != "").then(cells))
    texts = frame.select(pl.concat_str(config.text, separator=" ", ignore_nulls=True))
    answers: Any = [None] * len(frame)
    if config.target in frame.columns:
        answers = frame[config.target].replace(dict(config.same_answer)).to_list()
    rows = enumerate(zip(texts.to_series(), answers, strict=True), 1)
    return [Example(f"{name}:{i}", text, answer) for i, (text, answer) in rows]


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
    """Why a text can neither train nor measure, "" if it can."""
    if not example.raw:
        return "no text"
    if {example.id, example.answer} & set(config.drop):
        return "named in `drop`"
    return f"no {config.target}" if example.answer is None else ""
