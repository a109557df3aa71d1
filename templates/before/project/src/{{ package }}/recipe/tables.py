"""Tables as text, whatever the file: CSV, Parquet or JSON lines, told apart by their bytes.

Nothing here knows what a column means: that is for data.py to say.
"""

import gzip
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from polars import selectors

from .contract import Example
from .parts import Pool


@dataclass(frozen=True)
class Table:
    """Cells as text without spaces around them, null where missing; an id for each row."""

    frame: pl.DataFrame
    ids: list[str]  # "train.csv:17", counted from 1 without the header

    def with_values_in(self, columns: list[str], left_out: dict[str, str]) -> "Table":
        """The rows that have them all; the others go to `left_out`."""
        if absent := [name for name in columns if name not in self.frame.columns]:
            raise ValueError(
                f"Found the columns {self.frame.columns}, needed {absent}: correct the "
                "names in config.py"
            )
        gaps: dict[int, str] = {}  # row -> the column that has no value there
        for name in columns:
            gaps |= dict.fromkeys(self.frame[name].is_null().arg_true(), name)
        left_out |= {self.ids[i]: f"no value in {name}" for i, name in gaps.items()}
        kept = [i for i in range(len(self.ids)) if i not in gaps]
        return Table(self.frame[kept], [self.ids[i] for i in kept])

    def column(self, name: str) -> list[str | None]:
        """Its cells; all missing where there is no such column."""
        absent = name not in self.frame.columns
        return [None] * len(self.ids) if absent else self.frame[name].to_list()

    def contents(self, aside: Iterable[str]) -> list[str]:
        """One text per row, equal for rows that are copies but for the columns `aside`."""
        rows = self.frame.drop(set(aside), strict=False).iter_rows()
        return ["\x1f".join(cell or "" for cell in row) for row in rows]


class Rows(Sequence[Example]):
    """Rows as examples, made when asked for; `raw` is {column: cell}, None for missing."""

    def __init__(self, table: Table, answers: pl.Series | None, aside: Iterable[str]):
        self.ids, self.answers = table.ids, answers
        self.frame = table.frame.drop(set(aside), strict=False)

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, i: Any) -> Any:
        answer = None if self.answers is None else self.answers[i]
        return Example(self.ids[i], self.frame.row(i, named=True), answer)


def pools(
    found: dict[str, Table],
    *,
    target: str,
    same_answer: dict[str, str],
    key: str,
    drop: Sequence[str],
) -> dict[str, Pool]:
    """Rows are copies if all cells agree, dropped ones too, but for answer, key and counters.

    A counter is a dropped column without a repetition, such as a row number.
    """
    train = found["train"].frame
    counters = [c for c in drop if c in train.columns and train[c].is_unique().all()]
    pools = {}
    for part, table in found.items():
        answers = table.frame[target].replace(same_answer)
        pools[part] = Pool(
            Rows(table, answers, [target, key, *drop]),
            table.ids,
            table.contents([target, key, *counters]),
            answers.to_list(),
            table.column(key) if key else (),
        )
    return pools


def read(
    path: Path,
    *,
    separator: str = "",
    quote: str = '"',
    encoding: str = "utf8",
    missing: Sequence[str] = (),
    columns: Sequence[str] = (),
    optional: str = "",
) -> Table:
    """A CSV, Parquet or JSON lines file, gzip or not.

    `separator` "" stands for the most frequent of , ; and tab in the first line, or for a
    space where there is none of them; `quote` "" stands for none.
    `columns` names those of a file without a header row, which may lack `optional`.
    """
    stored = unpacked(path)
    try:
        if stored.startswith(b"PAR1"):
            frame = pl.read_parquet(stored)
        elif stored.startswith(b"{"):
            frame = pl.read_ndjson(stored, infer_schema_length=None)
        else:
            text = stored.decode(encoding).strip("\ufeff\r\n")
            frame = separated(text, separator, quote, not columns)
        names = list(columns) or [name.strip() for name in frame.columns]
        if len(names) == frame.width + 1 and optional in names:
            names.remove(optional)
        if len(names) != frame.width:
            raise ValueError(f"it has {frame.width} columns, not {len(names)}")
    except (pl.exceptions.PolarsError, ValueError, LookupError) as error:
        raise ValueError(
            f"{path.name} cannot be read: {str(error).splitlines()[0]}. Compare "
            "`separator`, `quote`, `encoding` and `columns` in config.py with the file"
        ) from error
    frame.columns = names
    cells = (~selectors.nested()).cast(pl.String).str.strip_chars()
    frame = frame.select(pl.when(~cells.is_in(["", *missing])).then(cells))
    return Table(frame, [f"{path.name}:{i + 1}" for i in range(len(frame))])


def separated(text: str, separator: str, quote: str, header: bool) -> pl.DataFrame:
    first = text.partition("\n")[0]
    usual = max(
        ",;\t ", key=lambda mark: (mark in first and mark != " ", first.count(mark))
    )
    return pl.read_csv(
        text.encode(),
        separator=separator or usual,
        quote_char=quote or None,
        has_header=header,
        infer_schema=False,
    )


def unpacked(path: Path) -> bytes:
    """The bytes of a file, unpacked if they are gzip."""
    if not path.is_file():
        raise ValueError(f"No file {path}: correct the path, or `data` in config.py")
    try:
        stored = path.read_bytes()
        return gzip.decompress(stored) if stored[:2] == b"\x1f\x8b" else stored
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"{path} cannot be read ({error}): copy it again") from error
