"""runs/NNNN-name: what was run, what came out, and the way back to it."""

import csv
import json
import os
import pickle
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any

import torch
from filelock import FileLock, Timeout
from torch import nn

from . import ROOT, model
from .config import Config
from .problem import Problem

RUNS, NUMBERED = ROOT / "runs", "[0-9][0-9][0-9][0-9]-*"
HEAD = ["step", "split", "name", "value"]  # of metrics.csv and followed.csv


@dataclass
class Run:
    """config.json, meta.json, metrics.csv, followed.csv, best.pt, last.pt and pictures."""

    folder: Path

    @classmethod
    def new(cls, name: str, config: Config, runs: Path = RUNS) -> "Run":
        """The next free number; the name, or what differs from config.py, says the idea."""
        name = name or "-".join(f"{k}={v}" for k, v in flags(config).items())
        slug = re.sub(r"[^a-z0-9.=-]+", "-", name.lower()).strip("-")[:80] or "train"
        run = cls(numbered(slug, runs))
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
        more = replace(began, **flags(asked))  # whose warm-up has been
        return replace(more, warmup=began.warmup * (began.steps / more.steps))

    def hold(self) -> None:
        """Nobody else trains this run until the process ends, however it does."""
        self.held = FileLock(self.folder / "lock")
        try:
            self.held.acquire(timeout=0)
        except Timeout:
            raise ValueError(f"{self.folder.name} is in training: wait.") from None

    def write_json(self, name: str, values: Mapping[str, Any]) -> None:
        with whole(self.folder / f"{name}.json") as file:
            file.write(json.dumps(values, indent=1).encode() + b"\n")

    def write(self, file: str, step: int, split: str, values: Mapping[str, float]):
        """Rows of metrics.csv or followed.csv: step, split, name, value."""
        rows = [[step, split, name, repr(value)] for name, value in values.items()]
        with open(self.folder / file, "a", newline="", encoding="utf-8") as stream:
            head = [] if stream.tell() else [HEAD]
            csv.writer(stream, lineterminator="\n").writerows(head + rows)

    def rows(self, file: str) -> list[dict[str, str]]:
        with open(self.folder / file, newline="", encoding="utf-8") as stream:
            return list(csv.DictReader(stream))

    def forget_after(self, step: int) -> None:
        """Drop the rows a killed run wrote past its last checkpoint: they come again."""
        for path in self.folder.glob("*.csv"):
            head, *rows = [*path.read_text("utf-8", "replace").splitlines(True), ""]
            if head != ",".join(HEAD) + "\n":
                os.replace(path, path.with_suffix(".damaged"))
                print(f"{path} was damaged, and is now .damaged.", file=sys.stderr)
                continue
            lines = [row for row in rows if re.fullmatch(r"\d+,.*\n", row)]
            kept = [row for row in lines if int(row.split(",")[0]) <= step]
            with whole(path) as file:
                file.write("".join([head, *kept]).encode())

    def save(self, name: str, checkpoint: dict[str, Any]) -> None:
        with whole(self.folder / f"{name}.pt") as file:
            torch.save(checkpoint, file)

    def checkpoint(self, name: str = "best") -> dict[str, Any]:
        path = self.folder / f"{name}.pt"
        if not path.exists():
            raise ValueError(f"{self.folder.name} has no {path.name}: `train` anew.")
        found: dict[str, Any] = {}
        with suppress(zipfile.BadZipFile, pickle.UnpicklingError, RuntimeError):
            if not zipfile.ZipFile(path).testzip():  # every byte is as it was written
                found = torch.load(path, weights_only=True, map_location="cpu")
        if "problem" not in found:
            raise ValueError(f"{path.name} is damaged, or not ours: `train` anew.")
        return found

    def trained(self, name: str = "best") -> tuple[Problem, nn.Module]:
        """What `predict` needs, from the checkpoint alone: the data may be gone."""
        checkpoint = self.checkpoint(name)
        problem = Problem.restored(checkpoint["problem"])
        net = model.build(problem.inputs, problem.target.outputs, problem.config)
        net.load_state_dict(checkpoint["net"])
        return problem, net.eval()


def numbered(slug: str, runs: Path) -> Path:
    """A folder with the next free number; of two that ask at once each gets its own."""
    runs.mkdir(parents=True, exist_ok=True)
    with FileLock(runs / "lock"):
        number = max([0, *(int(folder.name[:4]) for folder in runs.glob(NUMBERED))]) + 1
        place = runs / f"{number:04d}-{slug}"
        place.mkdir()
    return place


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """Written whole or not at all: whoever is killed in between leaves the old file."""
    part = path.with_suffix(".part")
    with open(part, "wb") as stream:
        yield stream
        os.fsync(stream.fileno())
    os.replace(part, path)


def flags(config: Config) -> dict[str, Any]:
    """What differs from config.py."""
    usual = asdict(Config())
    return {k: v for k, v in asdict(config).items() if v != usual[k]}
