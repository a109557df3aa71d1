"""Tables that say something of pictures that have masks: another task of the same pictures."""

from __future__ import annotations

import os
from pathlib import Path, PureWindowsPath

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.commands import text
from scaffolder.facts.files.source import split_of
from scaffolder.facts.listing import entries, some
from scaffolder.facts.named.listed import naming
from scaffolder.facts.written.table import Table, load, texts

MOSTLY = 0.8  # of the cells of a column name a picture
MOST = 20  # different cells of a column of classes


def sentences(path: Path, pictures: list[Path]) -> list[str]:
    """On tables beside the pictures that name a class of each, with the way to read them so."""
    stems = {picture.stem: picture for picture in pictures}
    for file in tables_in(path) if pictures else ():
        table = opened(file)
        if table and (column := names_in(table, set(stems))):
            classes = [name for name in table.names if says_class(table, name, column)]
            if classes:
                return [told(table, column, classes, pictures[0].parent)]
    return []


def tables_in(path: Path) -> list[Path]:
    """Those of training first."""
    if not path.is_dir():
        return []
    files = [entry for entry in entries(path) if entry.is_file()]
    return sorted(naming(path, files), key=lambda file: split_of(file) != "train")


def opened(file: Path) -> Table | None:
    try:
        return load(file)
    except DataError:
        return None


def names_in(table: Table, stems: set[str]) -> str:
    """The column whose cells are names of pictures, with an ending or without."""
    for name in table.names:
        cells = [PureWindowsPath(c).stem for c in texts(table, name).drop_nulls()]
        if cells and sum(cell in stems for cell in cells) >= MOSTLY * len(cells):
            return name
    return ""


def says_class(table: Table, name: str, pictures: str) -> bool:
    cells = texts(table, name).drop_nulls()
    known = 1 < cells.n_unique() <= min(MOST, len(cells) / 2)
    return name != pictures and known


def told(table: Table, column: str, classes: list[str], home: Path) -> str:
    to = commands.beside(table, "pictures")
    way = Path(os.path.relpath(home.resolve(), table.path.parent.resolve()))
    code = (
        f"d = {{p.stem: p.as_posix() for p in Path({text(way.as_posix())}).iterdir()}};"
        f" c = pl.col({text(column)}); "
        r'stem = c.str.replace(r"^.*[/\\]", "").str.replace(r"\.[A-Za-z]+$", "");'
        f" t.with_columns(path=stem.replace_strict(d, default=None))"
        f'.drop_nulls("path").drop({text(column)}).write_csv({text(to.name)})'
    )
    line = commands.on_table(table, code, "; from pathlib import Path")
    return (
        f"{table.path.name} says more of the same pictures ({some(on_column(table, c) for c in classes)});"
        f" not read. For one class of a picture in place of its mask, write a table with paths:"
        f" {line} and name {to}."
    )


def on_column(table: Table, name: str) -> str:
    values = sorted(set(texts(table, name).drop_nulls()))
    return f"{name}: {some(values, 4)}"
