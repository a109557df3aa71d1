"""What the run folders hold, read without torch. A run that was killed is read as far as it got."""

import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..side_files import Measured, read_json, read_metrics, scores


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
        loss = scores(self.evaluation("validation")).get("loss", {})
        value = loss.get("value", math.inf)
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
