"""A table whose rows are about pictures: where they are, and which column is the answer."""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.commands import beside
from scaffolder.facts.listing import IMAGE_ENDINGS, entries, said, some
from scaffolder.facts.model import Column, Facts, Proposal
from scaffolder.facts.named import lists_of_table, places
from scaffolder.facts.named.patterns import columns_of
from scaffolder.facts.named.places import holds_paths
from scaffolder.facts.pictures import answers as picture_answers
from scaffolder.facts.pictures import facts as images
from scaffolder.facts.pictures import (
    one_hot_labels,
    own_pictures,
    rows_in_time,
    spellings,
    written_answers,
)
from scaffolder.facts.pictures.persons import PEOPLE, by_person
from scaffolder.facts.splits import given_by_column, given_in_paths
from scaffolder.facts.splits.rows import is_called_group, names_one_of
from scaffolder.facts.tables import beside_labels, target
from scaffolder.facts.tables.columns import words
from scaffolder.facts.tables.reading import Reading, forget_unlabelled
from scaffolder.facts.tables.settings import as_text
from scaffolder.facts.tables.spelt_out import spelt_out
from scaffolder.facts.texts.opinions import is_judge
from scaffolder.facts.written.table import Table

NUMBERED = re.compile(r"(\D*)(\d+)(\D.*)")  # "17_kitchen.jpg"
RIVALS = 2  # columns of classes: of more, the last is no better than the others
VIEWS = 9  # pictures of one row that are taken for views of one thing


def find(reading: Reading) -> tuple[str, ...]:
    """Where the pictures of a row are: columns of paths, or patterns; () if it has none.

    A pattern is a name with a column in braces, "train/{id}.jpg", or with the number of
    the row, counted from 1: "{row}_kitchen.jpg".
    """
    table = reading.train
    named = [name for name in table.names if holds_paths(table, name, IMAGE_ENDINGS)]
    named = own_pictures.of_row(reading, named)
    ways = {n: places.of_paths(reading, n, IMAGE_ENDINGS) for n in named[:VIEWS]}
    found = tuple(
        way for n, way in ways.items() if not places.is_absent_address(reading, n, way)
    )
    return found or places.of_ids(reading, IMAGE_ENDINGS) or named_by_row(table)[:VIEWS]


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
        if len(found & rows) >= places.MOSTLY * len(rows)
        and len(found) <= len(rows) + 1
    )


def read(
    reading: Reading,
    ways: tuple[str, ...],
    kind: str | None,
    named: str | None,
    done: images.Done,
) -> Facts:
    images.must_be_images(kind, reading.path)
    if not named:  # before it is taken for the answer
        given_by_column.refuse(reading, reading.columns, named)
    chosen, others = answer(reading, ways, kind, named)
    if not chosen.value:
        raise DataError(f"{reading.path}: {chosen.reason}. Name it with --target.")
    aside = [column for column in reading.columns if column.name in others]
    given_by_column.refuse(reading, aside, named)
    given_in_paths.refuse(reading, tuple(way for way in ways if "{" not in way))
    written_answers.refuse(reading, chosen.value)
    wanted = [*chosen.value.split("|"), *(n for way in ways for n in columns_of(way))]
    forget_unlabelled(reading, wanted[0], set(wanted) & set(reading.train.names))
    rows, absent = {}, []
    for split, table in reading.tables.items():
        listed = picture_answers.rows(table, chosen.value, ways)
        worst = [min(files, key=Path.is_file) for files, _ in listed]
        absent += places.on_absent(table, worst, "picture")
        there = zip(listed, worst, strict=True)
        rows[split] = [row for row, file in there if file.is_file()]
    columns = Proposal((*ways, chosen.value), about(ways, chosen.value))
    facts = images.read_listed(
        reading.path,
        reading.source,
        columns,
        rows,
        written(reading, columns),
        kind,
        done,
    )
    split, column, grouped = by_person(facts, aside)
    found = {s: [label for _, label in r] for s, r in rows.items() if facts.classes}
    spelt = spellings.of_tables(reading.tables.values(), chosen.value, found)
    in_time = rows_in_time.sentences(reading, chosen.value) if facts.number else []
    if len(rows) == 1 and len(ways) == 1:
        absent += lists_of_table.sentences(reading.train, columns_of(ways[0])[-1])
    sentences = [
        *spelt,
        *grouped,
        *absent,
        *reading.notes,
        *on_views(ways),
        *on_others(aside),
    ]
    return replace(
        facts,
        target=chosen,
        split=split,
        split_column=column,
        columns=reading.columns,
        sentences=(*facts.sentences, *in_time, *sentences),
    )


