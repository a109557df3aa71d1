"""Answers of pictures that are numbers as people write them: "1.250,5 g", and "n.d." for none."""

from __future__ import annotations

from dataclasses import replace

from scaffolder.errors import DataError
from scaffolder.facts.commands import beside, flag, on_table, text
from scaffolder.facts.listing import said, some
from scaffolder.facts.tables.reading import Reading
from scaffolder.facts.written.cells import as_text
from scaffolder.facts.written.table import Table
from scaffolder.facts.written.written_numbers import is_number


def refuse(reading: Reading, answer: str) -> None:
    """DataError where the cells of a column of numbers are none as they stand.

    read.py of a project takes them so.
    """
    cells = [c for table in reading.tables.values() for c in odd(table, answer)]
    if not cells:
        return
    written = beside(reading.train, "plain")
    lines = [on_table(table, plain(table, answer)) for table in reading.tables.values()]
    raise DataError(
        f"{answer} of {reading.train.path} holds numbers, and {said(len(cells), 'cell')} that"
        f" Python does not read as one: {some(dict.fromkeys(cells), 3)}. Needed: digits and a"
        " point, and nothing where the answer is missing; write them so:"
        f" {'; '.join(lines)} and name {written} with {flag('--target', answer)}."
    )


def odd(table: Table, answer: str) -> list[str]:
    """Of a column that is read as numbers, the cells that are no number in the file."""
    if not table.dialect or answer not in table.names:
        return []
    if not table.frame[answer].dtype.is_float():
        return []
    file = replace(table, dialect=replace(table.dialect, numbers=()))
    return [cell for cell in as_text(file, answer).drop_nulls() if not is_number(cell)]


def plain(table: Table, answer: str) -> str:
    """Python that writes the table `t` anew, with digits and a point; "" for other cells."""
    assert table.dialect
    forms = {name: form for name, *form in table.dialect.numbers}
    mark, beside_it = forms.get(answer, (".", ""))
    digits = f"pl.col({text(answer)})"
    if beside_it:
        digits += f'.str.replace_all({text(beside_it)}, "", literal=True)'
    if any(cell.startswith("(") for cell in odd(table, answer)):  # (12) is -12
        digits += r'.str.replace(r"^\((.*)\)$", "-${1}")'
    digits += '.str.replace_all("−", "-").str.replace_all(r"[^0-9.,eE+-]", "")'
    if answer in forms:
        other = "," if mark == "." else "."
        digits += f'.str.replace_all("{other}", "", literal=True)'
        digits += f'.str.replace("{mark}", ".", literal=True)'
    return (
        f"n = {digits}; t.with_columns(pl.when(n.cast(pl.Float64, strict=False).is_finite())"
        f".then(n).alias({text(answer)})).write_csv({text(beside(table, 'plain').name)})"
    )
