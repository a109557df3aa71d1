"""A list in text beside class folders that says which part a sound belongs to: "1 ann/a/3.wav"."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

from scaffolder.facts.audio.lists import BETWEEN, FEWEST, MOSTLY, NO_LIST, lines_of
from scaffolder.facts.commands import python, text
from scaffolder.facts.files.source import split_of
from scaffolder.facts.listing import entries, said, some

ENDINGS = (".txt", ".csv", ".tsv", ".lst", ".json", ".xlsx", ".list")
SHORT = re.compile(r"\d")  # the number of a part
PARTS = ("train", "validation", "test")


def notes(path: Path, top: Path, used: set[Path]) -> list[str]:
    """What lies unread beside the folders, and the command that reads parts from it."""
    near = tables_in(top, used) + (tables_in(path, used) if path != top else [])
    above = tables_in(top.parent, used) if path == top else []
    lists = [file for file in near + above if file.suffix != ".xlsx"]
    given = [sentence for file in lists if (sentence := told(file, top))]
    if not near:
        return given
    unread = some([file.name for file in near])
    return [f"Left unread beside the sounds: {unread}.", *given]


def tables_in(folder: Path, used: set[Path]) -> list[Path]:
    found = [f for f in entries(folder) if f.suffix.lower() in ENDINGS]
    return [f for f in found if f.is_file() and f not in used and not is_no_list(f)]


def is_no_list(file: Path) -> bool:
    return file.name.lower().startswith(NO_LIST)


def told(file: Path, top: Path) -> str:
    """The parts, and how they become tables; "" where a file gives none."""
    rows = [re.split(BETWEEN, line.strip()) for line in lines_of(file)]
    homes = dict.fromkeys((top, file.parent))
    places = [(home, p) for home in homes for p in (0, 1) if names(rows, home, p)]
    if len(rows) < FEWEST or not places or {len(row) for row in rows} != {2}:
        return ""
    home, place = places[0]
    every = file.read_text("utf8", "replace").splitlines()
    values = [
        re.split(BETWEEN, line.strip())[1 - place] for line in every if line.strip()
    ]
    parts = meant(Counter(values))
    if not parts:
        return ""
    counted = Counter(values)
    listed = some(
        f"{v} for {part} ({said(counted[v], 'sound')})" for v, part in parts.items()
    )
    return (
        f"{file.name} says which part a sound belongs to: by number and name {listed}. To"
        f" split so, write a table of each part: {command(file, home, top, place, parts)} and"
        f" name {file.with_name('clips_train.csv')}."
    )


def names(rows: list[list[str]], home: Path, place: int) -> bool:
    """Whether the cells there are files, from a folder on."""
    there = [len(row) > place and (home / row[place]).is_file() for row in rows]
    return bool(there) and sum(there) >= MOSTLY * len(there)


def meant(values: Counter[str]) -> dict[str, str]:
    """Value -> part: by the word, or the largest number trains, the last one tests."""
    if not 2 <= len(values) <= 3:
        return {}
    by_word = {value: split_of(Path(value)) for value in values}
    if all(by_word.values()) and len(set(by_word.values())) == len(values):
        return by_word if "train" in by_word.values() else {}
    if not all(map(SHORT.fullmatch, values)):
        return {}
    largest = max(values, key=lambda value: values[value])
    others = sorted(set(values) - {largest})
    return {largest: "train"} | dict(zip(others, PARTS[-len(others) :], strict=True))


def command(
    file: Path, home: Path, top: Path, place: int, parts: dict[str, str]
) -> str:
    """Writes path, label and the folder of each sound, which groups them."""
    before = os.path.relpath(home, file.parent)
    above = len(Path(os.path.relpath(top, home)).parts) if top != home else 0
    code = (
        "import csv, re; from pathlib import Path;"
        f" parts = {text(parts)};"
        f" rows = [re.split({text(BETWEEN)}, l.strip()) for l in open({text(file.name)}) if"
        f" l.strip()]; rows = [(r[{1 - place}], Path(r[{place}])) for r in rows];"
        ' [csv.writer(open(f"clips_{part}.csv", "w", newline="")).writerows([["path",'
        f' "label", "session"], *([(Path({text(before)}) / p).as_posix(), p.parts[{above}],'
        " p.parent.as_posix()] for v, p in rows if v == key)]) for key, part in"
        " parts.items()]"
    )
    return python(file.parent, code)
