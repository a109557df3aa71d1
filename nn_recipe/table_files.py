"""Files of tables, read and written by hand: a check puts cells into them that it knows.

With the standard library, and not with what the project reads them with: each can find a
mistake in the other. Parquet alone has one reader.
"""

import csv
import gzip
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Row = Mapping[str, str | None]  # column -> cell, None where it is empty


def read(path: Path, config: Any) -> list[Row]:
    """Every row of a file, without spaces around its cells."""
    stored = unpacked(path)
    if stored.startswith(b"PAR1"):
        return of_parquet(stored)
    text = stored.decode(encoding(config)).removeprefix("\ufeff")
    text = "\n".join(text.split("\n")[above(config) :]).strip("\r\n")
    if text.startswith("{"):
        return [of_object(json.loads(line)) for line in text.splitlines() if line]
    if text.startswith("["):
        return [of_object(row) for row in json.loads(text)]
    lines = csv.reader(io.StringIO(text), **dialect(config))
    names = header(config) or next(lines)
    return [
        {n.strip(): cell.strip() or None for n, cell in zip(names, line, strict=False)}
        for line in lines
    ]


def write(rows: Sequence[Row], path: Path, like: Path, config: Any) -> None:
    """A file in the format of another one."""
    stored, text = unpacked(like), io.StringIO()
    if stored.startswith(b"PAR1"):
        path.write_bytes(to_parquet(rows))
        return
    if stored.lstrip(b"\xef\xbb\xbf\r\n").startswith(b"{"):
        text.writelines(json.dumps(row) + "\n" for row in rows)
    elif stored.lstrip(b"\xef\xbb\xbf\r\n ").startswith(b"["):
        json.dump([*rows], text)
    else:
        escape: Any = {"escapechar": "\\", "lineterminator": "\n"}
        text.write("\n" * above(config))
        lines = csv.writer(text, **dialect(config), **escape)
        if not header(config):
            lines.writerow(rows[0])
        lines.writerows(row.values() for row in rows)
    made = text.getvalue().encode(encoding(config))
    packed = like.read_bytes().startswith(b"\x1f\x8b")
    path.write_bytes(gzip.compress(made) if packed else made)


def unpacked(path: Path) -> bytes:
    stored = path.read_bytes()
    return gzip.decompress(stored) if stored.startswith(b"\x1f\x8b") else stored


def encoding(config: Any) -> str:
    return getattr(config, "encoding", "utf-8")


def dialect(config: Any) -> dict[str, Any]:
    """As the csv module takes it; without a quote nothing is quoted."""
    mark = getattr(config, "quote", '"')
    quoting = {"quotechar": mark} if mark else {"quoting": csv.QUOTE_NONE}
    return {"delimiter": getattr(config, "separator", ","), **quoting}


def header(config: Any) -> list[str]:
    """The names of the columns where the file has no header row."""
    return list(getattr(config, "header", getattr(config, "columns", ())))


def above(config: Any) -> int:
    """How many lines stand above the cells."""
    return getattr(config, "skip", 0)


def of_object(found: dict[str, Any]) -> Row:
    """An object of JSON: no lists, no objects within it."""
    flat = {k: v for k, v in found.items() if not isinstance(v, list | dict)}
    return {name.strip(): as_text(value) for name, value in flat.items()}


def as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return (value or "").strip() or None
    return json.dumps(value)  # true, 1.5


def of_parquet(stored: bytes) -> list[Row]:
    import polars as pl
    from polars import selectors

    frame = pl.read_parquet(stored).select((~selectors.nested()).cast(pl.String))
    return [
        {name.strip(): as_text(cell) for name, cell in row.items()}
        for row in frame.iter_rows(named=True)
    ]


def to_parquet(rows: Sequence[Row]) -> bytes:
    import polars as pl

    file = io.BytesIO()
    pl.DataFrame(rows, {name: pl.String for name in rows[0]}).write_parquet(file)
    return file.getvalue()
