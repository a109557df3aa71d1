"""Puts the facts of a table together: files, target, columns, split, settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts import answers, leaks, splits, table_of_paths, target
from scaffolder.facts.columns import (
    describe,
    many_missing,
    protected,
    rare_categories,
    sentinels,
    useless,
)
from scaffolder.facts.formats import Source
from scaffolder.facts.listing import said, some
from scaffolder.facts.model import Column, Facts, Proposal
from scaffolder.facts.table import Table, load, texts
from scaffolder.facts.text_table import SEPARATOR_NAMES

Done = Callable[[str, int, int], None]
NO_TARGET = "the target is not known yet"


@dataclass
class Reading:
    """What is known so far, while the facts are put together."""

    path: Path
    source: Source
    tables: dict[str, Table]  # by split; "train" always
    columns: tuple[Column, ...]
    notes: list[str]

    @property
    def train(self) -> Table:
        return self.tables["train"]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def read_table(
    path: Path, source: Source, kind: str | None, named: str | None, done: Done
) -> Facts:
    reading = _load_all(path, source)
    if paths := table_of_paths.find(reading.train):
        return table_of_paths.read(path, source, reading.tables, paths, kind, named, done)
    if kind and not kind.startswith("tabular"):
        raise DataError(
            f"{path} is a table without a column of pictures, and {kind} needs pictures."
            " Use --task tabular-classification or tabular-regression, or name pictures."
        )
    has_header = reading.train.dialect is None or reading.train.dialect.header
    chosen = target.choose(reading.columns, has_header, kind, named)
    if not chosen.value:
        return _without_target(reading, chosen, kind)
    return _with_target(reading, chosen, kind)


def _load_all(path: Path, source: Source) -> Reading:
    train = load(source.train)
    tables, notes = {"train": train}, []
    if len(train.names) < 2:
        raise DataError(
            f"Found one column, {train.names[0]!r}, in {source.train}. Needed: the"
            " answer and at least one column to predict it from."
        )
    if len(train.frame) < 2:
        raise DataError(
            f"Found {said(len(train.frame), 'row')} in {source.train}. Needed:"
            f" {answers.FEWEST} and more, better hundreds."
        )
    for split, file in source.splits.items():
        if split != "train":
            tables[split] = load(file, train.dialect)
    return Reading(path, source, tables, describe(train), notes)


def _without_target(reading: Reading, chosen: Proposal, kind: str | None) -> Facts:
    """Facts to ask with: everything that can be said before the target is known."""
    split, split_column = splits.propose(reading.train, reading.columns, "")
    return Facts(
        path=reading.path,
        reader="table",
        format=reading.train.format,
        counts=_counts(reading),
        kind=Proposal(kind or "", NO_TARGET),
        target=chosen,
        drop=tuple(useless(reading.columns, len(reading.train.frame))),
        split=split,
        split_column=split_column,
        settings=_settings(reading, [], []),
        columns=reading.columns,
        sentences=tuple(_on_files(reading)),
    )


def _with_target(reading: Reading, chosen: Proposal, asked: str | None) -> Facts:
    name = chosen.value
    kind = target.kind_of(reading.column(name), asked)
    cells = reading.train.frame[name]
    answers.must_be_learnable(name, cells)
    _forget_unlabelled(reading, name)
    same = _as_classes(reading, name) if kind.value.endswith("classification") else []
    split, split_column = splits.propose(reading.train, reading.columns, name)
    drop = _drop(reading, name, split, split_column)
    inputs = _inputs(reading, name, drop)
    duplicates, on_copies = splits.repeated(
        reading.train.frame.select([*[c.name for c in inputs], name]), name
    )
    found = answers.classes(reading.train.frame[name]) if same is not None else {}
    is_number = kind.value == "tabular-regression"
    sentences = [
        *_on_files(reading),
        *_on_answers(reading, name, {} if is_number else found, same),
        *_on_crossing(reading, inputs),
        *on_copies,
        *_on_columns(reading, name, inputs, drop, is_number),
    ]
    return Facts(
        path=reading.path,
        reader="table",
        format=reading.train.format,
        counts=_counts(reading),
        kind=kind,
        target=chosen,
        drop=tuple(drop),
        split=split,
        split_column=split_column,
        settings=_settings(reading, inputs, same),
        classes={} if is_number else found,
        number=reading.column(name) if is_number else None,
        columns=reading.columns,
        duplicates=duplicates,
        sentences=tuple(sentences),
    )


def _forget_unlabelled(reading: Reading, name: str) -> None:
    """A given file without answers (a contest's test file) measures nothing."""
    for split, table in list(reading.tables.items()):
        if name not in table.names or table.frame[name].null_count() == len(table.frame):
            del reading.tables[split]
            reading.notes.append(
                f"{table.path.name} has no answers in {name!r}: it is not used as"
                f" {split} split; keep it for predict."
            )
        elif set(reading.train.names) - set(table.names):
            lacking = some(sorted(set(reading.train.names) - set(table.names)))
            raise DataError(
                f"{table.path} lacks columns of {reading.source.train.name}: {lacking}."
                " Needed: the same columns in every split; add them or name one file."
            )


def _as_classes(reading: Reading, name: str) -> list[tuple[str, str]]:
    """Turns the target into class names as written; pairs of equal spellings."""
    for table in reading.tables.values():
        table.frame = table.frame.with_columns(texts(table, name).alias(name))
    ours = list(answers.classes(reading.train.frame[name]))
    others = [
        spelling
        for split, table in reading.tables.items()
        if split != "train"
        for spelling in answers.classes(table.frame[name])
    ]
    same = answers.same_answers(ours, others)
    for table in reading.tables.values():
        one_spelling = table.frame[name].replace(dict(same))
        table.frame = table.frame.with_columns(one_spelling)
    unknown = set(others) - set(ours) - {found for found, _ in same}
    if unknown:
        reading.notes.append(
            f"Classes that the training file lacks: {some(sorted(unknown))}; no net can"
            " learn them."
        )
    return same


def _drop(
    reading: Reading, name: str, split: Proposal, split_column: Proposal
) -> list[Proposal]:
    rows = len(reading.train.frame)
    others = tuple(column for column in reading.columns if column.name != name)
    drop = useless(others, rows)
    gone = {proposal.value for proposal in drop}
    if split.value == "group" and split_column.value not in gone:
        why = f"{split_column.value} names groups of rows: it is for the split"
        drop.append(Proposal(split_column.value, why))
    left = _inputs(reading, name, drop)
    drop += leaks.leaks(reading.train.frame, left, reading.column(name))
    left = _inputs(reading, name, drop)
    drop += leaks.copies(reading.train.frame, left)
    if not _inputs(reading, name, drop):
        why = "; ".join(proposal.reason for proposal in drop)
        raise DataError(
            f"No column is left to predict {name!r} from: {why}. Needed: one number or"
            " category; add columns or name another --target."
        )
    return drop


def _inputs(reading: Reading, name: str, drop: list[Proposal]) -> list[Column]:
    gone = {proposal.value for proposal in drop} | {name}
    return [column for column in reading.columns if column.name not in gone]


def _counts(reading: Reading) -> dict[str, int]:
    return {split: len(table.frame) for split, table in reading.tables.items()}


def _on_files(reading: Reading) -> list[str]:
    train = reading.train
    files = [
        f"{table.path.name} ({split}): {said(len(table.frame), 'row')}"
        for split, table in reading.tables.items()
    ]
    sentences = [f"{'; '.join(files)}; {len(train.names)} columns."]
    if train.dialect and not train.dialect.header:
        sentences.append("The file has no header: columns are numbered from column_1.")
    if train.cut:
        sentences.append("The file is large: only its first 2,000,000 rows were looked at.")
    if reading.source.stray:
        names = some([file.name for file in reading.source.stray])
        sentences.append(f"Left unread, beside the data: {names}.")
    return sentences + reading.notes


def _on_answers(
    reading: Reading, name: str, found: dict[str, int], same: list[tuple[str, str]]
) -> list[str]:
    cells = reading.train.frame[name]
    sentences = []
    if same:
        pairs = some([f"{written!r} means {meant!r}" for written, meant in same])
        sentences.append(f"Answers are spelt in more than one way: {pairs}.")
    if cells.null_count():
        sentences.append(
            f"{said(cells.null_count(), 'row')} without an answer are left out."
        )
    if found:
        return sentences + answers.on_classes(found)
    return sentences + answers.on_number(cells, reading.column(name))


def _on_crossing(reading: Reading, inputs: list[Column]) -> list[str]:
    sentences = []
    names = [column.name for column in inputs]
    schema = reading.train.frame.schema
    for split, table in reading.tables.items():
        if split == "train":
            continue
        given = table.frame.cast({n: schema[n] for n in names}, strict=False)
        count = splits.shared_rows(reading.train.frame, given, names)
        if count:
            sentences.append(
                f"{said(count, 'training row')} also stand in {table.path.name}, cell"
                f" for cell: left out of training, or the {split} score would flatter."
            )
    return sentences


def _on_columns(
    reading: Reading,
    name: str,
    inputs: list[Column],
    drop: list[Proposal],
    is_number: bool,
) -> list[str]:
    train, columns = reading.train, tuple(inputs)
    goal = reading.column(name)
    sentences = [f"Left out: {proposal.reason}." for proposal in drop]
    if not is_number:
        sentences += leaks.nearly(train.frame, inputs, goal)
    for column, texts_found in train.not_numbers.items():
        sentences.append(
            f"{column} is a number but for {some(map(repr, texts_found), 3)}: such cells"
            " count as missing."
        )
    return [
        *sentences,
        *many_missing(train, columns),
        *sentinels(columns, train),
        *rare_categories(train, columns),
        *protected(columns),
    ]


def _settings(
    reading: Reading, inputs: list[Column], same: list[tuple[str, str]]
) -> dict[str, Proposal]:
    categories = tuple(column.name for column in inputs if column.role == "category")
    return {
        **_paths(reading),
        **_dialect(reading),
        "missing": _missing(reading),
        "same_answer": Proposal(
            tuple(same),
            "spellings of one answer: (as found, meant)" if same else "one spelling each",
        ),
        "categorical": Proposal(
            categories, "columns whose values are names; all others are numbers"
        ),
    }


def _paths(reading: Reading) -> dict[str, Proposal]:
    def given(split: str) -> Proposal:
        table = reading.tables.get(split)
        if table:
            return Proposal(str(table.path.resolve()), f"the {split} file found beside")
        return Proposal("", f"no {split} file is given: a share of the training file")

    count = said(len(reading.train.frame), "row")
    data = Proposal(str(reading.train.path.resolve()), f"{reading.train.format}, {count}")
    return {
        "data": data,
        "validation_data": given("validation"),
        "test_data": given("test"),
    }


def _dialect(reading: Reading) -> dict[str, Proposal]:
    dialect = reading.train.dialect
    if dialect is None:
        why = f"{reading.train.format} needs none"
        return {
            "separator": Proposal(",", why),
            "quote": Proposal('"', why),
            "encoding": Proposal("utf8", why),
            "columns": Proposal((), "the file names its columns"),
        }
    marks = {"'": "cells stand in single quotes", "": "a lone double quote is text"}
    return {
        "separator": Proposal(
            dialect.separator, f"{SEPARATOR_NAMES[dialect.separator]} between the cells"
        ),
        "quote": Proposal(dialect.quote, marks.get(dialect.quote, "the usual quote")),
        "encoding": Proposal(dialect.encoding, "the bytes read as this and no other"),
        "columns": Proposal(
            dialect.columns,
            "the first row is the header"
            if dialect.header
            else "the file has no header: numbered from the left",
        ),
    }


def _missing(reading: Reading) -> Proposal:
    counts: dict[str, int] = {}
    for table in reading.tables.values():
        for marker, count in table.markers.items():
            counts[marker] = counts.get(marker, 0) + count
    found = {marker: count for marker, count in counts.items() if marker}
    listed = some([f"{marker!r} in {said(n, 'cell')}" for marker, n in found.items()])
    reason = f"found {listed}" if found else "an empty cell; no other marker was found"
    return Proposal(("", *found), reason)
