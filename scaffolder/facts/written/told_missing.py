"""What the lines above a table say of cells without a value: "missing data: -999"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scaffolder.facts.listing import first_bytes

if TYPE_CHECKING:
    import polars as pl

    from scaffolder.facts.written.cells import Table

HEAD_BYTES = 100_000  # that such lines may fill
SAYS = re.compile(r"missing|no[ _-]?data|fill[ _]?value|no value|not available", re.I)
CODE = re.compile(r"(?<![\w.-])-?9{2,6}(?:\.[09]+)?(?![\w.]*\w)")


def codes(table: Table) -> set[float]:
    """Numbers of nines; a count of what is missing may be any other number."""
    if table.dialect is None or table.dialect.above <= 0:
        return set()
    head = first_bytes(table.path, HEAD_BYTES).decode(table.dialect.encoding, "replace")
    lines = [x for x in head.split("\n")[: table.dialect.above] if SAYS.search(x)]
    return {float(code) for line in lines for code in CODE.findall(line)}


def stands_apart(cells: pl.Series, code: float) -> bool:
    """Whether no measured number comes near it: 999 may be a pressure of the air."""
    others = cells.filter(cells != code)
    if len(others) in (0, cells.count()):
        return True  # nothing else, or no such cell
    nearest = others.max() if code > 0 else -others.min()  # type: ignore[operator]
    return nearest < abs(code) / 2  # type: ignore[operator]


def emptied(table: Table) -> None:
    """Cells with such a number become null; how they are written is a marker."""
    from scaffolder.facts.written.cells import texts

    numbers = [name for name in table.names if table.frame[name].dtype.is_float()]
    found = [
        code
        for code in codes(table)
        if all(stands_apart(table.frame[name], code) for name in numbers)
    ]
    columns = []
    for name in numbers if found else ():
        cells = table.frame[name]
        if not (told := cells.is_in(found)).any():
            continue
        for sign, count in texts(table, name).filter(told).value_counts().iter_rows():
            table.markers[sign] = table.markers.get(sign, 0) + count
        columns.append(cells.set(told, None))
    table.frame = table.frame.with_columns(columns)
