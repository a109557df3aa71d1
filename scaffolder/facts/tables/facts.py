"""Puts the facts of a table together: target, kind, columns to leave out, split."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.audio import facts as audio
from scaffolder.facts.boxes import all_in_a_cell, foreign_tables
from scaffolder.facts.boxes import facts as boxes
from scaffolder.facts.boxes import rows as box_rows
from scaffolder.facts.files import known_formats, sideways
from scaffolder.facts.files.source import Source
from scaffolder.facts.leaks import alone, foretold
from scaffolder.facts.listing import some
from scaffolder.facts.model import Column, Facts, Proposal
from scaffolder.facts.named import pieces_of_files
from scaffolder.facts.needs import NEEDS
from scaffolder.facts.pictures import pixel_columns, table_of_paths
from scaffolder.facts.series import facts as series
from scaffolder.facts.series import on_its_side, runs
from scaffolder.facts.splits import (
    drift,
    given_by_column,
    neighbours,
    repeats,
    straddling,
)
from scaffolder.facts.splits import rows as splits
from scaffolder.facts.tables import (
    answers,
    ids_in_answers,
    left_out,
    one_hot,
    surveys,
    survival,
    target,
)
from scaffolder.facts.tables import class_named_na as na
from scaffolder.facts.tables.columns import sentinels, words
from scaffolder.facts.tables.reading import (
    Reading,
    forget_unlabelled,
    must_be_lines,
    must_be_plain,
    open_tables,
    read_as_classes,
)
from scaffolder.facts.tables.sentences import on_columns, on_files, on_rows, on_target
from scaffolder.facts.tables.settings import settings
from scaffolder.facts.texts import turns
from scaffolder.facts.texts.table import columns_of_text, read_texts
from scaffolder.facts.tokens import in_rows
from scaffolder.facts.written import dates, marked_numbers, merged_cells
from scaffolder.facts.written.table import no_cells

Done = Callable[[str, int, int], None]


def read_table(
    path: Path, source: Source, kind: str | None, named: str | None, done: Done
) -> Facts:
    reading = open_tables(path, source)
    if kind is None and not named:
        turns.refuse(reading.train.path, reading.train.format, reading.train.nested)
    if named in reading.train.nested:
        raise DataError(no_cells(reading.train.path, reading.train.format, [named]))
    tabular = kind is not None and kind.startswith("tabular")
    if kind in (None, "text-tagging"):
        in_rows.refuse(reading)
    if not tabular and (place := audio.place_in(reading)):
        must_be_lines(reading)
        must_be_plain(reading)
        return audio.read_listed(reading, place, kind, named, done)
    if kind in (None, "image-detection") and not named:
        foreign_tables.refuse(reading)
        all_in_a_cell.refuse(reading)
    if kind in (None, "image-detection") and (
        columns := boxes.columns_of(reading.train)
    ):
        must_be_lines(reading)
        must_be_plain(reading)
        return box_rows.read_table(reading, columns, kind, done)
    if not tabular:
        known_formats.must_be_plain(reading.train)
        pixel_columns.refuse_rows(reading, named)
    if not tabular and (ways := table_of_paths.find(reading)):
        must_be_lines(reading)
        must_be_plain(reading)
        return table_of_paths.read(reading, ways, kind, named, done)
    if shape := series.find(reading, kind, named):
        return series.read(reading, shape, kind, named)
    if columns := columns_of_text(reading, kind, named):
        must_be_plain(reading)
        return read_texts(reading, columns, named, kind)
    if kind and not kind.startswith("tabular"):
        files = {"image": "pictures: ", "audio": "sounds: "}.get(kind.split("-")[0], "")
        raise DataError(
            f"{path} is a table, and {kind} needs {files}{NEEDS[kind]}. Use --task"
            " tabular-classification or tabular-regression, or name such data."
        )
    if not named:
        sideways.refuse(reading)
    reading.notes += merged_cells.sentences(reading.train)
    reading.notes += marked_numbers.sentences(reading.train)
    reading.notes += surveys.sentences(reading.train)
    ids_in_answers.refuse(reading, named)
    named_words = (c for c in reading.columns if c.role == "category")
    given_by_column.refuse(reading, named_words, named)
    chosen = choose(reading, kind, named)
    if not named:
        chosen = survival.question(reading, chosen)
    if not chosen.value:
        return _before_the_target(reading, chosen, kind)
    one_hot.refuse(reading, chosen, named)
    return _with_target(reading, chosen, kind)


def choose(reading: Reading, kind: str | None, named: str | None) -> Proposal:
    """The answer: as named, or what a contest's test file lacks, or by its name."""
    if not named and (asked_for := reading.only_in_train) and not _answered(reading):
        return Proposal(
            asked_for, f"{asked_for}: the only column that the test file lacks"
        )
    chosen = target.choose(reading.columns, reading.has_header, kind, named)
    if not named and (told := on_its_side.if_times(reading.train, chosen.value)):
        told += on_its_side.following(reading.train, reading.tables.get("test"))
        if not on_its_side.sentences(reading.train):
            reading.notes.append(told)
            reading.with_question.append(told)
        return Proposal("", "no column is called an answer")
    if not named and chosen.value in on_its_side.dates(reading.train)[0]:
        return Proposal("", "no column is called an answer")
    if not named and (told := runs.question(reading, chosen.value)):
        reading.notes.append(f"{told}.")
        return Proposal("", f"no column is called an answer. {told}")
    return chosen if named else _learnable(reading, chosen, kind)


