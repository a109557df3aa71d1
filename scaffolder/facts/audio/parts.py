"""A table whose rows are parts of longer recordings, from one second to another."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.columns import words
from scaffolder.facts.model import Column
from scaffolder.facts.rewritten import quoted, rows

if TYPE_CHECKING:
    from scaffolder.facts.audio.find import Listed
    from scaffolder.facts.table import Table

BEGIN = {"start", "begin", "onset", "from", "tmin", "xmin", "starttime", "begintime"}
END = {"end", "stop", "offset", "to", "tmax", "xmax", "endtime", "finish"}
LENGTH = {"duration", "length", "dur", "seconds"}
SEVERAL = 0.1  # of the rows share their recording with another
COUNTED = {"frame", "frames", "sample", "samples"}  # of the sound, and no seconds


def must_be_whole(
    table: Table,
    place: str,
    answer: str,
    found: list[Listed],
    columns: Sequence[Column],
) -> None:
    """DataError where rows name parts of a recording: it would be heard whole for each."""
    files = len({row.path for row in found})
    begin, end = _called(columns, BEGIN), _called(columns, END | LENGTH)
    if not begin or not end or len(found) - files < SEVERAL * len(found):
        return
    raise DataError(
        f"{table.path} has {len(found):,} rows and {files:,} recordings: each row is a part"
        f" of one, from {begin} to {end}, and the whole would be heard for each. Needed: a"
        f" file for each row{_cut(table, place, answer, begin, end)}."
    )


def _called(columns: Sequence[Column], known: set[str]) -> str:
    return next(
        (
            column.name
            for column in columns
            if column.role in ("number", "id", "time", "constant")
            and known & set(words(column.name))
        ),
        "",
    )


def _cut(table: Table, place: str, answer: str, begin: str, end: str) -> str:
    """A command that cuts them, where the columns are seconds; the recording is a session."""
    named = set(words(begin)) | set(words(end))
    text = rows(table)
    if not text or named & COUNTED or re.search(r"{[^{}]*\.", place):
        return "; cut them, and write a table with the columns path,label,session"
    size = " / 1000" if {"ms", "msec", "milliseconds"} & named else ""
    first, last = (f"float(r[{quoted(name)}]){size}" for name in (begin, end))
    if set(words(end)) & LENGTH:
        last = f"{first} + {last}"
    pattern = place if "{" in place else f"{{{place}}}"
    home, into = str(table.path.parent), "clips"
    line = (
        "import polars as pl, soundfile as sf; from pathlib import Path;"
        f" top = Path({quoted(str(Path(home).resolve()))}); (top / {quoted(into)}).mkdir();"
        f' t = {text}.with_row_index("clip"); file = {quoted(pattern)}.format_map;'
        f' to = lambda r: {quoted(into + "/")} + str(r["clip"]) + ".wav";'
        " cut = lambda r, x, rate: sf.write(top / to(r),"
        f" x[round(({first}) * rate):round(({last}) * rate)], rate);"
        " [cut(r, *sf.read(top / file(r))) for r in t.rows(named=True)];"
        " pl.DataFrame([{"
        f'"path": to(r), "label": r[{quoted(answer)}], "session": file(r)}}'
        f' for r in t.rows(named=True)]).write_csv(top / "clips.csv")'
    )
    return f"; cut them: python -c {shlex.quote(line)}, and name {home}/clips.csv"
