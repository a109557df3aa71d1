"""Pictures whose rows follow one another in time: neighbours are alike, and so are their answers."""

from __future__ import annotations

from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from scaffolder.facts.commands import beside, on_table, text
from scaffolder.facts.listing import IMAGE_ENDINGS
from scaffolder.facts.splits import neighbours
from scaffolder.facts.written.table import Table, texts

if TYPE_CHECKING:
    from scaffolder.facts.tables.reading import Reading

SHARES = {"train": (0, 0.7), "validation": (0.7, 0.85), "test": (0.85, 1)}
MOSTLY = 0.9  # of the names begin with the answer: "34_left_0012.jpg"


def sentences(reading: Reading, answer: str) -> list[str]:
    """How to cut a table by its order, where the number to predict changes slowly in it."""
    table = reading.train
    if len(reading.tables) > 1 or answer not in table.names or not table.dialect:
        return []
    if (found := neighbours.alike(table.frame[answer])) < neighbours.ALIKE:
        return []
    if is_sorted_by(table, answer):
        return []
    files = {part: beside(table, part).name for part in SHARES}
    cuts = text([[files[part], *shares] for part, shares in SHARES.items()])
    code = f"n = len(t); [t[int(a * n):int(b * n)].write_csv(f) for f, a, b in {cuts}]"
    return [
        f"Neighbouring rows have alike answers: {answer} correlates with that of the row before,"
        f" {found:.2f}. If they are frames in the order of time, a split by chance flatters: cut"
        f" the table, the latest to test: {on_table(table, code)} and name"
        f" {table.path.with_name(files['train'])}."
    ]


def is_sorted_by(table: Table, answer: str) -> bool:
    """Whether the rows stand by the names of their pictures, which begin with the answer."""
    known = texts(table, answer).fill_null("")
    for column in (texts(table, name).fill_null("") for name in table.names):
        names = [PureWindowsPath(cell).name for cell in column]
        pictures = all(name.lower().endswith(IMAGE_ENDINGS) for name in names)
        if pictures and column.is_sorted():
            pairs = zip(names, known, strict=True)
            begins = sum(is_before(cell, name) for name, cell in pairs)
            return begins >= MOSTLY * len(names)
    return False


def is_before(cell: str, name: str) -> bool:
    after = name.removeprefix(cell)
    return bool(cell) and after != name and not after[:1].isdigit()
