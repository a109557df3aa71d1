"""How the rows should be split: by chance, by group or by time; and what crosses a split."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scaffolder.facts.model import Column, Proposal
from scaffolder.facts.splits import given_folds, repeats
from scaffolder.facts.tables.columns import words
from scaffolder.facts.tables.reading import Reading
from scaffolder.facts.written import dates, time_parts
from scaffolder.facts.written.dates import in_order
from scaffolder.facts.written.table import Table

if TYPE_CHECKING:
    import polars as pl

GROUP_WORDS = {
    "id",
    "ids",
    "subject",
    "patient",
    "user",
    "customer",
    "person",
    "client",
}
GROUP_WORDS |= {"individual", "participant", "speaker", "session", "animal", "device"}
GROUP_WORDS |= {"mrn", "respondent"}  # a medical record number
GROUP_WORDS |= {"donor", "slide", "plate", "household", "rat", "mouse", "pupil"}
GROUP_WORDS |= {"author", "writer", "thread", "conversation", "dialog", "dialogue"}


NAMING = {
    "id",
    "ids",
    "nr",
    "nbr",
    "no",
    "num",
    "number",
    "code",
    "key",
    "name",
    "hash",
    "uid",
}
NAMING |= {
    "uuid",
    "guid",
    "index",
    "idx",
    "label",
    "tag",
    "ref",
    "identifier",
    "handle",
}
NAMING |= {"s"}
JOINING = {"of", "the", "in", "a"}
ENDS_ALIKE = {"acid", "avoid", "bid", "centroid", "covid", "ellipsoid", "fluid", "grid"}
ENDS_ALIKE |= {"humid", "hybrid", "liquid", "lipid", "mid", "paid", "plaid", "rapid"}
ENDS_ALIKE |= {"repaid", "prepaid", "unpaid", "rigid", "solid", "steroid", "thyroid"}
ENDS_ALIKE |= {"valid", "invalid", "void", "android", "haploid", "diploid", "said"}
DIGITS = 4  # of an id in a column whose name only ends so
OFTEN = 20  # rows of such an id on average, at most


def propose(
    table: Table, columns: tuple[Column, ...], target: str
) -> tuple[Proposal, Proposal]:
    """(split, split_column)"""
    if given := given_folds.split(columns, target):
        return given
    others = [column for column in columns if column.name != target]
    for column in others:
        if _orders_the_rows(table.frame[column.name], column):
            return (
                Proposal(
                    "time", "the rows are in the order of time: test on the latest"
                ),
                Proposal(column.name, _as_date(column)),
            )
    if names := time_parts.in_order(table):
        return (
            Proposal("time", "the rows are in the order of time: test on the latest"),
            Proposal(names, f"{names} are the parts of a time that orders the rows"),
        )
    for column in others:
        if is_group(column, len(table.frame)):
            rows = len(table.frame) - column.missing
            return (
                Proposal("group", "rows of one group are alike: keep them on one side"),
                Proposal(
                    column.name,
                    f"{column.name} repeats: {column.unique:,} ids in {rows:,} rows",
                ),
            )
    group, counter = repeats.counted(table.frame, others)
    if group:
        return (
            Proposal("group", "rows of one group are alike: keep them on one side"),
            Proposal(
                group, f"{group} names blocks of rows, and {counter} counts in each"
            ),
        )
    for column in others:
        if repeats.says_the_file(column) and column.unique >= given_folds.FOR_THREE:
            return (
                Proposal(
                    "group", "rows of one file may be alike: keep them on one side"
                ),
                Proposal(column.name, f"{column.name} names {column.unique:,} files"),
            )
    return (
        Proposal("chance", "no column groups the rows, no date orders them"),
        Proposal("", "a split by chance needs no column"),
    )


def _as_date(column: Column) -> str:
    form = column.time_format
    how = f", {dates.first(form)} ({column.examples[0]})" if form else ""
    return f"{column.name} is a date that orders the rows{how}"


def _orders_the_rows(cells: pl.Series, column: Column) -> bool:
    """From the first to the last, or with the newest first."""
    if column.role != "time" or column.unique < 10 or column.missing:
        return False
    if cells.dtype.is_float():
        return in_order(cells)
    times = dates.read(cells)
    return times is not None and not times[0].null_count() and in_order(times[0])


def is_group(column: Column, rows: int) -> bool:
    """A named id with 10 values and more that repeats: on average up to 100 times."""
    if not is_called_group(column):
        return False
    filled = rows - column.missing
    if not _names_someone(words(column.name)) and filled > OFTEN * column.unique:
        return False
    return 10 <= column.unique < 0.95 * filled <= 0.95 * 100 * column.unique


def is_called_group(column: Column) -> bool:
    named = _names_someone(words(column.name)) or _ends_in_id(column)
    return named and column.role not in ("constant", "empty")


def _names_someone(found: list[str]) -> bool:
    """ "patient", "patient_nr", "id of the patient"; a patient's age is no name."""
    if found and found[0] in ("id", "ids"):  # id_station
        return True
    return names_one_of(GROUP_WORDS, found)


def names_one_of(known: set[str], found: list[str]) -> bool:
    """Whether words name one of those known, and not what is measured of it."""
    places = [place for place, word in enumerate(found) if word in known]
    after = found[places[-1] + 1 :] if places else ["none"]
    return all(word in NAMING or word.isdigit() or word in JOINING for word in after)


def _ends_in_id(column: Column) -> bool:
    """ "kepid", "patid": and its cells are long numbers, or letters with digits."""
    if not column.name.lower().endswith("id") or {*words(column.name)} & ENDS_ALIKE:
        return False
    return all(re.fullmatch(rf"\w*\d{{{DIGITS},}}", cell) for cell in column.examples)


@dataclass(frozen=True)
class Copies:
    repeats: int  # training rows that repeat an earlier one, answer and all
    contradicting: (
        int  # training rows with the inputs of another and a different answer
    )
    crossing: dict[str, int]  # split -> training rows whose inputs also stand there


def copies(reading: Reading, target: str, split_column: str) -> Copies:
    """Compares cell by cell, but for ids that no two rows share and for the group."""
    frame = reading.train.frame
    frame = frame.filter(frame[target].is_not_null())
    gone = {target, split_column} if split_column else {target}  # "" is a name, too
    names = [
        column.name
        for column in reading.columns
        if column.name not in gone
        and not (column.role == "id" and column.unique == len(frame))
    ]
    inputs = frame.select(names).hash_rows(seed=0)
    rows = frame.select(*names, target).hash_rows(seed=0)
    crossing = {
        split: _shared(inputs, table.frame.select(names), frame.select(names))
        for split, table in reading.tables.items()
        if split != "train"
    }
    different = rows.n_unique()
    return Copies(len(rows) - different, different - inputs.n_unique(), crossing)


def _shared(ours: pl.Series, given: pl.DataFrame, like: pl.DataFrame) -> int:
    theirs = given.cast(like.schema, strict=False).hash_rows(seed=0)
    return int(ours.is_in(theirs.unique().implode()).sum())
