"""Tables that name the pictures or sounds below: they go before the names of folders."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import islice
from pathlib import Path, PureWindowsPath

from scaffolder.errors import DataError
from scaffolder.facts.files.source import (
    Source,
    are_no_classes,
    of_splits,
    one_family,
    split_of,
)
from scaffolder.facts.files.table_names import (
    is_form,
    is_table_name,
    mentions,
    without_submissions,
)
from scaffolder.facts.listing import (
    IMAGE_ENDINGS,
    LIMIT,
    SOUND_ENDINGS,
    entries,
    files_below,
    first_bytes,
)
from scaffolder.facts.named import in_pieces
from scaffolder.facts.named.called import ANSWERS

ENDINGS = IMAGE_ENDINGS + SOUND_ENDINGS
HEAD_BYTES = 20_000
MOST_FILES = 20_000  # whose names are compared with the table
MOSTLY = 0.8  # of the first rows name a file without its ending


def listed_in(folder: Path, files: list[Path]) -> Source | None:
    """Tables beside the folders of files, one in each split, or in a folder of their own."""
    if not next(files_below(folder, ENDINGS), None):
        return None
    folders = [entry for entry in entries(folder) if entry.is_dir()]
    no_files = [e for e in folders if not next(files_below(e, ENDINGS), None)]
    if beside := naming(folder, files):
        if truth := called_answers(folder, beside, no_files):
            return replace(truth, stray=tuple(files))
        found = one_family(folder, beside, "table")
        read = found.splits.values()
        return replace(found, stray=tuple(file for file in files if file not in read))
    inside = {entry: naming(entry, tables_in(entry)) for entry in folders}
    in_pieces.refuse(folder, inside)
    given = {split_of(e): own[0] for e, own in inside.items() if len(own) == 1}
    if "train" in given:
        return of_splits("table", given)
    holding = [entry for entry in folders if entry not in no_files]
    if (found := apart(folder, no_files)) or len(holding) != 1:
        return found
    return listed_in(holding[0], tables_in(holding[0]))  # set/data/train/labels.csv


def called_answers(
    folder: Path, beside: list[Path], folders: list[Path]
) -> Source | None:
    """GroundTruth/truth.csv, where the tables beside it say other things of the same files."""
    truth = [entry for entry in folders if ANSWERS.search(entry.name)]
    if not truth or any(ANSWERS.search(table.name) for table in beside):
        return None
    return apart(folder, truth)


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
        or (not is_form(table) and numbers_stems(table, below))
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
    """Whether each row has a number of its own that the files of one folder are called by.

    Of a folder that is called as the table is, "dev.csv" and "dev_audio/63.wav"; or of the
    only one that has such files, if nearly all of them have a row. Folders of given parts
    are one, where no number comes again.
    """
    known: dict[Path, set[str]] = defaultdict(set)
    for file in files:
        known[file.parent].add(file.stem)
    ways = [known]
    if known and are_no_classes(folder.name for folder in known):
        whole = {f: stems for f, stems in known.items() if not split_of(f)}
        every = set.union(*known.values())
        apart = sum(map(len, known.values())) == len(every)
        ways += [whole, *([{table.parent: every}] if apart else [])]
    columns = own_numbers(table)
    rows = first_bytes(table, LIMIT).count(b"\n") if columns else 0
    return any(of_one_folder(table, c, rows, way) for c in columns for way in ways)


def of_one_folder(
    table: Path, cells: set[str], rows: int, known: dict[Path, set[str]]
) -> bool:
    having = [f for f, stems in known.items() if not cells.isdisjoint(stems)]
    alike = [f for f in having if cells <= known[f] and called_alike(table, f)]
    alone = len(having) == 1 and cells <= known[having[0]]
    return bool(alike) or alone and rows >= MOSTLY * len(known[having[0]])


def own_numbers(table: Path) -> list[set[str]]:
    """Of columns whose cells are numbers, another one in each row."""
    rows = first_rows(table)
    columns = [set(column) for column in zip(*rows, strict=False)]
    return [c for c in columns if len(c) == len(rows) > 1 and all(map(str.isdigit, c))]


def called_alike(table: Path, folder: Path) -> bool:
    name, own = folder.name.lower(), table.name.lower().partition(".")[0]
    return own in (name, *re.split(r"[^a-z0-9]+", name))