def _learnable(reading: Reading, chosen: Proposal, kind: str | None) -> Proposal:
    """The answer; a question where only its place spoke for it and it cannot be learnt."""
    if not chosen.value or "last column" not in chosen.reason:
        return chosen
    goal, rows = reading.column(chosen.value), len(reading.train.frame)
    try:
        answers.must_be_learnable(goal.name, reading.train.frame[goal.name])
        answers.must_be_no_time(goal.name, reading.train.frame[goal.name])
        marked_numbers.refuse(reading.train, goal.name)
        target.kind_of(goal, kind, rows)
        target.must_repeat(goal, rows)
        answers.must_be_no_mark(goal, reading.train.frame[goal.name], reading.step)
    except DataError as error:
        others = [c.name for c in reading.columns if target.can_be(c, kind)]
        others = [name for name in others if name != goal.name]
        why = str(error).split(" Needed: ")[0].removesuffix(".")
        return Proposal(
            "",
            f"the last column can hardly be the answer: {why}. Which is it of:"
            f" {some(others, 12)}",
        )
    return chosen


def _answered(reading: Reading) -> bool:
    """Whether the test file holds a column that is called an answer: it lacks an input, then."""
    test = reading.tables["test"]
    return any(
        len(words(name)) == 1 and name.lower() in target.ANSWER_NAMES
        for name in reading.train.names
        if name in test.names and test.frame[name].count()
    )


def _before_the_target(reading: Reading, chosen: Proposal, kind: str | None) -> Facts:
    """Facts to ask with: what can be said while nobody knows the target."""
    split, split_column = splits.propose(reading.train, reading.columns, "")
    drop = left_out.useless(reading.columns, len(reading.train.frame))
    return Facts(
        path=reading.path,
        reader="table",
        format=reading.train.format,
        counts=reading.counts,
        kind=Proposal(kind or "", "it depends on the target"),
        target=_with_times(chosen, reading),
        drop=tuple(drop),
        split=split,
        split_column=split_column,
        settings=settings(reading, list(reading.columns), []),
        columns=reading.columns,
        sentences=(
            *on_files(reading),
            *sentinels(reading.train, reading.inputs("", drop)),
        ),
    )