def answer(
    reading: Reading, ways: tuple[str, ...], kind: str | None, named: str | None
) -> tuple[Proposal, list[str]]:
    """(the column of the answer, columns left aside)"""
    table = reading.train
    must_have_names(table)
    ids = {columns_of(way)[-1] for way in ways}
    ids |= {n for n in table.names if holds_paths(table, n, IMAGE_ENDINGS)}
    free = tuple(c for c in reading.columns if c.name not in ids and c.name)
    names = [column.name for column in free]
    labels = [] if named else picture_answers.columns_of_labels(table, free, kind)
    if labels and (kind or reading.only_in_train not in {*names} - {*labels}):
        if not kind and (rivals := beside_labels.answers(reading, free, labels)):
            return Proposal("", beside_labels.told(labels, rivals)), []
        why = f"{said(len(labels), 'column')} of 0 and 1, a label each"
        return Proposal("|".join(labels), why), sorted(set(names) - set(labels))
    if not named and kind != "image-regression":
        one_hot_labels.refuse(reading, free)
    if len(free) == 1 and not named:
        return Proposal(names[0], f"{names[0]}: the only column beside the paths"), []
    if reading.only_in_train in names and not named:
        why = f"{reading.only_in_train}: the only column that the test file lacks"
        left = [name for name in names if name != reading.only_in_train]
        return Proposal(reading.only_in_train, why), left
    by_number = kind == "image-regression" and not named
    if by_number and (only := beside_labels.only_number(free)):
        why = f"{only}: the only column of more than two numbers"
        return Proposal(only, why), [name for name in names if name != only]
    if not reading.has_header and not named:
        why = f"{names[-1]}: the last column, where files without a header have it"
        return Proposal(names[-1], why), names[:-1]
    chosen = target.choose(free, reading.has_header, like(kind, free, named), named)
    if not named and kind != "image-regression":
        fit = [c for c in free if target.can_be(c, like(kind, free, None))]
        chosen = asked_for(beside_labels.none_known(chosen, fit), free)
        chosen = spelt_out(chosen, free, reading.tables)
    return chosen, [name for name in names if name != chosen.value]


def must_have_names(table: Table) -> None:
    """Raises DataError where a table of paths has no header, with a line that names all columns."""
    held = [holds_paths(table, name, IMAGE_ENDINGS) for name in table.names]
    if held[0] and table.dialect and not table.dialect.header:
        raise without_names(table, held, "pictures")


def without_names(table: Table, held: list[bool], what: str) -> DataError:
    """`held` says of each column whether it holds paths."""
    paths = ["path", *(f"path_{n}" for n in range(2, sum(held) + 1))]
    others = [f"column_{n}" for n, path in enumerate(held, 1) if not path]
    others = ["label"] if len(others) == 1 else others
    named = [paths.pop(0) if path else others.pop(0) for path in held]
    separator = table.dialect.separator if table.dialect else ","
    line, file = separator.join(named), table.path
    written = beside(table, "named")
    return DataError(
        f"{file} names {what} but has no header. Needed: a first line with the names of"
        f" its columns, such as {line}; add it: cd {shlex.quote(str(file.parent))}; (echo"
        f" {shlex.quote(line)}; cat {shlex.quote(file.name)}) > {shlex.quote(written.name)} and"
        f" name {written}, with --target and the column of the answer, if several are left."
    )


def asked_for(chosen: Proposal, free: tuple[Column, ...]) -> Proposal:
    """No guess by the place alone where several columns beside could as well be the answer."""
    few = [
        c.name
        for c in free
        if c.role in ("category", "number") and c.unique <= target.FEW
    ]
    by_place = chosen.reason.endswith(beside_labels.BY_PLACE)
    if not by_place or len(few) <= RIVALS:
        return chosen
    return Proposal("", f"no name says which is the answer of: {some(few, 12)}")


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
    *ways, answer = columns
    several, flags = len(ways) > 1, "|" in answer
    if reading.train.dialect and not (several and flags):
        if several or flags:
            return "table_of_views" if several else "table_of_flags"
        return "table_of_paths"
    if reading.train.format == "JSONL" and not (several or flags):
        return "json_lines_of_paths"
    raise DataError(
        f"{reading.path} is {reading.train.format}, with {said(len(ways), 'picture')} a"
        f" row and {said(answer.count('|') + 1, 'column')} of answers. Needed: a CSV file,"
        " and one of the two but once; write one, with labels in one column as cat|dog."
    )


def about(ways: tuple[str, ...], answer: str) -> str:
    if any("{row}" in way for way in ways):
        return "(pictures of line {row}, column of the answer)"
    if "|" in answer:
        return "(column of the paths, columns of 0 and 1: a label each)"
    return "(column of the paths, column of the answer)"


def on_views(ways: tuple[str, ...]) -> list[str]:
    if len(ways) == 1:
        return []
    return [
        f"{len(ways)} pictures belong to one row ({some(ways)}): they are tiled into"
        " one, so that no row sits on both sides of a split."
    ]


def on_others(others: list[Column]) -> list[str]:
    if not others:
        return []
    alone = " A table of them alone may predict better; compare with a tabular project."
    return [
        "Columns left aside, as the net looks at pictures only:"
        f" {some([described(other) for other in others])}."
        f"{alone * (any(map(may_predict, others)) and not any(map(is_judge, others)))}"
    ]


def may_predict(column: Column) -> bool:
    """What is measured or said of a picture; no id, and no time."""
    named = is_called_group(column) or names_one_of(PEOPLE, words(column.name))
    return column.role in ("number", "category") and not named


def described(column: Column) -> str:
    """The name, and what one may not round away: "baths (fractions, such as 2.5)"."""
    broken = [e for e in column.examples if column.role == "number" and "." in e]
    broken = [e for e in broken if float(e) % 1]
    return f"{column.name} (fractions, such as {broken[0]})" if broken else column.name
