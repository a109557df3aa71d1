"""A table that names sounds: where they are, what their answer is, and who is heard."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path, PureWindowsPath

from scaffolder.errors import DataError
from scaffolder.facts.audio import one_answer
from scaffolder.facts.audio.find import Found, Listed, no_label
from scaffolder.facts.audio.parts import SEVERAL, must_be_whole
from scaffolder.facts.listing import SOUND_ENDINGS, files_below, said, some
from scaffolder.facts.model import Column, Proposal
from scaffolder.facts.named import places
from scaffolder.facts.named.patterns import columns_of, path_of, stem
from scaffolder.facts.pictures import table_of_paths
from scaffolder.facts.splits import given_by_column, given_in_paths
from scaffolder.facts.splits.rows import GROUP_WORDS
from scaffolder.facts.tables import target
from scaffolder.facts.tables.columns import words
from scaffolder.facts.tables.reading import Reading, forget_unlabelled
from scaffolder.facts.tables.settings import as_text
from scaffolder.facts.tables.spelt_out import spelt_out
from scaffolder.facts.written.table import Table, texts

BEGINNINGS = 5  # groups that names may begin with, and more
MOST_FILES = 20_000  # that are looked for in the rows


def place_in(reading: Reading) -> str:
    """The column of a table that names sounds, or how its cells do; "" if none does."""
    names = reading.train.names
    named = [n for n in names if places.holds_paths(reading.train, n, SOUND_ENDINGS)]
    if named:
        return places.of_paths(reading, named[0], SOUND_ENDINGS)
    return next(iter(places.of_ids(reading, SOUND_ENDINGS)), "")


def in_tables(reading: Reading, place: str, named: str | None) -> Found:
    if not reading.has_header:
        raise without_names(reading.train)
    if reading.train.dialect is None:
        raise DataError(
            f"{reading.train.path} names sounds and is {reading.train.format}. Needed: a"
            " table of text; save it as CSV and name that."
        )
    *others, names = columns_of(place)
    free = tuple(column for column in reading.columns if column.name != names)
    group = group_in(free) or beginning_in(reading.train, names, free, named)
    free = tuple(column for column in free if column.name != group) or free
    if free and not named and all(column.role == "text" for column in free):
        raise no_label(reading.path, repr(free[0].examples[0]))
    chosen = answer_in(reading, free, place, named)
    group = group if group != chosen.value else ""
    wanted = {names, chosen.value, group, *others}
    forget_unlabelled(reading, chosen.value, wanted & set(reading.train.names))
    listed = {
        s: _rows(t, place, chosen.value, group) for s, t in reading.tables.items()
    }
    must_be_whole(reading.train, place, chosen.value, listed["train"], free)
    answer = reading.column(chosen.value)
    one_answer.must_be_one(reading.train, place, answer, listed["train"])
    given_by_column.refuse(reading, free, chosen.value)
    given_in_paths.refuse(reading, (place,) if "{" not in place else ())
    left = [c.name for c in free if c.name != chosen.value]
    note = f"Columns left aside, as the net only listens: {some(left)}."
    return Found(
        reading.source,
        "table of paths",
        {split: there(rows) for split, rows in listed.items()},
        chosen,
        group=group,
        columns=Proposal((place, chosen.value), "(column of the paths, of the answer)"),
        beside=tuple(column for column in reading.columns if column.name != names),
        written=written(reading),
        notes=(
            *reading.notes,
            *one_answer.on_order(answer),
            *on_absent(reading, listed),
            *on_unnamed(reading, listed),
            *([note] if left else []),
        ),
    )


def without_names(table: Table) -> DataError:
    """Says the command that adds a header, and whether sounds have several answers."""
    held = [places.holds_paths(table, n, SOUND_ENDINGS) for n in table.names]
    error = table_of_paths.without_names(table, held, "sounds")
    if not any(held):
        return error
    files = table.frame[table.names[held.index(True)]]
    if files.n_unique() > (1 - SEVERAL) * len(files):
        return error
    return DataError(
        f"{error} Its {said(len(files), 'row')} name {said(files.n_unique(), 'sound')}: if"
        " they are opinions, the next message writes one answer for each; no kind here"
        " predicts a number of a sound."
    )


def answer_in(
    reading: Reading, free: tuple[Column, ...], place: str, named: str | None
) -> Proposal:
    """The column of the answer. Raises DataError where only a person can say."""
    fit = free if named else one_answer.candidates(reading.train, free)
    lone = not named and len(fit) == 1
    goal = fit[0].name if lone else named
    chosen = target.choose(fit, True, "tabular-classification", goal)
    if lone:
        chosen = Proposal(goal, f"{goal}: the only column that can be the answer")
    if not named:
        one_answer.must_not_be_flags(reading.train, fit, chosen, place)
    if not chosen.value:
        raise DataError(f"{reading.path}: {chosen.reason}. Name it with --target.")
    return chosen if named else spelt_out(chosen, fit, reading.tables)


def group_in(columns: tuple[Column, ...]) -> str:
    """Who is heard; or else the fold, by which its makers meant the set to be split."""
    for known in (GROUP_WORDS, {"fold", "folds"}):
        for column in columns:
            if known & set(words(column.name)) and column.role != "constant":
                return column.name
    return ""


def beginning_in(
    table: Table, names: str, columns: tuple[Column, ...], named: str | None
) -> str:
    """A column that says how the name of each file begins, "sys3" of sys3-utt1.wav."""
    if names not in table.names:
        return ""
    stems = [
        PureWindowsPath(cell).stem for cell in texts(table, names).to_list() if cell
    ]
    for column in columns:
        fits = BEGINNINGS <= column.unique <= len(stems) / 2 and not column.missing
        if (
            column.name == named
            or not fits
            or {*words(column.name)} & target.ANSWER_NAMES
        ):
            continue
        cells = texts(table, column.name).to_list()
        if len(cells) == len(stems) and all(map(_begins, stems, cells)):
            return column.name
    return ""


def _begins(stem: str, cell: str | None) -> bool:
    rest = stem.removeprefix(cell) if cell else stem
    return rest != stem and not rest[:1].isalnum()


def written(reading: Reading) -> dict[str, Proposal]:
    """How the cells stand in the file."""
    text = as_text(reading)
    encoding = text["encoding"]
    if encoding.value == "utf8":
        encoding = Proposal("utf-8-sig", "UTF-8, with the mark of Windows or without")
    return {"separator": text["separator"], "encoding": encoding}


def _rows(table: Table, place: str, answer: str, group: str) -> list[Listed]:
    cells = {name: texts(table, name).to_list() for name in table.names}
    found, home = [], table.path.parent
    for i, said_by in enumerate(cells[answer]):
        row = {name: column[i] or "" for name, column in cells.items()}
        if said_by is not None and row.get(place, "{"):
            file = path_of(row | {"table": stem(table.path)}, place, home)
            id = row.get(place) or Path(os.path.relpath(file, home)).as_posix()
            found.append(
                Listed(file, id.lstrip("./"), said_by, row[group] if group else "")
            )
    return found


def there(rows: list[Listed]) -> list[Listed]:
    return [row for row in rows if row.path.is_file()]


def on_absent(reading: Reading, listed: dict[str, list[Listed]]) -> list[str]:
    return [
        sentence
        for split, rows in listed.items()
        for sentence in places.on_absent(
            reading.tables[split], [r.path for r in rows], "sound"
        )
    ]


def on_unnamed(reading: Reading, listed: dict[str, list[Listed]]) -> list[str]:
    """Sounds that no row with an answer names are not heard."""
    known = {os.path.normpath(row.path) for rows in listed.values() for row in rows}
    files = islice(files_below(places.top_of(reading), SOUND_ENDINGS), MOST_FILES)
    passed = [file for file in files if os.path.normpath(file) not in known]
    if not passed:
        return []
    first = passed[0].relative_to(places.top_of(reading)).as_posix()
    return [
        f"{said(len(passed), 'sound')} that no row with an answer names, such as {first}:"
        " passed over."
    ]
