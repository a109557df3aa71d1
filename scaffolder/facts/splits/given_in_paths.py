"""Folders in the paths of a table that say which part each row belongs to: train/0001.png."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.commands import beside, on_table, text, write
from scaffolder.facts.listing import some
from scaffolder.facts.splits.given_by_column import parts_of
from scaffolder.facts.written.table import texts

if TYPE_CHECKING:
    from scaffolder.facts.tables.reading import Reading
    from scaffolder.facts.written.table import Table

DEEP = 4  # folders of a path in which a part is looked for
FOLDER = r"[^/\\]+[/\\]"  # in a path, of Windows too


def refuse(reading: Reading, columns: tuple[str, ...]) -> None:
    """Raises DataError where one table lists the files of several given parts."""
    if len(reading.tables) > 1:
        return
    table = reading.train
    for name in columns:
        for depth in range(DEEP):
            ahead = "^" + FOLDER * depth
            folders = texts(table, name).str.extract(ahead + r"([^/\\]+)[/\\]")
            if parts := parts_of(folders):
                raise DataError(
                    f"The paths in {name!r} of {table.path} lead into folders of given parts"
                    f" ({some(parts)}), and parts are read from tables of their own. Needed: a"
                    f" table for each: {apart(table, name, ahead, parts)}. To draw them anew,"
                    " move the files into one folder."
                )


def apart(table: Table, name: str, ahead: str, parts: dict[str, str]) -> str:
    """The command that writes a table for each part, and which to name."""
    how, ending = write(table)
    files = {value: beside(table, part, ending) for value, part in parts.items()}
    drawn = {ahead + re.escape(v) + r"[/\\]": file.name for v, file in files.items()}
    code = (
        f"[t.filter(pl.col({text(name)}).str.contains(p)).{how}(f)"
        f" for p, f in {text(drawn)}.items()]"
    )
    return f"{on_table(table, code)} and name {next(iter(files.values()))}"
