"""Pictures written into the cells of a table, and how they become an archive of arrays."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.commands import beside, on_table, text
from scaffolder.facts.splits.given_by_column import parts_of

if TYPE_CHECKING:
    from scaffolder.facts.written.table import Table

NUMBERS = re.compile(r"\d{1,3}( \d{1,3})+")
FEWEST = 8 * 8  # pixels
CHANNELS = (1, 3)
WHITE = 255


def side_of(cells: list[str]) -> tuple[int, int]:
    """(side, channels) of square pictures that all cells hold; (0, 0) of others."""
    lengths = {len(cell.split()) for cell in cells if NUMBERS.fullmatch(cell)}
    if len(lengths) != 1 or not all(map(NUMBERS.fullmatch, cells)):
        return 0, 0
    count = lengths.pop()
    bright = max(int(value) for cell in cells for value in cell.split())
    for channels in CHANNELS:
        side = math.isqrt(count // channels)
        if side * side * channels == count >= FEWEST and bright <= WHITE:
            return side, channels
    return 0, 0


def refuse(table: Table, name: str, cells: list[str]) -> None:
    """Raises DataError where a column holds the pixels of a picture in each cell."""
    side, channels = side_of(cells)
    if not side:
        return
    what = "pixels" if channels == 1 else "pixels of three colours"
    shape = f"(-1, {side}, {side}{', 3' * (channels > 1)})"
    code, first = to_write(table, name, shape)
    raise DataError(
        f"The column {name!r} of {table.path} holds pictures as text: {side} x {side} {what} in"
        " each cell. Needed for pictures: arrays in an .npz; write it, with the column of the"
        f" answers as labels: {on_table(table, code)} and name {table.path.with_name(first)}."
    )


def to_write(table: Table, name: str, shape: str) -> tuple[str, str]:
    """(code, name of the file for training): a file for each part that a column names."""
    others = [other for other in table.names if other != name]
    parts = {
        other: found for other in others if (found := parts_of(table.frame[other]))
    }
    free = [o for o in others if o not in parts and table.frame[o].n_unique() > 1]
    answer = text((free or others or [name])[0])
    begin = (
        f"import numpy as np; x = np.array([c.split() for c in t[{text(name)}]],"
        f' "uint8").reshape{shape}; y = t[{answer}].to_numpy().astype(str);'
    )
    if not parts:
        file = beside(table, "pictures").with_suffix(".npz").name
        return f"{begin} np.savez({text(file)}, images=x, labels=y)", file
    column, values = next(iter(parts.items()))
    files = {v: beside(table, p).with_suffix(".npz").name for v, p in values.items()}
    code = (
        f"{begin} [np.savez(f, images=x[m], labels=y[m]) for v, f in {text(files)}.items() for m"
        f" in [t[{text(column)}].to_numpy() == v]]"
    )
    return code, next(iter(files.values()))
