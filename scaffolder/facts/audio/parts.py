"""A table whose rows are parts of longer recordings, from one second to another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.commands import on_table, text
from scaffolder.facts.model import Column
from scaffolder.facts.tables.columns import words

if TYPE_CHECKING:
    from scaffolder.facts.audio.find import Listed
    from scaffolder.facts.written.table import Table

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


def _within(table: Table) -> str:
    """Where a piece begins in its own file, if Raven counts begin and end through all files."""
    return next((n for n in table.names if {"file", "offset"} <= set(words(n))), "")


def _cut(table: Table, place: str, answer: str, begin: str, end: str) -> str:
    """A command that cuts them, where the columns are seconds; the recording is a session."""
    named = set(words(begin)) | set(words(end))
    if named & COUNTED or re.search(r"{[^{}]*\.", place):
        return "; cut them, and write a table with the columns path,label,session"
    size = " / 1000" if {"ms", "msec", "milliseconds"} & named else ""
    first, last = (f"float(r[{text(name)}]){size}" for name in (begin, end))
    if offset := _within(table):
        last = f"float(r[{text(offset)}]) + {last} - {first}"
        first = f"float(r[{text(offset)}])"
    if set(words(end)) & LENGTH:
        last = f"{first} + {last}"
    pattern = place if "{" in place else f"{{{place}}}"
    code = (
        f'Path("clips").mkdir(); t = t.with_row_index("clip"); file = {text(pattern)}.format_map;'
        ' to = lambda r: "clips/" + str(r["clip"]) + ".wav";'
        " cut = lambda r, x, rate: sf.write(to(r),"
        f" x[round(({first}) * rate):round(({last}) * rate)], rate);"
        " [cut(r, *sf.read(file(r))) for r in t.rows(named=True)];"
        f' pl.DataFrame([{{"path": to(r), "label": r[{text(answer)}], "session": file(r)}}'
        ' for r in t.rows(named=True)]).write_csv("clips.csv")'
    )
    imports = ", soundfile as sf; from pathlib import Path"
    return f"; cut them: {on_table(table, code, imports)} and name {table.path.with_name('clips.csv')}"