def _with_times(chosen: Proposal, reading: Reading) -> Proposal:
    """The question, and what else may be the matter: times that are not read."""
    told = " ".join([f"{chosen.reason}.", *reading.with_question]).removesuffix(".")
    return Proposal(chosen.value, told)


def _with_target(reading: Reading, chosen: Proposal, asked: str | None) -> Facts:
    name = chosen.value
    na.read_as_class(reading, name)
    goal, kind, found, same = _answers(reading, name, asked)
    is_number = kind.value == "tabular-regression"
    split, split_column = splits.propose(reading.train, reading.columns, name)
    leaking, drop = left_out.drop(reading, name, split_column.value)
    inputs = reading.inputs(name, drop)
    copies = splits.copies(reading, name, split_column.value)
    cells = reading.train.frame[name]
    scale = {"logarithm": answers.logarithm(cells)} if is_number else {}
    wide = is_number and scale["logarithm"].value
    return Facts(
        path=reading.path,
        reader="table",
        format=reading.train.format,
        counts=reading.counts,
        kind=kind,
        target=chosen,
        drop=tuple(drop),
        split=split,
        split_column=split_column,
        settings=settings(reading, inputs, same, name) | scale,
        classes=found,
        number=goal if is_number else None,
        columns=reading.columns,
        duplicates=copies.repeats,
        sentences=(
            *on_files(reading),
            *[f"{proposal.reason}." for proposal in leaking],
            *survival.sentences(reading, name),
            *on_target(reading, goal, found, same),
            *na.sentence(reading.train, name),
            *left_out.elsewhere(reading, name, split_column.value),
            *on_rows(reading, copies),
            *_on_split(reading, name, split, split_column.value),
            *drift.sentences(reading, inputs, goal, is_number),
            *foretold.sentences(reading.train.frame, inputs, goal),
            *on_columns(reading, inputs, goal, is_number),
            *alone.on_both_sides(reading, drop),
            *repeats.sentences(
                reading.train.frame, left_out.naming(reading, name, drop), split.value
            ),
            *_on_both_sides(reading, name, split, split_column.value),
        ),
        **(answers.in_logarithms(cells) if wide else {}),
    )


def _answers(
    reading: Reading, name: str, asked: str | None
) -> tuple[Column, Proposal, dict[str, int], list[tuple[str, str]]]:
    """The column, the kind, how often each class occurs, and (as found, meant) of spellings."""
    goal = reading.column(name)
    answers.must_be_learnable(name, reading.train.frame[name])
    marked_numbers.refuse(reading.train, name)
    kind = target.kind_of(goal, asked, len(reading.train.frame))
    forget_unlabelled(reading, name)
    if kind.value == "tabular-regression":
        return goal, kind, {}, []
    same = read_as_classes(reading, name)
    found = answers.classes(reading.train.frame[name])
    if same and goal.role != "number":  # spellings are no classes
        alike = replace(goal, unique=len(found))
        kind = target.kind_of(alike, asked, sum(found.values()))
    return goal, kind, found, same


def _on_split(reading: Reading, name: str, split: Proposal, by: str) -> list[str]:
    """What may be in the order of time, or from several files, though the split asks for neither."""
    by_chance = split.value == "chance"
    by_file = any(
        repeats.says_the_file(column) for column in reading.columns if column.name == by
    )
    told = _in_time(reading, name) if by_chance or by_file else []
    return [*told, *(pieces_of_files.sentences(reading, name) if by_chance else ())]


def _on_both_sides(reading: Reading, name: str, split: Proposal, by: str) -> list[str]:
    """Who is in training and comes again later, whether an input or not."""
    if split.value != "time":
        return []
    others = [column for column in reading.columns if column.name != name]
    return straddling.sentences(reading.train.frame, others, by)


def _in_time(reading: Reading, name: str) -> list[str]:
    """Rows that may be in the order of time, though the split will be by chance."""
    told = dates.sentences(reading.columns)
    return told or neighbours.sentences(reading.train.frame, reading.columns, name)
