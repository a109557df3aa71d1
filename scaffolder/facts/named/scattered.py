"""Files of one table in several folders, of which no column says which: part_1/, part_2/."""

from __future__ import annotations

import shlex
from collections import Counter
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.listing import some
from scaffolder.facts.named.patterns import TRIED, Place, Tables

MOSTLY = 0.95  # of the rows have a file of their name in one of the folders
MOST = 20  # folders


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


def way(folder: Path, home: Path) -> str:
    return folder.relative_to(home).as_posix()
