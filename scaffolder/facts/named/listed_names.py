"""The names of the pictures of a table, and how a column says what the names tell."""

from __future__ import annotations

from pathlib import PureWindowsPath

from scaffolder.facts.commands import beside, on_table, text
from scaffolder.facts.model import Facts
from scaffolder.facts.named.patterns import columns_of
from scaffolder.facts.splits.name_beginnings import Named, value_of
from scaffolder.facts.written.table import Table, texts

MOST_ROWS = 20_000
MOST_COLUMNS = 50  # whose cells are compared with names


def read(facts: Facts, table: Table) -> list[Named]:
    """Of a table that names one picture a row; the answer is "" where a row has several."""
    if (column := names_in(facts)) not in table.names:
        return []
    answer = facts.target.value if facts.target.value in table.names else column
    frame = table.frame.select(texts(table, n) for n in dict.fromkeys([column, answer]))
    rows = frame.drop_nulls().head(MOST_ROWS).select(path=column, answer=answer)
    known = answer != column
    return [named(cell, said if known else "") for cell, said in rows.iter_rows()]


def named(cell: str, answer: str) -> Named:
    path = PureWindowsPath(cell)
    return Named(path.parent.name, path.stem, answer)


def names_in(facts: Facts) -> str:
    """The column that names the picture; "" where a row has several pictures."""
    *ways, _ = facts.settings["columns"].value
    return columns_of(ways[0])[-1] if len(ways) == 1 else ""


def stands_in_column(table: Table, names: list[Named], where: str) -> bool:
    """Whether a column says the same already: then it is known what the beginning is."""
    values = [value_of(name, where) for name in names]
    frame = table.frame.select(texts(table, n) for n in table.names[:MOST_COLUMNS])
    columns = (frame[name].head(MOST_ROWS).to_list() for name in frame.columns)
    stems = [name.stem for name in names]
    return any(
        cells == values or all(map(says_more, cells, values, stems))
        for cells in columns
        if len(set(cells)) < len(cells) == len(values)
    )


def says_more(cell: str | None, value: str, stem: str) -> bool:
    """ "sys0a" of sys0a-utt1, where numbers alone tell "sys0"."""
    return bool(cell) and stem.startswith(str(cell)) and str(cell).startswith(value)


def way(facts: Facts, table: Table, where: str) -> str:
    """The command that writes the table with a column of the beginnings."""
    written = beside(table, "subjects")
    inside = text(rf"(?:^|[/\\])({where.removeprefix('^')})[^/\\]*$")
    code = (
        f"c = pl.col({text(names_in(facts))});"
        f" t.with_columns(subject=c.str.extract({inside}).fill_null(c))"
        f".write_csv({text(written.name)})"
    )
    return f"Needed: a column that says it; write one: {on_table(table, code)} and name {written}"
