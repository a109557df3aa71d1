"""Which columns of a table hold numbers as spreadsheets write them, and how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scaffolder.facts.listing import some
from scaffolder.facts.written.settle import BEYOND, MOST_BEYOND, are_codes
from scaffolder.facts.written.table import Table, texts
from scaffolder.facts.written.text_table import MISSING
from scaffolder.facts.written.written_numbers import EDGE, Form, are_thousands, form_of


def forms(table: Table) -> Iterator[Form]:
    """How the columns of text that hold numbers are written, of a table read before."""
    assert table.dialect
    separator, undecided, of_file = table.dialect.separator, {}, set[str]()
    for name in table.names:
        if not table.frame[name].dtype.is_float() and (cells := _cells(table, name)):
            mark, _ = form_of(cells, separator, "")
            if mark:
                undecided[name] = cells
                if _is_certain(cells):
                    of_file.add(mark)
    known = of_file.pop() if len(of_file) == 1 else ""
    for name, cells in undecided.items():
        yield name, *form_of(cells, separator, known)
    for name in _pointed(table):
        cells = set(texts(table, name).drop_nulls().unique()) - set(MISSING)
        if are_thousands(cells, certain=known == ","):
            yield name, ",", ""


def _pointed(table: Table) -> Iterator[str]:
    """Columns of numbers whose points may part thousands, by the first rows."""
    assert table.dialect
    for place, name in enumerate(table.dialect.names):
        if table.frame[name].dtype.is_float():
            head = {row[place] for row in table.dialect.head if place < len(row)}
            if are_thousands(head - set(MISSING), certain=True):
                yield name


def _cells(table: Table, name: str) -> dict[str, int]:
    """The different cells of a column with their counts; none if a look says no number."""
    filled = table.frame[name].drop_nulls()
    column = filled.filter(~filled.str.contains(f"^{BEYOND.pattern}$"))
    if len(column) < (1 - MOST_BEYOND) * len(filled):
        return {}
    sample = column.unique(maintain_order=True).head(50).to_list()
    if sum(map(bool, map(EDGE.match, sample))) < 0.9 * len(sample) or not sample:
        return {}
    if are_codes(sample):
        return {}
    counts = dict(column.alias("text").value_counts(sort=True).iter_rows())
    return {cell: n for cell, n in counts.items() if any(c.isdigit() for c in cell)}


def _is_certain(cells: Iterable[str]) -> bool:
    """Whether some cell shows which mark parts the decimals: "1,5", "1.299,50"."""
    return any(
        re.search(r"[.,]\d+[.,]\d|[.,](\d{1,2}|\d{4,})(?!\d)", cell) for cell in cells
    )


def sentences(table: Table) -> list[str]:
    """How such columns were read, each with an example."""
    if not (table.dialect and table.dialect.numbers):
        return []
    listed = [_example(table, form) for form in table.dialect.numbers]
    return [f"Numbers as a spreadsheet writes them: {some(listed, 4)}."]


def _example(table: Table, form: Form) -> str:
    name, mark, beside = form
    decimal = "a decimal comma" if mark == "," else "a decimal point"
    value = table.frame[name].drop_nulls()
    first = f", the first is {value[0]:.10g}" if len(value) else ""
    return f"{name or 'the column without a name'} ({decimal}{f', {beside}' * bool(beside)}{first})"
