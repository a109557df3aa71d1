"""The texts of a Parquet file, each with its answer.

Yours to edit. config.py says which columns are the text.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from polars import selectors

from .config import Config


@dataclass(frozen=True)
class Example:
    """One text."""

    id: str  # "mails.parquet:17", counted from 1
    raw: str  # the columns `text`, one after the other; "" where they are empty
    answer: Any  # the cell; None if nobody knows


def read(path: str | Path, config: Config) -> list[Example]:
    """Every row of a file; the answers may be missing: then predict them."""
    path = Path(path)
    if not path.is_file():
        raise ValueError(f"No file {path}: correct the path, or `data` in config.py.")
    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise ValueError(f"{path.name} is no Parquet file: {reason}.") from error
    frame.columns = [name.strip() for name in frame.columns]
    return examples(path.name, frame, config)


def examples(name: str, frame: pl.DataFrame, config: Config) -> list[Example]:
    if absent := [column for column in config.text if column not in frame.columns]:
        raise ValueError(
            f"Found the columns {frame.columns} in {name}, needed {absent}: correct "
            "`text` in config.py."
        )
    cells = (~selectors.nested()).cast(pl.String).str.strip_chars()
    frame = frame.select(pl.when(cells != "").then(cells))
    texts = frame.select(pl.concat_str(config.text, separator=" ", ignore_nulls=True))
    answers: Any = [None] * len(frame)
    if config.target in frame.columns:
        answers = frame[config.target].replace(dict(config.same_answer)).to_list()
    rows = enumerate(zip(texts.to_series(), answers, strict=True), 1)
    return [Example(f"{name}:{i}", text, answer) for i, (text, answer) in rows]


def fault(example: Example, config: Config) -> str:
    """Why a text can neither train nor measure, "" if it can."""
    if not example.raw:
        return "no text"
    if {example.id, example.answer} & set(config.drop):
        return "named in `drop`"
    return f"no {config.target}" if example.answer is None else ""
