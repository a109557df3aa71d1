"""A table whose rows are about pictures: where they are, and which column is the answer."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts import images, picture_answers, target
from scaffolder.facts.listing import IMAGE_ENDINGS, entries, said, some
from scaffolder.facts.model import Column, Facts, Proposal
from scaffolder.facts.reading import Reading
from scaffolder.facts.table import Table, texts
from scaffolder.facts.table_settings import as_text

NUMBERED = re.compile(r"(\D*)(\d+)(\D.*)")  # "17_kitchen.jpg"
MOSTLY = 0.95  # of the rows must have their picture
VIEWS = 9  # pictures of one row that are taken for views of one thing


def find(table: Table) -> tuple[str, ...]:
    """Where the pictures of a row are: columns of paths, or patterns; () if it has none.

    A pattern is a name with a column in braces, "train/{id}.jpg", or with the number of
    the row, counted from 1: "{row}_kitchen.jpg".
    """
    found = tuple(name for name in table.names if holds_paths(table, name))
    return (found or named_by_column(table) or named_by_row(table))[:VIEWS]


def holds_paths(table: Table, name: str) -> bool:
    cells = table.frame[name]
    if cells.dtype.is_float():
        return False
    head = cells.drop_nulls().head(20).to_list()
    return bool(head) and all(cell.lower().endswith(IMAGE_ENDINGS) for cell in head)


def named_by_column(table: Table) -> tuple[str, ...]:
    """An id that is the name of a picture: "train/{id}.jpg"."""
    folders = [table.path.parent]
    folders += [entry for entry in entries(folders[0]) if entry.is_dir()]
    for folder in folders:
        stems = {
            e.stem: e.suffix
            for e in entries(folder)
            if e.suffix.lower() in IMAGE_ENDINGS
        }
        for name in table.names if len(stems) >= 2 else ():
            cells = table.frame.select(texts(table, name)).to_series().drop_nulls()
            cells = cells.head(2000).to_list()
            known = [cell for cell in cells if cell in stems]
            if len(set(cells)) > 1 and len(known) >= MOSTLY * len(cells):
                place = folder.relative_to(table.path.parent).as_posix()
                ending = stems[known[0]]
                return (f"{place}/{{{name}}}{ending}".removeprefix("./"),)
    return ()


def named_by_row(table: Table) -> tuple[str, ...]:
    """A picture, or several views, for each line: "{row}_kitchen.jpg"."""
    numbers: dict[tuple[str, str], set[int]] = defaultdict(set)
    for entry in entries(table.path.parent):
        if entry.suffix.lower() in IMAGE_ENDINGS and (
            m := NUMBERED.fullmatch(entry.name)
        ):
            numbers[m[1], m[3]].add(int(m[2]))
    rows = set(range(1, len(table.frame) + 1))
    return tuple(
        f"{before}{{row}}{after}"
        for (before, after), found in sorted(numbers.items())
        if len(found & rows) >= MOSTLY * len(rows) and len(found) <= len(rows) + 1
    )


def read(
    reading: Reading,
    places: tuple[str, ...],
    kind: str | None,
    named: str | None,
    done: images.Done,
) -> Facts:
    images.must_be_images(kind, reading.path)
    chosen, others = answer(reading, places, kind, named)
    if not chosen.value:
        raise DataError(f"{reading.path}: {chosen.reason}. Name it with --target.")
    rows = {}
    for split, table in reading.tables.items():
        rows[split] = picture_answers.rows(table, chosen.value, places)
        _must_exist(table, [file for files, _ in rows[split] for file in files])
    columns = Proposal((*places, chosen.value), about(places, chosen.value))
    facts = images.read_listed(
        reading.path,
        reading.source,
        columns,
        rows,
        written(reading, columns),
        kind,
        done,
    )
    aside = [column for column in reading.columns if column.name in others]
    sentences = [*on_views(places), *on_others(aside)]
    return replace(
        facts,
        target=chosen,
        columns=reading.columns,
        sentences=(*facts.sentences, *sentences),
    )


def answer(
    reading: Reading, places: tuple[str, ...], kind: str | None, named: str | None
) -> tuple[Proposal, list[str]]:
    """(the column of the answer, columns left aside)"""
    table = reading.train
    if (
        holds_paths(table, table.names[0])
        and table.dialect
        and not table.dialect.header
    ):
        raise DataError(
            f"{table.path} names pictures but has no header. Needed: a first line with"
            " the names of its columns; add one, such as path,label"
        )
    ids = set(re.findall(r"{(\w+)}", " ".join(places)))
    free = tuple(c for c in reading.columns if c.name not in {*places, *ids})
    names = [column.name for column in free]
    if not named and (labels := picture_answers.columns_of_labels(table, free, kind)):
        why = f"{said(len(labels), 'column')} of 0 and 1, a label each"
        return Proposal("|".join(labels), why), sorted(set(names) - set(labels))
    if len(free) == 1 and not named:
        named = free[0].name
    if not reading.has_header and not named:
        why = f"{names[-1]}: the last column, where files without a header have it"
        return Proposal(names[-1], why), names[:-1]
    chosen = target.choose(free, reading.has_header, like(kind, free, named), named)
    return chosen, [name for name in names if name != chosen.value]


def like(kind: str | None, free: tuple[Column, ...], named: str | None) -> str | None:
    """The kind of table whose rules choose the answer."""
    if kind == "image-regression":
        return "tabular-regression"
    return "tabular-classification" if kind == "image-classification" else None


def written(reading: Reading, columns: Proposal) -> dict[str, Proposal]:
    """How the table is read: which part of the templates does, and what it must be told."""
    text, header = as_text(reading), images.NO_HEADER
    if text["columns"].value:
        why = "columns of the table, which has no line of names"
        header = replace(text["columns"], reason=why)
    encoding = text["encoding"]
    if encoding.value == "utf8":
        encoding = Proposal("utf-8-sig", "UTF-8, with the mark of Windows or without")
    return {
        "read": Proposal(part(reading, *columns.value), reading.train.format),
        "separator": text["separator"],
        "encoding": encoding,
        "header": header,
    }


def part(reading: Reading, *columns: str) -> str:
    """The part that reads this table. Raises DataError where there is none."""
    *places, answer = columns
    several, flags = len(places) > 1, "|" in answer
    if reading.train.dialect and not (several and flags):
        if several or flags:
            return "table_of_views" if several else "table_of_flags"
        return "table_of_paths"
    if reading.train.format == "JSONL" and not (several or flags):
        return "json_lines_of_paths"
    raise DataError(
        f"{reading.path} is {reading.train.format}, with {said(len(places), 'picture')} a"
        f" row and {said(answer.count('|') + 1, 'column')} of answers. Needed: a CSV file,"
        " and one of the two but once; write one, with labels in one column as cat|dog."
    )


def about(places: tuple[str, ...], answer: str) -> str:
    if any("{row}" in place for place in places):
        return "(pictures of line {row}, column of the answer)"
    if "|" in answer:
        return "(column of the paths, columns of 0 and 1: a label each)"
    return "(column of the paths, column of the answer)"


def on_views(places: tuple[str, ...]) -> list[str]:
    if len(places) == 1:
        return []
    return [
        f"{len(places)} pictures belong to one row ({some(places)}): they are tiled into"
        " one, so that no row sits on both sides of a split."
    ]


def on_others(others: list[Column]) -> list[str]:
    if not others:
        return []
    return [
        "Columns left aside, as the net looks at pictures only:"
        f" {some([described(other) for other in others])}. A table of them alone may"
        " predict better; compare with a tabular project."
    ]


def described(column: Column) -> str:
    """The name, and what one may not round away: "baths (fractions, such as 2.5)"."""
    broken = [e for e in column.examples if column.role == "number" and "." in e]
    broken = [e for e in broken if float(e) % 1]
    return f"{column.name} (fractions, such as {broken[0]})" if broken else column.name


def _must_exist(table: Table, files: list[Path]) -> None:
    lost = [file for file in files if not file.is_file()]
    if len(lost) == len(files):
        raise DataError(
            f"None of {said(len(files), 'picture')} that {table.path.name} names exists;"
            f" the first would be {lost[0]}. Needed: paths relative to the folder"
            " of the table; move the table or correct its paths."
        )
