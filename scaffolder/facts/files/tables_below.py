"""Tables in the folders of a folder that holds none: pieces of one, or several."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files import several_tables
from scaffolder.facts.files.table_names import TABLE_ENDINGS
from scaffolder.facts.listing import files_below, said, some

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
