"""Inputs in one text file and the answers of the same rows in another: X_train.txt, y_train.txt."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files.source import split_of
from scaffolder.facts.files.table_names import is_table_name
from scaffolder.facts.listing import entries, first_bytes, some

INPUTS = re.compile(r"(?<![a-z0-9])(x|inputs?|features|data)(?![a-z0-9])", re.I)
ANSWERS = ("y", "label", "labels", "target", "targets", "answers", "output", "outputs")
PLAIN = (".txt", ".dat", "")
HEAD_BYTES = 20_000
MOST_BYTES = 500_000_000  # of a file whose lines are counted
SPACES = "sed -E 's/^[[:space:]]+//; s/[[:space:]]+$//; s/[[:space:]]+/,/g'"


def refuse(folder: Path) -> None:
    """DataError where such files stand in a folder, or in those of its parts."""
    inside = [entry for entry in entries(folder) if entry.is_dir() and split_of(entry)]
    pairs = [pair for place in (folder, *inside) for pair in pairs_in(place)]
    if not pairs:
        return
    x, y = next((p for p in pairs if split_of(p[0]) == "train"), pairs[0])
    made = [(name_of(pair[0]), pasted(folder, *pair)) for pair in pairs]
    train = next(
        (name for name, _ in made if split_of(Path(name)) == "train"), made[0][0]
    )
    others = [f for f in entries(x.parent) if f not in (x, y) and lines_alike(f, y)]
    more = (
        f" {some([f.name for f in others])} has as many lines: if it says whose a row is, paste"
        " it before the others, too, for --split group."
    )
    raise DataError(
        f"The rows of {folder} stand in two files: inputs in {x.name}, answers in {y.name},"
        " line by line. Needed: one table with the answer last; write it: cd"
        f" {shlex.quote(str(folder))}; {'; '.join(command for _, command in made)} and name"
        f" {folder / train}.{more if others else ''}"
    )


def pairs_in(folder: Path) -> Iterator[tuple[Path, Path]]:
    """(inputs, answers)"""
    files = [f for f in entries(folder) if f.is_file() and f.suffix.lower() in PLAIN]
    by_name = {f.name.lower(): f for f in files if not is_table_name(f)}
    for name, x in by_name.items():
        for word in ANSWERS:
            y = by_name.get(INPUTS.sub(word, name, count=1))
            if y and y != x and cells(x) > 1 == cells(y) and count(x) == count(y) > 1:
                yield x, y
                break


def lines_alike(file: Path, y: Path) -> bool:
    plain = file.is_file() and file.suffix.lower() in PLAIN
    return plain and cells(file) == 1 and count(file) == count(y)


def cells(file: Path) -> int:
    """Of the first lines; 0 where they differ, or hold what is no number."""
    lines = first_bytes(file, HEAD_BYTES).decode("utf8", "replace").splitlines()
    rows = [re.split(r"[\s,;]+", line.strip()) for line in lines[:20] if line.strip()]
    number = re.compile(r"[-+]?[\d.]+([eE][-+]?\d+)?|nan", re.I)
    if len(lines) > 20 or len(rows) > 1:
        rows = rows[:-1]  # the last may be cut
    alike = len({len(row) for row in rows}) == 1
    return len(rows[0]) if alike and all(map(number.fullmatch, rows[0])) else 0


def count(file: Path) -> int:
    if file.stat().st_size > MOST_BYTES:
        return -1
    return sum(bool(line.strip()) for line in file.read_bytes().split(b"\n"))


def name_of(x: Path) -> str:
    return f"{split_of(x) or split_of(x.parent) or 'joined'}.csv"


def pasted(folder: Path, x: Path, y: Path) -> str:
    one, other = (shlex.quote(str(file.relative_to(folder))) for file in (x, y))
    if b"," in first_bytes(x, 1000):
        return f"paste -d, {one} {other} > {name_of(x)}"
    return f"paste -d' ' {one} {other} | {SPACES} > {name_of(x)}"
