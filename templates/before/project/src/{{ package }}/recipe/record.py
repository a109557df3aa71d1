"""The run folder: what was run, on what, what came out, and the way back to it."""

import csv
import dataclasses
import json
import re
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .checkpoint import Checkpoint
from .contract import Problem
from .machine import environment
from .paths import RUNS


class Run:
    """runs/NNNN-name/: config.json, meta.json, metrics.csv, checkpoints/, evidence/."""

    def __init__(self, folder: Path):
        self.folder = folder

    @classmethod
    def new(cls, name: str, problem: Problem, runs: Path = RUNS) -> "Run":
        """The next free number; the name says what was tried."""
        from .fingerprint import fingerprints

        slug = re.sub(r"[^a-z0-9.=-]+", "-", name.lower()).strip("-") or "run"
        taken = [int(f.name[:4]) for f in runs.glob("[0-9][0-9][0-9][0-9]-*")]
        run = cls(runs / f"{max(taken, default=0) + 1:04d}-{slug}")
        (run.folder / "checkpoints").mkdir(parents=True)
        (run.folder / "evidence").mkdir()
        run.write_json("config.json", dataclasses.asdict(problem.config))
        meta = {
            "started": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            **environment(),
            **git_state(),
        }
        run.write_json(
            "meta.json", {**meta, "fingerprints": fingerprints(problem.config)}
        )
        return run

    @classmethod
    def find(cls, name: str = "last", runs: Path = RUNS) -> "Run":
        """By number ("3", "0003"), by name, by path, or the last one trained."""
        folders = sorted(f for f in runs.glob("[0-9][0-9][0-9][0-9]-*") if f.is_dir())
        for folder in reversed(folders):
            number, _, slug = folder.name.partition("-")
            if (
                name in ("last", folder.name, slug)
                or name.isdigit()
                and int(name) == int(number)
            ):
                return cls(folder)
        if Path(name, "checkpoints").is_dir():
            return cls(Path(name))
        known = (
            ", ".join(f.name for f in folders[-5:]) or "none yet: start with `train`"
        )
        raise ValueError(f"Found no run called {name!r}. The last ones are: {known}.")

    def write_json(self, name: str, value: Any) -> Path:
        path = self.folder / name
        path.write_text(json.dumps(value, indent=1, default=str) + "\n")
        return path

    def read_json(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text())

    def write(self, step: int, split: str, values: Mapping[str, float]) -> None:
        """Rows of metrics.csv: step, split, name, value. Every number of the report is one."""
        path = self.folder / "metrics.csv"
        fresh = not path.exists()
        with open(path, "a", newline="") as file:
            writer = csv.writer(file)
            if fresh:
                writer.writerow(["step", "split", "name", "value"])
            writer.writerows(
                [step, split, name, repr(value)] for name, value in values.items()
            )

    def forget_after(self, step: int) -> None:
        """Drop the rows a killed run wrote past its last checkpoint; they come again."""
        path = self.folder / "metrics.csv"
        if path.exists():
            head, *rows = path.read_text().splitlines(keepends=True)
            kept = [
                row
                for row in rows
                if row.endswith("\n") and int(row.split(",")[0]) <= step
            ]
            path.write_text("".join([head, *kept]))

    def save(self, checkpoint: Checkpoint) -> None:
        """last.pt always; best.pt when these weights are the best so far."""
        if checkpoint.best is checkpoint:
            checkpoint.save(self.folder / "checkpoints" / "best.pt")
        checkpoint.save(self.folder / "checkpoints" / "last.pt")

    def checkpoint(self, which: str = "best") -> Checkpoint:
        path = self.folder / "checkpoints" / f"{which}.pt"
        if not path.exists():
            raise ValueError(
                f"{self.folder.name} has no {path.name} yet: it stopped too early."
            )
        return Checkpoint.load(path)

    def to_resume(self) -> Checkpoint:
        """last.pt, with best.pt as its best."""
        checkpoint = self.checkpoint("last")
        best = self.folder / "checkpoints" / "best.pt"
        checkpoint.best = Checkpoint.load(best) if best.exists() else None
        self.forget_after(checkpoint.step)
        return checkpoint


def git_state() -> dict[str, str]:
    """Commit and uncommitted changes, so that a number can be traced to its code."""

    def git(*words: str) -> str:
        command = ["git", *words]
        done = subprocess.run(
            command, cwd=RUNS.parent, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    return {
        "commit": git("rev-parse", "HEAD"),
        "changes": git("diff", "HEAD", "--", "src"),
    }
