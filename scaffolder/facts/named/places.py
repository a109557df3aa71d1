"""The files that a table names: which column does, where they are, and which are absent."""

from __future__ import annotations

import re
from pathlib import Path, PureWindowsPath

from scaffolder.errors import DataError
from scaffolder.facts.listing import said
from scaffolder.facts.named import scattered
from scaffolder.facts.named.called import ANSWERS
from scaffolder.facts.named.patterns import TRIED, Tables
from scaffolder.facts.tables.reading import Reading
from scaffolder.facts.written.table import Table, texts

MOSTLY = 0.95  # of the rows must have their file where a column holds no paths
PARTLY = 0.3  # of the rows, where nearly every file has one
SAMPLE = 50  # files
NUMBER = r"\d{1,4}"  # which only counts: it tells no file from all others
URL = re.compile(r"\w+://")
DEEP = 5  # folders below a table in which the files of its ids are looked for


def holds_paths(table: Table, name: str, endings: tuple[str, ...]) -> bool:
    """Whether its cells end as such files do."""
    cells = table.frame[name]
    if cells.dtype.is_float():
        return False
    head = cells.drop_nulls().head(20).to_list()
    return bool(head) and all(cell.lower().endswith(endings) for cell in head)


def of_paths(reading: Reading, column: str, endings: tuple[str, ...]) -> str:
    """The column itself, or how its files are found below the table, or beside it."""
    every, top = list(reading.tables.values()), top_of(reading)
    tables = Tables(every, top, endings)
    place = tables.best(column)
    scattered.refuse_coded(tables, column, place)
    if (
        place.share < MOSTLY
        and top == reading.train.path.parent
        and telling(reading, column)
    ):
        beside = Tables(every, top.parent, endings, DEEP)
        found = beside.best(column)
        place = found if found.share >= MOSTLY else place
        scattered.refuse_coded(beside, column, place)
    if place.share < MOSTLY and telling(reading, column):
        scattered.refuse(tables, column, place)
    return place.written


def is_absent_address(reading: Reading, column: str, place: str) -> bool:
    """Whether it holds addresses of files in the web, of which none is here."""
    cells = reading.train.frame[column].drop_nulls().head(100).to_list()
    return place == column and all(map(URL.match, cells))


def telling(reading: Reading, column: str) -> bool:
    """Whether names tell one file from all others: 1.png is in many folders."""
    names = [
        PureWindowsPath(cell).stem
        for cell in reading.train.frame[column].drop_nulls().head(100)
    ]
    return not all(re.fullmatch(NUMBER, name) for name in names)


def of_ids(reading: Reading, endings: tuple[str, ...]) -> tuple[str, ...]:
    """An id that is the name of a file: ("train/{id}.jpg",)."""
    top = top_of(reading)
    tables = Tables(list(reading.tables.values()), top, endings, DEEP)
    beside = not tables.files and bool(ANSWERS.search(top.name))  # GroundTruth/
    if beside:
        tables = Tables(list(reading.tables.values()), top.parent, endings, DEEP)
    if len(tables.files) < 2:
        return ()
    apart = []  # columns whose files no one pattern finds
    for name in reading.train.names:
        cells = reading.train.frame.select(texts(reading.train, name)).to_series()
        cells = cells.drop_nulls().head(TRIED).to_list()
        known = sum(cell in tables.files for cell in cells)
        own = len(set(cells)) > 0.5 * len(
            cells
        )  # a number from 0 to 9 is no name of a file
        if beside and all(re.fullmatch(NUMBER, cell) for cell in cells):
            continue  # 1.png is in many folders
        enough = MOSTLY if len(tables.tables) > 1 else least(cells, tables)
        if own and len(set(cells)) > 1 and known >= enough * len(cells):
            place = tables.best(name)
            if place.share >= enough and place.found >= MOSTLY * known:
                scattered.refuse_of_another(tables, name, place)
                return (place.written,)
            apart.append((name, place))
    for name, place in apart:
        scattered.refuse(tables, name, place)
    return ()


def least(cells: list[str], tables: Tables) -> float:
    """Share of the rows that must have a file: fewer where nearly every file has a row.

    A sample of the posters of a long list; a file called by a number that only counts
    says nothing.
    """
    telling = [name for name in tables.files if not re.fullmatch(NUMBER, name)]
    named = len({*telling} & {*cells})
    whole = len(telling) >= SAMPLE and named >= MOSTLY * len(tables.files)
    return PARTLY if whole and len(cells) < TRIED else MOSTLY


def top_of(reading: Reading) -> Path:
    """The folder that was named, if the table is in it, else that of the table."""
    home = reading.train.path.parent
    return reading.path if reading.path in home.parents else home


def on_absent(table: Table, files: list[Path], noun: str) -> list[str]:
    """Rows whose files are not there, in one sentence. Raises DataError if none is."""
    lost = [file for file in files if not file.is_file()]
    if files and len(lost) == len(files):
        raise DataError(
            f"None of {said(len(files), noun)} that {table.path.name} names exists; the"
            f" first would be {lost[0]}. Needed: paths relative to the folder of the table,"
            f" or files of these names below it; move the table or correct its paths."
        )
    if not lost:
        return []
    return [
        f"{len(lost):,} of {said(len(files), 'row')} of {table.path.name} name files that are"
        f" not there, such as {lost[0].name}: is the copy complete?"
    ]
