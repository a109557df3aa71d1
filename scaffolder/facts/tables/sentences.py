"""What a person should know of a table, in sentences."""

from __future__ import annotations

from scaffolder.facts.files import tables_below
from scaffolder.facts.leaks import alone, thresholds
from scaffolder.facts.leaks import columns as leaks
from scaffolder.facts.listing import said, some
from scaffolder.facts.model import Column
from scaffolder.facts.splits.rows import Copies
from scaffolder.facts.tables import answers
from scaffolder.facts.tables.columns import (
    many_missing,
    numbers_as_names,
    protected,
    rare_categories,
    sentinels,
)
from scaffolder.facts.tables.reading import Reading
from scaffolder.facts.written import marked_numbers, number_columns
from scaffolder.facts.written.table import MOST_ROWS
from scaffolder.facts.written.text_table import Dialect


def on_files(reading: Reading) -> list[str]:
    train = reading.train
    files = [
        f"{table.path.name} ({split}) {said(len(table.frame), 'row')}"
        for split, table in reading.tables.items()
    ]
    sentences = [f"{', '.join(files)}; {said(len(train.names), 'column')}."]
    if train.dialect and not train.dialect.header:
        sentences.append("No header: columns are numbered from column_1 on the left.")
    if train.cut:
        sentences.append(
            f"A large file: only its first {MOST_ROWS:,} rows were looked at."
        )
    if train.dialect:
        sentences += on_sheet(train.dialect) + number_columns.sentences(train)
    sentences += marked_numbers.others(train)
    if reading.source.stray:
        names = some([file.name for file in reading.source.stray])
        sentences.append(f"Left unread beside the data: {names}.")
    return sentences + on_pieces_below(reading) + reading.notes


def on_pieces_below(reading: Reading) -> list[str]:
    """The only table of a folder may say more of the rows of others, below it."""
    path = reading.path
    if not path.is_dir() or reading.train.path.parent != path:
        return []
    if not (pieces := tables_below.larger(path, [*reading.source.splits.values()])):
        return []
    return [
        f"{said(len(pieces), 'table')} of the same columns in {pieces[0].parent.name}"
        f" hold more than {reading.train.path.name} and are not read: if the examples are in"
        f" those, name {pieces[0].parent}."
    ]


def on_sheet(dialect: Dialect) -> list[str]:
    """Lines of the file that are no rows."""
    sentences = [dialect.note] if dialect.note else []
    if dialect.above > 0:
        sentences.append(f"Lines above the table, left out: {dialect.above}.")
    if dialect.aside:
        words = some([repr(word) for word in dialect.aside])
        sentences.append(
            f"Rows that are no examples (units, totals, notes) begin with: {words}."
        )
    return sentences


def on_target(
    reading: Reading,
    goal: Column,
    found: dict[str, int],
    same: list[tuple[str, str]],
) -> list[str]:
    cells = reading.train.frame[goal.name]
    sentences = []
    if same:
        pairs = some([f"{written!r} is {meant!r}" for written, meant in same])
        way = (
            "with an exponent"
            if all(map(answers.of_numpy, dict(same)))
            else "in more than one way"
        )
        sentences.append(f"Answers are spelt {way}: {pairs}.")
    blank = {
        t.path.name: t.frame[goal.name].null_count() for t in reading.tables.values()
    }
    listed = [
        f"{said(count, 'row')} of {name}" for name, count in blank.items() if count
    ]
    if listed:
        left_out = some(listed) if len(blank) > 1 else said(cells.null_count(), "row")
        sentences.append(f"Left out for want of an answer: {left_out}.")
    if found:
        return sentences + answers.on_classes(found)
    return sentences + answers.on_number(cells, goal)


def on_rows(reading: Reading, copies: Copies) -> list[str]:
    sentences = []
    for split, count in copies.crossing.items():
        if count:
            given = reading.tables[split].path.name
            sentences.append(
                f"Rows of {reading.train.path.name} that also stand in {given}, answers"
                f" apart: {count:,}. They are left out of training, or the {split} score"
                " would flatter."
            )
    if copies.repeats:
        sentences.append(
            f"Rows that repeat an earlier one: {copies.repeats:,}. Copies stay on one"
            " side of the split, or the validation score would flatter."
        )
    if copies.contradicting:
        sentences.append(
            "Rows with the inputs of another row and a different answer:"
            f" {copies.contradicting:,}. No net can get them all right."
        )
    return sentences


def on_columns(
    reading: Reading, inputs: list[Column], goal: Column, is_number: bool
) -> list[str]:
    train = reading.train
    sentences = alone.sentences(train.frame, inputs, goal, is_number)
    if not is_number:
        sentences += leaks.nearly(train.frame, inputs, goal)
        sentences += thresholds.sentences(train.frame, inputs, goal)
    return [
        *sentences,
        *many_missing(train, inputs),
        *sentinels(train, [*inputs, goal] if is_number else inputs),
        *numbers_as_names(inputs),
        *rare_categories(train, inputs),
        *protected(inputs),
    ]
