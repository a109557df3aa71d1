"""runs/NNNN-name: what was run, what came out, and the way back to it."""

import csv
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import nn

from . import model
from .config import Config
from .problem import Problem
from .read import ROOT

RUNS, NUMBERED = ROOT / "runs", "[0-9][0-9][0-9][0-9]-*"


@dataclass
class Run:
    """config.json, meta.json, metrics.csv, followed.csv, best.pt, last.pt and pictures."""

    folder: Path

    @classmethod
    def new(cls, name: str, config: Config, runs: Path = RUNS) -> "Run":
        """The next free number; the name, or what differs from config.py, says the idea."""
        name = name or "-".join(f"{k}={v}" for k, v in flags(config).items())
        slug = re.sub(r"[^a-z0-9.=-]+", "-", name.lower()).strip("-")[:80] or "train"
        taken = [0, *(int(folder.name[:4]) for folder in runs.glob(NUMBERED))]
        run = cls(runs / f"{max(taken) + 1:04d}-{slug}")
        run.folder.mkdir(parents=True)
        run.write_json("config", asdict(config))
        git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
        commit = subprocess.run(git, capture_output=True, text=True).stdout.strip()
        origin = {"started": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "command": sys.argv}
        run.write_json("meta", origin | {"commit": commit, "torch": torch.__version__})
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

    def config(self, asked: Config) -> Config:
        """The one it began with, which a run keeps: more steps are all that may be asked."""
        if flags(asked).keys() - {"steps"}:
            raise ValueError(f"{self.folder.name} keeps its config: drop the flags.")
        began = Problem.restored(self.checkpoint("last")["problem"]).config
        return replace(began, **flags(asked))

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
            part = path.with_suffix(".part")
            part.write_text("".join([head, *kept]), encoding="utf-8")
            os.replace(part, path)

    def save(self, name: str, checkpoint: dict[str, Any]) -> None:
        """Write it whole or not at all: a kill in between leaves the old file."""
        path, part = self.folder / f"{name}.pt", self.folder / f"{name}.part"
        with open(part, "wb") as stream:
            torch.save(checkpoint, stream)
            os.fsync(stream.fileno())
        os.replace(part, path)

    def checkpoint(self, name: str = "best") -> dict[str, Any]:
        path = self.folder / f"{name}.pt"
        if not path.exists():
            raise ValueError(f"{self.folder.name} has no {path.name}: `train` anew.")
        return torch.load(path, weights_only=True, map_location="cpu")

    def trained(self, name: str = "best") -> tuple[Problem, nn.Module]:
        """What `predict` needs, from the checkpoint alone: the data may be gone."""
        checkpoint = self.checkpoint(name)
        problem = Problem.restored(checkpoint["problem"])
        net = model.build(problem.inputs, problem.target.outputs, problem.config)
        net.load_state_dict(checkpoint["net"])
        return problem, net.eval()


def flags(config: Config) -> dict[str, Any]:
    """What differs from config.py."""
    usual = asdict(Config())
    return {k: v for k, v in asdict(config).items() if v != usual[k]}
