"""Answers that carry the number of their row: "negative.|3733", as old files of UCI have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.commands import beside, on_table, text, write
from scaffolder.facts.listing import some

if TYPE_CHECKING:
    from scaffolder.facts.tables.reading import Reading

FORM = r"^(.*?[^\s.])\.?\s*[|;#]\s*\d+$"  # a class, a mark, the number
MOST = 30  # classes
EACH = 5  # rows of a class on average


def refuse(reading: Reading, named: str | None) -> None:
    """DataError where the named answer, or the last column without a header, is so."""
    last = "" if reading.has_header else reading.train.names[-1]
    name = named or last
    if name not in reading.train.names or not (found := classes(reading, name)):
        return
    how, ending = write(reading.train)
    homes = {
        split: beside(table, f"{split}_classes", ending)
        for split, table in reading.tables.items()
    }
    commands = [
        on_table(table, f"{cut(name)}.{how}({text(homes[split].name)})")
        for split, table in reading.tables.items()
    ]
    given = [f"--{s}-data {home}" for s, home in homes.items() if s != "train"]
    others = f" with {' '.join(given)}" if given else ""
    asked = "" if named is None else f" and --target {named}"
    example = reading.train.frame[name].drop_nulls()[0]
    raise DataError(
        f"{name} of {reading.train.path} holds a class and a number of the row behind it, such"
        f" as {example!r}: {some(found)}. Needed: the class alone; cut the number off:"
        f" {'; '.join(commands)} and name {homes['train']}{others}{asked}."
    )


def classes(reading: Reading, name: str) -> list[str]:
    """The classes before the numbers; [] where each value is one of its own or they are many."""
    cells = reading.train.frame[name].drop_nulls()
    if cells.dtype.is_float() or not len(cells):
        return []
    if not cells.head(100).str.contains(FORM).all() or cells.n_unique() * EACH < len(
        cells
    ):
        return []
    found = sorted({*cells.str.extract(FORM).drop_nulls()})
    few = 1 < len(found) <= min(MOST, len(cells) / EACH)
    return found if few and bool(cells.str.contains(FORM).all()) else []


def cut(name: str) -> str:
    return f"t.with_columns(pl.col({text(name)}).str.extract({text(FORM)}))"
