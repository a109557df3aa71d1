"""Whole numbers that ran over: 49 - 50 in bytes is 255."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

import numpy as np

from .. import table_files
from ..contract import Example, Project
from ..findings import Findings
from ..place import here
from .stand_ins import number

MOST = 64_000_000  # bytes of a file that is read once more
LOOKED = 2000  # examples, and of pictures
PICTURES = 20
FEWEST = 5  # different numbers
ROOM = 1e-3  # of a step: factors are rounded
SIZES = tuple(
    2.0**bits for bits in (64, 32, 16, 8)
)  # a larger one is a multiple of 256
READ = "read.py: astype a wider type before anything is added, subtracted or multiplied"


def judge_wrapped(project: Project, findings: Findings) -> None:
    """What was read against what is stored: a line, but for jumps of 256 or of 65536.

    Whoever scales, shifts or inverts numbers draws a line; cut off at an end it has no jump.
    """
    for what, stored, read in pairs(project):
        jump = overrun(stored, read)
        findings.demand(
            not jump or bool(findings.faults),
            f"{what} as they are read follow those of the file on a line, but for some that are "
            f"{jump:g} off: bytes came round.",
            READ,
        )


def pairs(project: Project) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """What it is, and [n] twice: numbers as the file has them, and as they were read."""
    config = project.config
    given = here().resolve(getattr(config, "data", ""))
    if not given.is_file() or given.stat().st_size > MOST:
        return
    names = getattr(config, "pairs", getattr(config, "columns", ()))
    if is_zipfile(given) and len(names) == 2:
        yield from of_arrays(project, given, names)
    elif isinstance(project.splits.train[0].raw, Mapping):
        yield from of_table(project, given)


def of_arrays(
    project: Project, given: Path, names: Sequence[str]
) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    try:
        with np.load(given, allow_pickle=False) as file:
            images, labels = (file[n] if n in file else np.empty(0) for n in names)
    except (ValueError, OSError):
        return
    found = project.read(str(given))
    if len(found) == len(labels) and project.target.answers_are == "numbers":
        yield "Answers", labels.ravel(), of_answers(found)
    if len(found) == len(images):
        raws = [np.asarray(example.raw) for example in found[:PICTURES]]
        stored = [np.asarray(image) for image in images[:PICTURES]]
        if all(a.size == b.size for a, b in zip(raws, stored, strict=True)):
            before, after = (
                np.concatenate([each.ravel() for each in many])
                for many in (stored, raws)
            )
            yield "Pixels", before, after


def of_table(
    project: Project, given: Path
) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    if project.target.answers_are not in ("classes", "numbers"):
        return
    rows = table_files.read(given, project.config)
    found = project.read(str(given))
    if len(rows) != len(found):
        return
    rows, found = rows[:LOOKED], found[:LOOKED]
    target = project.config.target
    if project.target.answers_are == "numbers":
        yield f"Answers ({target})", floats(
            row.get(target) for row in rows
        ), of_answers(found)
    for column in rows[0].keys() & found[0].raw.keys():
        stored = floats(row.get(column) for row in rows)
        yield f"Numbers of {column}", stored, floats(e.raw[column] for e in found)


def of_answers(examples: Sequence[Example]) -> np.ndarray:
    return floats(example.answer for example in examples)


def floats(cells: Any) -> np.ndarray:
    found = (number(None if cell is None else str(cell)) for cell in cells)
    return np.array([np.nan if value is None else value for value in found])


def overrun(stored: np.ndarray, read: np.ndarray) -> float:
    """How far off some are, in units of what was read; 0 where none is, or it is no such line."""
    stored, read = stored.astype(float), read.astype(float)
    known = np.isfinite(stored) & np.isfinite(read)
    values, where = np.unique(stored[known], return_index=True)
    if len(values) < FEWEST or np.array_equal(stored[known], read[known]):
        return 0.0
    told = read[known][where]
    if not np.array_equal(told[np.searchsorted(values, stored[known])], read[known]):
        return 0.0  # what was read depends on more than the number
    slope = float(np.median(np.diff(told) / np.diff(values)))
    if not slope or not np.isfinite(slope):
        return 0.0
    off = told - slope * values
    off -= np.sort(off)[len(off) // 2]  # a value that there is
    away = off[np.abs(off) > ROOM * abs(slope)]
    if len(away) < 2 and (told == values).sum() >= len(values) - 1:
        return 0.0  # one number has another meaning, as 255 for nobody knows
    for size in SIZES:
        for jump in {size, size * abs(slope)}:
            turns = away / jump
            whole = np.abs(turns - turns.round()) <= ROOM
            if len(away) and whole.all() and turns.round().all():
                return float(jump)
    return 0.0
