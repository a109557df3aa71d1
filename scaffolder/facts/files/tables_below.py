"""Tables in the folders of a folder that holds none: pieces of one, or several."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files import several_tables
from scaffolder.facts.files.source import split_of
from scaffolder.facts.files.table_names import TABLE_ENDINGS
from scaffolder.facts.listing import entries, files_below, first_bytes, said, some

DEEP = 3
MOST = 1000  # are counted
LOOKED = 12  # whose columns are compared


def refuse(folder: Path) -> None:
    tables = list(islice(files_below(folder, TABLE_ENDINGS, DEEP), MOST))
    if not tables:
        return
    names = [table.relative_to(folder).as_posix() for table in tables]
    found = (
        f"Found no table in {folder} itself, but {said(len(tables), 'table')} in folders"
        f" below: {some(names, 4)}."
    )
    raise DataError(f"{found} {_advice(folder, tables)}")


def _advice(folder: Path, tables: list[Path]) -> str:
    headers = {table: several_tables.header(table) for table in tables[:LOOKED]}
    if len(tables) > 1 and all(headers.values()):
        if len({*headers.values()}) == 1:
            return several_tables.stacked(tables, home=folder)
        if told := several_tables.sharing(headers, tables, folder):
            return told
    largest = max(tables, key=lambda table: table.stat().st_size)
    return (
        "They have different columns. Needed: one table, or files of the same columns; name"
        f" the one to train on, e.g. {largest}."
    )


def beside_pieces(folder: Path, tables: list[Path]) -> str:
    """What is said where the pieces of a larger table lie below such tables; else ""."""
    if not (pieces := larger(folder, tables)):
        return ""
    return (
        f"Found {said(len(tables), 'table')} in {folder}: {some([t.name for t in tables])};"
        f" and below, in {pieces[0].parent.name}, {said(len(pieces), 'table')} that"
        f" hold more. {several_tables.stacked(pieces)} If the examples are in none of them,"
        f" name the one of {folder} to train on, which is read alone."
    )


def larger(folder: Path, tables: list[Path]) -> list[Path]:
    """Tables of one folder below, of the same first line and more bytes than all beside."""
    beside, most = {first_line(t) for t in tables}, size(tables)
    for place in (e for e in entries(folder) if e.is_dir() and not split_of(e)):
        below = [f for f in entries(place) if f.name.lower().endswith(TABLE_ENDINGS)]
        below = [f for f in below if f.is_file()]
        heads = {*map(first_line, below[:LOOKED])}
        if len(below) > 1 == len(heads) and not heads & beside and size(below) > most:
            return below
    return []


def first_line(table: Path) -> bytes:
    return first_bytes(table, 20_000).partition(b"\n")[0].strip()


def size(tables: list[Path]) -> int:
    return sum(table.stat().st_size for table in tables)
