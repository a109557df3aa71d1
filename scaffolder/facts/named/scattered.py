"""Files of one table in several folders, of which no column says which: part_1/, part_2/; and
files whose names in the table begin with a code, "/data/upload/3/a4c95230-roof_089.jpg".
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.commands import beside, on_table, text
from scaffolder.facts.files.source import split_of
from scaffolder.facts.listing import some
from scaffolder.facts.named.patterns import TRIED, Place, Tables, path_of, spread
from scaffolder.facts.written.table import Table

MOSTLY = 0.95  # of the rows have a file of their name in one of the folders
FLAGS = {"": "", "train": "", "validation": "--validation-data "}
FLAGS["test"] = "--test-data "
LAST = r"([^/\\]+)$"  # of a path, with either slash
CODED = (
    r"^(?:.*[/\\\\=])?[0-9a-f]{6,40}[-_]+"  # as Label Studio calls what it was given
)


def refuse(tables: Tables, column: str, place: Place) -> None:
    """Raises DataError where all files are there, and in more than one folder."""
    rows = [row[column] for _, row in tables.rows(column, TRIED)]
    meant = [found for row in rows if len(found := tables.meant(row)) == 1]
    folders = Counter(found[0].parent for found in meant)
    enough = len(meant) >= MOSTLY * len(rows) > place.found
    if not enough or len(folders) < 2:
        return
    names = [way(folder, tables.home) for folder in sorted(folders)]
    levels = telling_levels(tables, found=[files[0] for files in meant])
    lines = [with_folders(tables, table, column, levels) for table in tables.tables]
    named = " ".join(
        f"{FLAGS[split_of(table.path)]}{beside(table, 'files')}"
        for table in tables.tables
    )
    raise DataError(
        f"Found the files that {column!r} of {tables.tables[0].path} names in {len(names)}"
        f" folders ({some(names)}), and no column says in which. Needed: the paths of the"
        f" files; write them: {'; '.join(lines)}; and name {named}.{on_levels(levels)} If the"
        f" folders are the classes, take the table out of {tables.home}; for"
        f" the table alone say --task tabular-classification."
    )


def telling_levels(tables: Tables, found: list[Path]) -> dict[int, set[str]]:
    """Which folders of the paths, as seen from the first table, differ and say more than the
    names of the files do: site_A of rec/site_A/1.wav, but not a of a/f/af31.jpg."""
    home = tables.tables[0].path.parent
    ways = [(Path(os.path.relpath(f.parent, home)).parts, f.stem) for f in found]
    depth = min(len(parts) for parts, _ in ways)
    names = {level: {parts[level] for parts, _ in ways} for level in range(depth)}
    said = [all(parts[level] in stem for parts, stem in ways) for level in names]
    return {n: found for n, found in names.items() if len(found) > 1 and not said[n]}


def on_levels(levels: dict[int, set[str]]) -> str:
    columns = [
        f"folder_{level + 1}"
        for level, names in levels.items()
        if not all(split_of(Path(name)) for name in names)
    ]
    if not columns:
        return ""
    return (
        f" {' and '.join(columns)} there say where a file lies: if those of one folder are"
        f" alike, take --split group --split-column {columns[0]}."
    )


def with_folders(
    tables: Tables, table: Table, column: str, levels: Iterable[int]
) -> str:
    """The command that writes a copy of the table with paths, and a column for each level."""
    parts = [
        f'c.str.split("/").list.get({level}).alias("folder_{level + 1}")'
        for level in levels
    ]
    code = (
        f"files = {{n: p.as_posix() for p in sorted(Path({text(home_of(tables))})"
        f'.rglob("*")) if p.suffix.lower() in {text(tables.endings)} for n in (p.name, p.stem)}};'
        f" c = pl.col({text(column)}); name = c.str.extract({text(LAST)}).replace(files);"
        f" t = t.with_columns(name.alias({text(column)}));"
        f" t.select({''.join(f'{part}, ' for part in parts)}pl.all())"
        f".write_csv({text(beside(table, 'files').name)})"
    )
    return on_table(table, code, "; from pathlib import Path")


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
