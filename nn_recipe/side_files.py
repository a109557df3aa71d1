"""The files of runs/ beside the checkpoints: a crash may have torn one, or somebody edited it.

What cannot be read counts as not there, and whoever reads can say so.
"""

import csv
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from .place import relative

TRAINED = "trained.json"  # of a run: what `trained.py` keeps of it
METRICS = ["step", "split", "name", "value"]  # the head of metrics.csv


@dataclass(frozen=True)
class Measured:
    """One row of metrics.csv, and where it stands."""

    step: int
    split: str
    name: str
    value: float
    source: str  # "runs/0003-train/metrics.csv:17"


def read_json(path: Path) -> dict[str, Any]:
    """The object in the file; {} where there is no file, or something else in it."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def scores(entry: Any, watch: str = "") -> dict[str, dict[str, float]]:
    """Metric -> value, low, high, of a line of baselines.json or of an evaluation.

    An evaluation has [value, low, high]; of a baseline only what `watch` says has an interval,
    beside it as "95 %", and the others get one of no width.
    """
    found = {}
    for name, value in entry.items() if isinstance(entry, dict) else ():
        if isinstance(value, float) and "split" not in entry:  # of a baseline
            ends = entry.get("95 %") if name == watch else None
            value = [value, *(ends if isinstance(ends, list) else [value] * 2)]
        if name != "95 %" and is_interval(value):
            found[name] = dict(zip(("value", "low", "high"), value, strict=True))
    return found


def is_interval(value: Any) -> TypeGuard[list[float]]:
    """Three numbers, of which the first is finite."""
    numbers = isinstance(value, list) and [isinstance(v, int | float) for v in value]
    return numbers == [True] * 3 and math.isfinite(value[0])


def read_metrics(path: Path) -> list[Measured]:
    """The rows that are whole; a row torn by a crash is passed over."""
    if not path.is_file():
        return []
    where, found = relative(path), []
    for line, row in enumerate(rows(path), start=1):
        if measured := parsed(row, f"{where}:{line}"):
            found.append(measured)
    return found


def rows(path: Path) -> Iterator[list[str]]:
    """As far as the file is text with commas."""
    with open(path, newline="", encoding="utf-8", errors="replace") as file:
        try:
            yield from csv.reader(file)
        except csv.Error:
            return


def parsed(row: Sequence[str], source: str) -> Measured | None:
    try:
        step, split, name, value = row
        return Measured(int(step), split, name, float(value), source)
    except ValueError:
        return None


def damaged(runs: Path) -> list[Path]:
    """The side files of all runs that hold something else than they should."""
    numbered = "[0-9][0-9][0-9][0-9]-*"
    objects = [*runs.glob("baselines.json"), *runs.glob(f"{numbered}/*.json")]
    tables = runs.glob(f"{numbered}/metrics.csv")
    wrong = [path for path in objects if not read_json(path)]
    return sorted([*wrong, *(t for t in tables if next(rows(t), []) != METRICS)])
