"""A table whose rows name pictures: which column holds paths, which the labels."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts import images, target
from scaffolder.facts.listing import IMAGE_ENDINGS, said
from scaffolder.facts.model import Facts, Proposal
from scaffolder.facts.reading import Reading
from scaffolder.facts.table import Table, texts


def find(table: Table) -> str:
    """The column that holds paths of pictures: "" if none."""
    for name in table.names:
        cells = table.frame[name]
        if cells.dtype.is_float():
            continue
        head = cells.drop_nulls().head(20).to_list()
        if head and all(cell.lower().endswith(IMAGE_ENDINGS) for cell in head):
            return name
    return ""


def read(
    reading: Reading, paths: str, kind: str | None, named: str | None, done: images.Done
) -> Facts:
    images.must_be_images(kind, reading.path)
    labels = _labels(reading, paths, named)
    if not labels.value:
        raise DataError(f"{reading.path}: {labels.reason}. Name it with --target.")
    rows = {}
    for split, table in reading.tables.items():
        cells = table.frame.select(paths).with_columns(texts(table, labels.value))
        rows[split] = [
            (table.path.parent / cell, answer)
            for cell, answer in cells.drop_nulls().iter_rows()
        ]
        _must_exist(table, [file for file, _ in rows[split]])
    columns = (paths, labels.value)
    facts = images.read_listed(reading.path, reading.source, columns, rows, done)
    return replace(facts, target=labels)


def _labels(reading: Reading, paths: str, named: str | None) -> Proposal:
    table = reading.train
    if table.dialect and not table.dialect.header:
        raise DataError(
            f"{table.path} names pictures but has no header. Needed: a first line with"
            " the names of its columns; add one, such as path,label"
        )
    others = tuple(column for column in reading.columns if column.name != paths)
    if len(others) == 1 and not named:
        named = others[0].name
    return target.choose(others, True, "tabular-classification", named)


def _must_exist(table: Table, files: list[Path]) -> None:
    lost = [file for file in files if not file.is_file()]
    if len(lost) == len(files):
        raise DataError(
            f"None of {said(len(files), 'picture')} that {table.path.name} names exists;"
            f" the first would be {lost[0]}. Needed: paths relative to the folder"
            " of the table; move the table or correct its paths."
        )
