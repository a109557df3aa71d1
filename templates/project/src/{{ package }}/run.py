"""runs/NNNN-name: what was run, what came out, and the way back to it."""

import csv
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import nn

from . import model
from .config import Config
from .problem import Problem
from .read import ROOT

RUNS, NUMBERED = ROOT / "runs", "[0-9][0-9][0-9][0-9]-*"


class Run:
    """config.json, meta.json, metrics.csv, followed.csv, best.pt, last.pt and pictures."""

    def __init__(self, folder: Path):
        self.folder = folder

    @classmethod
    def new(cls, name: str, config: Config, runs: Path = RUNS) -> "Run":
        """The next free number; the name says what was tried."""
        slug = re.sub(r"[^a-z0-9.=-]+", "-", name.lower()).strip("-") or "train"
        taken = [int(folder.name[:4]) for folder in runs.glob(NUMBERED)]
        run = cls(runs / f"{max(taken, default=0) + 1:04d}-{slug}")
        run.folder.mkdir(parents=True)
        for file, values in {"config": asdict(config), "meta": origin()}.items():
            text = json.dumps(values, indent=1)
            (run.folder / f"{file}.json").write_text(text + "\n", encoding="utf-8")
        return run

    @classmethod
    def find(cls, name: str = "last", runs: Path = RUNS) -> "Run":
        """By number ("3"), by name, or the last one."""
        folders = sorted(runs.glob(NUMBERED))
        for folder in reversed(folders):
            number, _, slug = folder.name.partition("-")
            if name in ("last", folder.name, slug, number, str(int(number))):
                return cls(folder)
        known = ", ".join(folder.name for folder in folders[-5:]) or "none: `train` one"
        raise ValueError(f"Found no run {name!r}. The last ones are: {known}.")

    def write(self, file: str, step: int, split: str, values: Mapping[str, float]):
        """Rows of metrics.csv or followed.csv: step, split, name, value."""
        path = self.folder / file
        rows = [[step, split, name, repr(value)] for name, value in values.items()]
        if not path.exists():
            rows.insert(0, ["step", "split", "name", "value"])
        with open(path, "a", newline="", encoding="utf-8") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)

    def rows(self, file: str) -> list[dict[str, str]]:
        path = self.folder / file
        if not path.exists():
            return []
        with open(path, newline="", encoding="utf-8") as stream:
            return list(csv.DictReader(stream))

    def forget_after(self, step: int) -> None:
        """Drop the rows a killed run wrote past its last checkpoint: they come again."""
        for path in self.folder.glob("*.csv"):
            head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
            whole = [row for row in rows if row.endswith("\n")]
            kept = [row for row in whole if int(row.split(",")[0]) <= step]
            path.write_text("".join([head, *kept]), encoding="utf-8")

    def save(self, name: str, checkpoint: dict[str, Any]) -> None:
        """Write it whole or not at all: a kill in between leaves the old file."""
        path = self.folder / f"{name}.pt"
        with open(path.with_suffix(".part"), "wb") as stream:
            torch.save(checkpoint, stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(path.with_suffix(".part"), path)

    def checkpoint(self, name: str = "best") -> dict[str, Any]:
        path = self.folder / f"{name}.pt"
        if not path.exists():
            raise ValueError(f"{self.folder.name} stopped before its first checkpoint.")
        return torch.load(path, weights_only=True, map_location="cpu")

    def began(self) -> Config:
        """The config it began with, and goes on with."""
        return Problem.restored(self.checkpoint("last")["problem"]).config

    def trained(self, name: str = "best") -> tuple[Problem, nn.Module]:
        """What `predict` needs, from the checkpoint alone: the data may be gone."""
        checkpoint = self.checkpoint(name)
        problem = Problem.restored(checkpoint["problem"])
        net = model.build(problem.inputs, problem.target.outputs, problem.config)
        net.load_state_dict(checkpoint["net"])
        return problem, net.eval()


def origin() -> dict[str, Any]:
    """When, by which command, on which code: a number can be traced to what made it."""

    def git(*words: str) -> str:
        command = ["git", "-C", str(ROOT), *words]
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()

    found = {"started": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "command": sys.argv}
    found |= {"commit": git("rev-parse", "HEAD"), "changes": git("diff", "HEAD", "src")}
    return found | {"torch": torch.__version__, "python": sys.version.split()[0]}
