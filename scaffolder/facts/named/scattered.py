"""Files of one table in several folders, of which no column says which: part_1/, part_2/; and
files whose names in the table begin with a code, "/data/upload/3/a4c95230-roof_089.jpg".
"""

from __future__ import annotations

import os
import re
import shlex
from collections import Counter
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.commands import beside, on_table, text
from scaffolder.facts.listing import some
from scaffolder.facts.named.patterns import TRIED, Place, Tables, path_of, spread
from scaffolder.facts.written.table import Table

MOSTLY = 0.95  # of the rows have a file of their name in one of the folders
MOST = 20  # folders
CODED = (
    r"^(?:.*[/\\\\=])?[0-9a-f]{6,40}[-_]+"  # as Label Studio calls what it was given
)


def refuse(tables: Tables, column: str, place: Place) -> None:
    """Raises DataError where all files are there, and in more than one folder."""
    rows = [row[column] for _, row in tables.rows(column, TRIED)]
    meant = [found for row in rows if len(found := tables.meant(row)) == 1]
    folders = Counter(found[0].parent for found in meant)
    enough = len(meant) >= MOSTLY * len(rows) > place.found
    if not enough or not 1 < len(folders) <= MOST:
        return
    names = [way(folder, tables.home) for folder in sorted(folders)]
    listed = " ".join(shlex.quote(f"./{name}") for name in names)
    raise DataError(
        f"Found the files that {column!r} of {tables.tables[0].path} names in {len(names)}"
        f" folders ({some(names)}), and no column says in which. Needed: all in one folder;"
        f" copy them: cd {shlex.quote(str(tables.home))}; mkdir together; for d in {listed};"
        ' do cp "$d"/* together/; done; and name '
        f"{tables.home} again. If the folders are the classes, take the table out of it."
    )


def refuse_coded(tables: Tables, column: str, place: Place) -> None:
    """Raises DataError where files are there under their names less a code before them."""
    table = tables.tables[0]
    cells = [row[column] for _, row in tables.rows(column, TRIED)]
    plain = [re.sub(CODED, "", cell) for cell in cells]
    found = [tables.meant(name) for name in plain]
    fits = sum(
        name != cell and len(files) == 1
        for name, cell, files in zip(plain, cells, found, strict=True)
    )
    if place.found or table.nested or fits < MOSTLY * len(cells):
        return
    code = (
        f"files = {{p.name: p.as_posix() for p in sorted(Path({text(home_of(tables))}).rglob("
        f'"*")) if p.suffix.lower() in {text(tables.endings)}}}; c = pl.col({text(column)});'
        f' name = c.str.replace(r"{CODED}", "");'
        f" t.with_columns(name.replace(files).alias({text(column)}))"
        f".write_csv({text(beside(table, 'files').name)})"
    )
    raise DataError(
        f"{column!r} of {table.path} names files that are not there, such as {cells[0]}, and"
        f" {plain[0]} is: a code stands before each name. Needed: the paths of the files; write"
        f" them: {on_table(table, code, '; from pathlib import Path')} and name"
        f" {beside(table, 'files')}."
    )


def refuse_of_another(tables: Tables, column: str, place: Place) -> None:
    """Raises DataError where the rows of two tables would get the same files, though each has
    files of these names below its own folder: train/1.png and test/1.png."""
    first, *others = tables.tables
    ours = files_of(tables, first, column, place)
    for other in (table for table in others if column in table.names):
        theirs, home = files_of(tables, other, column, place), other.path.parent
        cells = [row[column] for row in spread(other, column, TRIED)]
        own = sum(any(home in f.parents for f in tables.meant(cell)) for cell in cells)
        if home == first.path.parent or own < MOSTLY * len(cells):
            continue
        if len(theirs & ours) > (1 - MOSTLY) * len(theirs):
            named = f"{beside(first, 'files')} --test-data {beside(other, 'files')}"
            raise DataError(
                f"Files have the same names in more than one folder, and each of the tables"
                f" stands beside its own: rows of {other.path} would get those of"
                f" {first.path.name}. Needed: the path of each file in the table; write them:"
                f" {with_paths(tables, first, column)}; {with_paths(tables, other, column)};"
                f" and name {named} (or --validation-data)."
            )


def files_of(tables: Tables, table: Table, column: str, place: Place) -> set[Path]:
    rows = spread(table, column, TRIED)
    found = (path_of(row, place.written, table.path.parent) for row in rows)
    return {file.resolve() for file in found if file.is_file()}


def with_paths(tables: Tables, table: Table, column: str) -> str:
    """The command that writes a copy of the table, with the files below its own folder."""
    code = (
        f'files = {{p.stem: p.as_posix() for p in sorted(Path(".").rglob("*")) if'
        f" p.suffix.lower() in {text(tables.endings)}}}; c = pl.col({text(column)});"
        f" t.with_columns(c.replace(files).alias({text(column)}))"
        f".write_csv({text(beside(table, 'files').name)})"
    )
    return on_table(table, code, "; from pathlib import Path")


def home_of(tables: Tables) -> str:
    """From the folder of the table, in which the command is run."""
    return Path(os.path.relpath(tables.home, tables.tables[0].path.parent)).as_posix()


def way(folder: Path, home: Path) -> str:
    return folder.relative_to(home).as_posix()
