"""What the run folders hold, read without torch. A run that was killed is read as far as it got."""

import csv
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..place import relative


@dataclass(frozen=True)
class Measured:
    """One row of metrics.csv, and where it stands."""

    step: int
    split: str
    name: str
    value: float
    source: str  # "runs/0003-train/metrics.csv:17"


@dataclass(frozen=True)
class Folder:
    """One run, as its files tell it."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @cached_property
    def config(self) -> dict[str, Any]:
        return read_json(self.path / "config.json")

    @cached_property
    def meta(self) -> dict[str, Any]:
        return read_json(self.path / "meta.json")

    @cached_property
    def metrics(self) -> list[Measured]:
        return read_metrics(self.path / "metrics.csv")

    def series(self, split: str, name: str) -> list[Measured]:
        return [row for row in self.metrics if (row.split, row.name) == (split, name)]

    def best(self) -> Measured | None:
        """The validation row of the weights that were evaluated; that of the least loss, if none.

        It is the row with the same loss: best.pt, which says its step, takes torch to open.
        """
        losses = self.series("validation", "loss")
        value, *_ = self.evaluation("validation").get("loss", [math.inf])
        same = [row.step for row in losses if math.isclose(row.value, value)]
        watched = self.series("validation", str(self.config.get("watch", "loss")))
        picked = [row for row in watched if row.step in same]
        least = min(losses, key=lambda row: row.value, default=None)
        return picked[0] if picked else least

    def evaluation(self, split: str) -> dict[str, Any]:
        return read_json(self.path / f"evaluation-{split}.json")

    @property
    def pictures(self) -> list[Path]:
        """What `train` drew into the folder."""
        return sorted(p for p in self.path.iterdir() if p.suffix in (".svg", ".png"))


def runs_in(runs: Path) -> list[Folder]:
    """Every run, the oldest first."""
    return [
        Folder(path)
        for path in sorted(runs.glob("[0-9][0-9][0-9][0-9]-*"))
        if path.is_dir()
    ]


def read_json(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def read_metrics(path: Path) -> list[Measured]:
    """The rows that are whole; a row torn by a crash is passed over."""
    if not path.is_file():
        return []
    where, found = relative(path), []
    with open(path, newline="", encoding="utf-8") as file:
        for line, row in enumerate(csv.reader(file), start=1):
            if measured := parsed(row, f"{where}:{line}"):
                found.append(measured)
    return found


def parsed(row: Sequence[str], source: str) -> Measured | None:
    try:
        step, split, name, value = row
        return Measured(int(step), split, name, float(value), source)
    except ValueError:
        return None
