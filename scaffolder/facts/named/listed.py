"""Tables that name the pictures or sounds below: they go before the names of folders."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from pathlib import Path, PureWindowsPath

from scaffolder.errors import DataError
from scaffolder.facts.files.source import Source, of_splits, one_family, split_of
from scaffolder.facts.files.table_names import (
    is_table_name,
    mentions,
    without_submissions,
)
from scaffolder.facts.listing import (
    IMAGE_ENDINGS,
    SOUND_ENDINGS,
    entries,
    files_below,
    first_bytes,
)

ENDINGS = IMAGE_ENDINGS + SOUND_ENDINGS
HEAD_BYTES = 20_000
MOST_FILES = 20_000  # whose names are compared with the table
MOSTLY = 0.8  # of the first rows name a file without its ending


def listed_in(folder: Path, files: list[Path]) -> Source | None:
    """Tables beside the folders of files, one in each split, or in a folder of their own."""
    if not next(files_below(folder, ENDINGS), None):
        return None
    folders = [entry for entry in entries(folder) if entry.is_dir()]
    if beside := naming(folder, files):
        found = one_family(folder, beside, "table")
        read = found.splits.values()
        return replace(found, stray=tuple(file for file in files if file not in read))
    inside = {entry: naming(entry, tables_in(entry)) for entry in folders}
    given = {split_of(e): own[0] for e, own in inside.items() if len(own) == 1}
    if "train" in given:
        return of_splits("table", given)
    return apart(
        folder, [e for e in folders if not next(files_below(e, ENDINGS), None)]
    )


def apart(folder: Path, folders: list[Path]) -> Source | None:
    """Tables in a folder that holds no pictures and no sounds: metadata/, labels/."""
    tables = [t for entry in folders for t in naming(folder, tables_in(entry))]
    try:
        return one_family(folder, tables, "table") if tables else None
    except DataError:
        return None  # too many to tell: the folders of the files may say more


def tables_in(folder: Path) -> list[Path]:
    return [entry for entry in entries(folder) if entry.is_file()]


def naming(folder: Path, files: list[Path]) -> list[Path]:
    """The tables among some files that name what is below a folder."""
    tables = without_submissions([f for f in files if is_table_name(f)])
    if not tables:
        return []
    below = list(islice(files_below(folder, ENDINGS), MOST_FILES))
    stems = {file.stem for file in below} - {""}
    named = [
        table
        for table in tables
        if mentions(table, ENDINGS)
        or names_stems(table, stems)
        or numbers_stems(table, below)
    ]
    return [t for t in named if split_of(t)] if strays(named) else named


def strays(tables: list[Path]) -> bool:
    """Whether some tables are given splits and others are not."""
    return len({bool(split_of(table)) for table in tables}) > 1


def names_stems(table: Path, stems: set[str]) -> bool:
    """Whether nearly all rows hold the name of a file without its ending, but a number."""
    told = {stem for stem in stems if not re.fullmatch(r"\d{1,4}", stem)}
    rows = first_rows(table)
    if not told or not rows:
        return False
    return sum(not told.isdisjoint(cells) for cells in rows) >= MOSTLY * len(rows)


def first_rows(table: Path) -> list[list[str]]:
    text = first_bytes(table, HEAD_BYTES).decode("utf8", "replace")
    return [
        [PureWindowsPath(c.strip(' "')).name for c in re.split(r"[,;\t|]", row)]
        for row in text.splitlines()[1:-1][:200]
    ]


def numbers_stems(table: Path, files: list[Path]) -> bool:
    """Whether each row begins with a number of its own that a sound is called by.

    In a folder that has the word of the table: "dev.csv" and "dev_audio/63.wav".
    """
    known = {
        file.stem
        for file in files
        if file.suffix.lower() in SOUND_ENDINGS
        and table.stem.lower() in re.split(r"[^a-z0-9]+", file.parent.name.lower())
    }
    first = [cells[0] for cells in first_rows(table)] if known else []
    return len(first) > 1 and len(set(first)) == len(first) and known.issuperset(first)
