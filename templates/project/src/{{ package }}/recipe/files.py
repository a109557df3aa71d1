"""The formats data comes in, told apart by their first bytes: CSV, Parquet, JSON lines, idx.

Nothing here knows what a column or a picture means: that is for data.py to say.
"""

import gzip
from pathlib import Path

import numpy as np
import polars as pl
from polars import selectors


def content(path: Path) -> bytes:
    """The bytes of a file, unpacked if they are gzip."""
    if not path.is_file():
        raise ValueError(f"No file {path}: correct the path, or `data` in config.py")
    stored = path.read_bytes()
    return gzip.decompress(stored) if stored.startswith(b"\x1f\x8b") else stored


def cells(
    path: Path,
    separator: str = "",
    quote: str = '"',
    encoding: str = "utf8",
    header: bool = True,
) -> pl.DataFrame:
    """Every cell of a table as text without spaces around it; empty cells are null.

    `separator` "" stands for the most frequent of , ; and tab; `quote` "" for none.
    """
    stored = content(path)
    try:
        if stored.startswith(b"PAR1"):
            frame = pl.read_parquet(stored)
        elif stored.startswith(b"{"):
            frame = pl.read_ndjson(stored, infer_schema_length=None)
        else:
            text = stored.decode(encoding).strip("\ufeff\r\n")
            first = text.partition("\n")[0]
            frame = pl.read_csv(
                text.encode(),
                separator=separator or max(",;\t", key=first.count),
                quote_char=quote or None,
                has_header=header,
                infer_schema=False,
            ).rename(str.strip)
    except (pl.exceptions.PolarsError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ValueError(
            f"{path.name} cannot be read ({reason}): compare `separator`, `quote` and "
            "`encoding` in config.py with the file"
        ) from error
    stripped = (~selectors.nested()).cast(pl.String).str.strip_chars()
    return frame.select(pl.when(stripped != "").then(stripped))


def idx(path: Path) -> np.ndarray:
    """Bytes: 0, 0, type (8: uint8), number of axes, their lengths as int32, values."""
    stored = content(path)
    if stored[:3] != b"\x00\x00\x08":
        raise ValueError(
            f"{path.name} begins with {stored[:3]!r}, not as an idx file of uint8"
        )
    lengths = np.frombuffer(stored, dtype=">i4", count=stored[3], offset=4)
    return np.frombuffer(stored, np.uint8, offset=4 + 4 * stored[3]).reshape(lengths)
