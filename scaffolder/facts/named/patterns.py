"""Where the files of a table's rows are: a column of paths, or a pattern of cells.

A pattern has columns in braces: "train/{id}.jpg", "../audio/fold{fold}/{clip}". `{file.name}`
is the last part of a path in a cell, `{table}` the table without its ending. read.py of a
project reads them by the same rule.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from pathlib import Path, PureWindowsPath

from scaffolder.errors import DataError
from scaffolder.facts.listing import files_below
from scaffolder.facts.written.table import Table, texts

Cells = Mapping[str, str]  # column -> text of one row

SAMPLED = 60  # rows of a table from which a pattern is told
TRIED = 2_000  # rows on which it is tried
MOST_FILES = 200_000  # that are looked through
MOST_COLUMNS = 50  # whose cells may be part of a path


@dataclass(frozen=True)
class Place:
    """A column or a pattern, and for how many of the rows tried there is a file."""

    written: str
    found: int
    tried: int
    different: int = 0  # files that were found

    @property
    def share(self) -> float:
        return self.found / self.tried if self.tried else 0.0


def path_of(cells: Cells, place: str, home: Path) -> Path:
    """The file of a row; either slash parts its folders."""
    if "{" in place:
        parts = {name: PureWindowsPath(cell) for name, cell in cells.items()}
        return home / place.format_map(parts).replace("\\", "/")
    return home / cells[place].replace("\\", "/")


def columns_of(place: str) -> list[str]:
    """The columns that a place needs; the last one names the file."""
    if "{" not in place:
        return [place]
    return [found.partition(".")[0] for found in re.findall(r"{([^{}]+)}", place)]


class Tables:
    """The tables of one data set, and the files below one folder that rows may mean."""

    def __init__(
        self,
        tables: Sequence[Table],
        home: Path,
        endings: tuple[str, ...],
        deep: int = 1000,
    ):
        self.tables, self.home, self.endings, self.deep = tables, home, endings, deep

    @cached_property
    def files(self) -> dict[str, list[Path]]:
        """By name without its ending."""
        found: dict[str, list[Path]] = defaultdict(list)
        files = files_below(self.home, self.endings, self.deep)
        try:
            for file in islice(files, MOST_FILES):
                found[file.stem].append(file)
        except DataError:
            pass  # a folder that may not be listed is not where the files are
        return found

    def rows(self, column: str, most: int) -> Iterator[tuple[Path, Cells]]:
        """(folder of the table, cells) of rows spread over each table."""
        for table in self.tables:
            if column in table.names:
                for row in spread(table, column, most):
                    yield table.path.parent, row

    def best(self, column: str) -> Place:
        """Of all ways to write where the files are, the one that finds most of them."""
        seen: Counter[str] = Counter()
        for home, row in self.rows(column, SAMPLED):
            ways = {
                w
                for file in self.meant(row[column])
                for w in ways_to(file, row, column, home)
            }
            seen.update(ways)
        usual = sorted(seen, key=lambda way: (-seen[way], cost(way, column), way))
        # video_0/1.jpg, video_1/1.jpg, ...: as many ways as folders, and one for all of them
        of_several = [way for way in usual[3:] if len({*columns_of(way)}) > 1][:1]
        return max(
            (self.tried(column, way) for way in [column, *usual[:3], *of_several]),
            key=lambda place: (place.found, place.different),
        )

    def tried(self, column: str, place: str) -> Place:
        rows = list(self.rows(column, TRIED))
        files = [path_of(row, place, home) for home, row in rows]
        found = [file for file in files if file.is_file()]
        return Place(place, len(found), len(rows), len(set(found)))

    def meant(self, cell: str) -> list[Path]:
        """Files of that name, with its ending or without."""
        name = PureWindowsPath(cell).name
        ended = name.lower().endswith(self.endings)
        return self.files.get(Path(name).stem if ended else name, [])


def spread(table: Table, column: str, most: int) -> Iterator[Cells]:
    names = [column, *(n for n in table.names[:MOST_COLUMNS] if n != column)]
    every = max(1, len(table.frame) // most)
    frame = table.frame.select(texts(table, name) for name in names)
    for number, row in enumerate(frame.gather_every(every).iter_rows(named=True)):
        if row[column]:
            cells = {name: cell or "" for name, cell in row.items()}
            yield cells | {"row": str(number * every + 1), "table": stem(table.path)}


def stem(path: Path) -> str:
    """The name of a table without its ending."""
    return path.name.partition(".")[0]


def ways_to(file: Path, row: Cells, column: str, home: Path) -> Iterator[str]:
    """Patterns that lead to this file from the cells of its row."""
    way = Path(os.path.relpath(file, home)).as_posix()
    *folders, last = way.split("/")
    cell = PureWindowsPath(row[column])
    for whole, ending in (
        (cell.as_posix(), ""),
        (f"{cell.as_posix()}{file.suffix}", file.suffix),
    ):
        if f"/{way}".endswith(f"/{whole}"):
            yield f"{way[: len(way) - len(whole)]}{{{column}}}{ending}"
    lone = len(cell.parts) == 1
    if last == cell.name:
        end = f"{{{column}}}" if lone else f"{{{column}.name}}"
    elif last == f"{cell.name}{file.suffix}":
        end = (f"{{{column}}}" if lone else f"{{{column}.name}}") + file.suffix
    else:
        end = f"{{{column}.stem}}{file.suffix}"
    for heads in product(*(spellings(folder, row, column, cell) for folder in folders)):
        yield "/".join([*heads, end])


def spellings(folder: str, row: Cells, column: str, cell: PureWindowsPath) -> list[str]:
    """A folder as it is called, and as a cell of its row says: "fold3", "fold{fold}"."""
    found = [folder]
    if cell.parent.name == folder:
        found.append(f"{{{column}.parent.name}}")
    for name, value in row.items():
        if not value or name in ("row", column) or re.search(r"[{}.\[\]!:]", name):
            continue
        if folder == value:
            found.append(f"{{{name}}}")
        elif name == "table" and value in folder:
            found.append(folder.replace(value, "{table}"))
        elif value.isdigit() and re.fullmatch(rf"\D*[^\d]{value}", folder):
            found.append(f"{folder.removesuffix(value)}{{{name}}}")
    return found


def cost(way: str, column: str) -> tuple[int, int]:
    """Other columns are worse than parts of the path, and those than plain text."""
    named = columns_of(way)
    return sum(name != column for name in named), len(way.split("{"))
