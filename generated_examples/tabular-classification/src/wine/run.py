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
        """The next free number; the name, or what differs from config.py, says the idea."""
        usual, values = asdict(Config()), asdict(config)
        name = name or "-".join(f"{k}={v}" for k, v in values.items() if v != usual[k])
        slug = re.sub(r"[^a-z0-9.=-]+", "-", name.lower()).strip("-")[:80] or "train"
        taken = [0, *(int(folder.name[:4]) for folder in runs.glob(NUMBERED))]
        run = cls(runs / f"{max(taken) + 1:04d}-{slug}")
        run.folder.mkdir(parents=True)
        run.write_json("config", values)
        run.write_json("meta", origin())
        return run

    @classmethod
    def find(cls, name: str = "last", runs: Path = RUNS) -> "Run":
        """By number ("3"), by name, or the last one."""
        known = sorted(folder.name for folder in runs.glob(NUMBERED))
        for folder in reversed(known):
            number, _, slug = folder.partition("-")
            if name in ("last", folder, slug, number, str(int(number))):
                return cls(runs / folder)
        raise ValueError(f"No run {name!r} among {known[-5:]}: `train` makes one.")

    def write_json(self, name: str, values: Mapping[str, Any]) -> None:
        text = json.dumps(values, indent=1) + "\n"
        (self.folder / f"{name}.json").write_text(text, encoding="utf-8")

    def write(self, file: str, step: int, split: str, values: Mapping[str, float]):
        """Rows of metrics.csv or followed.csv: step, split, name, value."""
        rows = [[step, split, name, repr(value)] for name, value in values.items()]
        with open(self.folder / file, "a", newline="", encoding="utf-8") as stream:
            head = [] if stream.tell() else [["step", "split", "name", "value"]]
            csv.writer(stream, lineterminator="\n").writerows(head + rows)

    def rows(self, file: str) -> list[dict[str, str]]:
        with open(self.folder / file, newline="", encoding="utf-8") as stream:
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
        path, part = self.folder / f"{name}.pt", self.folder / f"{name}.part"
        with open(part, "wb") as stream:
            torch.save(checkpoint, stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, path)

    def checkpoint(self, name: str = "best") -> dict[str, Any]:
        path = self.folder / f"{name}.pt"
        if not path.exists():
            raise ValueError(f"{self.folder.name} stopped before its first checkpoint.")
        return torch.load(path, weights_only=True, map_location="cpu")

    def trained(self, name: str = "best") -> tuple[Problem, nn.Module]:
        """What `predict` needs, from the checkpoint alone: the data may be gone."""
        checkpoint = self.checkpoint(name)
        problem = Problem.restored(checkpoint["problem"])
        net = model.build(problem.inputs, problem.target.outputs, problem.config)
        net.load_state_dict(checkpoint["net"])
        return problem, net.eval()


def origin() -> dict[str, Any]:
    """When, by which command, on which code: a number can be traced to what made it."""
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    commit = subprocess.run(git, capture_output=True, text=True).stdout.strip()
    found = {"started": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "command": sys.argv}
    return found | {"commit": commit, "torch": torch.__version__}
