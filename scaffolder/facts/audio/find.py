"""Which files are the clips, what each is called, and what its folder, name or row says."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath

from scaffolder.errors import DataError
from scaffolder.facts import given_by_column, places, target
from scaffolder.facts.audio import class_names, fields, file_names, lists, one_answer
from scaffolder.facts.audio.file_names import NOTHING, Names
from scaffolder.facts.audio.parts import SEVERAL, must_be_whole
from scaffolder.facts.columns import words
from scaffolder.facts.listing import SOUND_ENDINGS, files_below, said, some
from scaffolder.facts.model import Column, Proposal
from scaffolder.facts.place_patterns import columns_of, path_of, stem
from scaffolder.facts.reading import Reading, forget_unlabelled
from scaffolder.facts.source import Source
from scaffolder.facts.spelt_out import spelt_out
from scaffolder.facts.splits import GROUP_WORDS
from scaffolder.facts.table import Table, texts
from scaffolder.facts.table_settings import as_text

BEGINNINGS = 5  # groups that names may begin with, and more
KIND = "audio-classification"
NO_TABLE = {
    name: Proposal(value, "of a table; here is none")
    for name, value in (("separator", ","), ("encoding", "utf-8-sig"))
}
NO_COLUMNS = Proposal((), "empty: no table names the clips")
NO_NAMES = Proposal("", "empty: the names of the files are not read")


@dataclass(frozen=True)
class Listed:
    """A clip before anybody listened to it; `speaker` is "" if nothing names one."""

    path: Path
    id: str  # as config.drop names it
    answer: str
    speaker: str = ""
    take: str = ""


@dataclass(frozen=True)
class Found:
    """What folders and tables have in common, by split; "train" always."""

    source: Source
    format: str
    rows: dict[str, list[Listed]]
    target: Proposal
    group: str = ""  # the field of the names, or the column, that says who speaks
    columns: Proposal = NO_COLUMNS
    beside: tuple[Column, ...] = ()  # what stands in a table beside the paths
    written: dict[str, Proposal] = field(default_factory=lambda: NO_TABLE)
    names: Proposal = NO_NAMES
    aside: tuple[Proposal, ...] = ()  # folders that are no class
    notes: tuple[str, ...] = ()


# --- folders


def in_folders(path: Path, source: Source) -> Found:
    files = {split: _files(place) for split, place in source.splits.items()}
    given = {f for split, several in files.items() if split != "train" for f in several}
    files["train"] = [file for file in files["train"] if file not in given]
    top = source.train
    aside = sorted(
        {f.relative_to(top).parts[0] for f in files["train"] if _is_aside(f, top)}
    )
    files["train"] = [file for file in files["train"] if not _is_aside(file, top)]
    every = [file for several in files.values() for file in several]
    must_have_labels(path, every)
    folders = [_folder(file, source) for file in every]
    flat = not all(folders)
    if flat and path.is_dir():
        lists.refuse(path, every)
    names = file_names.read(every, folders, top) if every else NOTHING
    if flat and not names.labels:
        told = fields.hint(top if top.is_dir() else path, every)
        raise DataError(f"{_no_answer(path, len(every))} {told}".strip())
    labels = names.labels if flat else tuple(folders)
    none = [""] * len(every)
    said_of = zip(labels, names.speakers or none, names.takes or none, strict=True)
    said_by = dict(zip(every, said_of, strict=True))
    rows = {
        split: [
            Listed(f, _id(f, source), *said_by[f]) for f in several if said_by[f][0]
        ]
        for split, several in files.items()
    }
    what = "name" if flat else "folder"
    return Found(
        source,
        "sounds named by their label" if flat else "class folders of sounds",
        rows,
        Proposal("", f"the {what} of a clip is its answer"),
        group="speaker" if names.speakers else "",
        names=_pattern(names),
        aside=tuple(
            Proposal(n, f"{n}: a name with _ before it is no class") for n in aside
        ),
        notes=(
            *class_names.on_copy(top),
            *_on_names(names, flat, every),
            *class_names.crossed(top, sorted({*folders} - {""}), every),
        ),
    )


def no_label(path: Path, what: str) -> DataError:
    return DataError(
        f"{path} holds speech with what was said, such as {what}, and no kind here writes"
        " speech down. Needed: one label for each clip, such as who speaks; write a table"
        " with the columns path,label beside the sounds, and name that."
    )


def must_have_labels(path: Path, every: list[Path]) -> None:
    """DataError where what was said stands beside the sounds: no kind writes that down."""
    for folder in dict.fromkeys(file.parent for file in every[:1] + every[-1:]):
        if transcript := next(folder.glob("*.trans.txt"), None):
            raise no_label(path, transcript.name)


def _pattern(names: Names) -> Proposal:
    if not names.pattern:
        return NO_NAMES
    return Proposal(names.pattern, f"fields of the name of a file, {names.reason}")


def _files(place: Path) -> list[Path]:
    if place.is_dir():
        return list(files_below(place, SOUND_ENDINGS))
    lines = place.read_text("utf-8").split("\n")
    return [place.parent / line for line in lines if line]


def _is_aside(file: Path, top: Path) -> bool:
    return file.relative_to(top).parts[0].startswith("_")


def _folder(file: Path, source: Source) -> str:
    """The class folder: the first below the place given; "" if there is none."""
    inside = file.relative_to(_home(file, source)).parts
    return inside[0] if len(inside) > 1 else ""


def _home(file: Path, source: Source) -> Path:
    places = [p for p in source.splits.values() if p.is_dir() and p in file.parents]
    return max(places, key=lambda place: len(place.parts))


def _id(file: Path, source: Source) -> str:
    home = _home(file, source)
    return f"{home.name}/{file.relative_to(home).as_posix()}"


def _no_answer(path: Path, count: int) -> str:
    return (
        f"Found {said(count, 'sound')} in {path} but no answer for them. Put them into one"
        " folder per class, begin their names with the label as in dog_anna_1.wav, or add"
        " a CSV with the columns path,label beside them."
    )


def _on_names(names: Names, flat: bool, every: list[Path]) -> tuple[str, ...]:
    if not names.pattern:
        return (names.doubt,) if names.doubt else ()
    where = (
        "The label is in no folder and no table, but in"
        if flat
        else "More than the folder says"
    )
    first = f"{where} the name of each file: {every[0].stem} is {names.pattern} ({names.reason})."
    more = (
        f" Left out, as their names do not fit: {some(names.misfits)}."
        if names.misfits
        else ""
    )
    return (first + more,)


# --- tables


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
            *([note] if left else []),
        ),
    )


def without_names(table: Table) -> DataError:
    """Says the command that adds a header, and whether sounds have several answers."""
    from scaffolder.facts.table_of_paths import without_names

    held = [places.holds_paths(table, n, SOUND_ENDINGS) for n in table.names]
    error = without_names(table, held, "sounds")
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
    goal = named or (fit[0].name if len(fit) == 1 else None)
    chosen = target.choose(fit, True, "tabular-classification", goal)
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
