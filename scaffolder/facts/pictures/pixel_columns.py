"""Pictures written into a cell or a row of a table, and how they become an archive of arrays."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.commands import beside, cells, on_table, python, text
from scaffolder.facts.splits.given_by_column import parts_of

if TYPE_CHECKING:
    from scaffolder.facts.tables.reading import Reading
    from scaffolder.facts.written.table import Table

NUMBERS = re.compile(r"\d{1,3}( \d{1,3})+")
FEWEST = 8 * 8  # pixels
CHANNELS = (1, 3)
WHITE = 255
WORD = re.compile(r"pi?x(el)?s?", re.I)
BRIGHT = 128  # what the pixels of some picture reach, if nothing calls them so
LOOKED_AT = 200  # rows
ALIKE = 0.3  # correlation of pixels that stand one above the other


def side_of(texts: list[str]) -> tuple[int, int]:
    """(side, channels) of square pictures that all texts hold; (0, 0) of others."""
    lengths = {len(cell.split()) for cell in texts if NUMBERS.fullmatch(cell)}
    if len(lengths) != 1 or not all(map(NUMBERS.fullmatch, texts)):
        return 0, 0
    count = lengths.pop()
    bright = max(int(value) for cell in texts for value in cell.split())
    return shape_of(count) if bright <= WHITE else (0, 0)


def shape_of(count: int) -> tuple[int, int]:
    """(side, channels) of square pictures of so many numbers; (0, 0) of others."""
    for channels in CHANNELS:
        side = math.isqrt(count // channels)
        if side * side * channels == count >= FEWEST:
            return side, channels
    return 0, 0


def refuse(table: Table, name: str, head: list[str]) -> None:
    """Raises DataError where a column holds the pixels of a picture in each cell."""
    side, channels = side_of(head)
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


# --- a column for each pixel


def refuse_rows(reading: Reading, named: str | None) -> None:
    """Raises DataError where each row is a picture, with a column for each pixel."""
    table = reading.train
    start, stop = longest_run(table.names)
    others = [n for n in table.names if n not in table.names[start:stop]]
    if not others and not reading.has_header:  # a label before the pixels, or behind
        kinds = [table.frame[:, i].n_unique() for i in (0, -1)]  # 1: a black corner
        first = kinds[1] < 2 or 1 < kinds[0] <= kinds[1]
        others = [table.names[0 if first else -1]]
        start, stop = start + first, stop - (not first)
    names = table.names[start:stop]
    side, channels = shape_of(len(names))
    if not side or not others or not are_pixels(table, start, stop, side):
        return
    answer = named if named in others else answer_of(reading, others)
    shape = f"(-1, {side}, {side}{', 3' * (channels > 1)})"
    tables = [t for t in reading.tables.values() if answer in t.names]
    raise DataError(
        f"The columns {names[0]} to {names[-1]} of {table.path} are the pixels of a picture:"
        f" each row holds one, {side} x {side}{' in three colours' * (channels > 1)}. Needed for"
        f" pictures: arrays in an .npz; write it, with the column {answer!r} as labels:"
        f" {to_write_rows(tables, answer, (start, stop), shape)} and name"
        f" {table.path.with_suffix('.npz')}. To learn from columns that know nothing of what"
        " stands beside what: --task tabular-classification or tabular-regression."
    )


def longest_run(names: list[str]) -> tuple[int, int]:
    """(start, stop) of columns that count up: pixel0, pixel1, ...; 1x1, 1x2, ..."""
    best, start = (0, 0), 0
    for i in range(1, len(names) + 1):
        if i == len(names) or not follows(names[i - 1], names[i]):
            best, start = max(best, (start, i), key=lambda run: run[1] - run[0]), i
    return best


def follows(one: str, other: str) -> bool:
    before, after = ([*map(int, re.findall(r"\d+", n))] for n in (one, other))
    same = re.sub(r"\d+", "#", one) == re.sub(r"\d+", "#", other)
    up = len(before) == 2 and after > before or before and [before[0] + 1] == after
    return same and bool(up)


def are_pixels(table: Table, start: int, stop: int, side: int) -> bool:
    """Whole numbers from 0 to 255; like those above them, if no name says what they are."""
    import numpy as np

    frame = table.frame[:LOOKED_AT, start:stop]
    if not all(dtype.is_numeric() for dtype in frame.dtypes):
        return False
    x = frame.to_numpy().astype(float)
    if not ((x >= 0) & (x <= WHITE) & (x == np.round(x))).all():
        return False
    if WORD.search(table.names[start]):
        return True
    rows = x.reshape(len(x), side, -1)
    above, below = rows[:, :-1].ravel(), rows[:, 1:].ravel()
    if x.max() < BRIGHT or not above.std() * below.std():
        return False
    return bool(np.corrcoef(above, below)[0, 1] >= ALIKE)


def answer_of(reading: Reading, others: list[str]) -> str:
    from scaffolder.facts.tables import target

    columns = tuple(reading.column(name) for name in others)
    found = [c.name for c in columns if {*target.words(c.name)} & target.ANSWER_NAMES]
    several = [c.name for c in columns if c.unique > 1]
    return (found or several or others)[0]


def to_write_rows(
    tables: list[Table], answer: str, place: tuple[int, int], shape: str
) -> str:
    pixels = f"t[:, {place[0]}:{place[1]}].cast(pl.Float32).to_numpy()"
    code = (
        "import numpy as np, polars as pl; save = lambda t, f: np.savez(f,"
        f' images={pixels}.astype("uint8").reshape{shape},'
        f" labels=t[{text(answer)}].to_numpy().astype(str)); "
    ) + "; ".join(
        f"save({cells(t)}, {text(t.path.with_suffix('.npz').name)})" for t in tables
    )
    return python(tables[0].path.parent, code)
