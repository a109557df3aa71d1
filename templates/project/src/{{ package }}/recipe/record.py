"""The run folder: what was run, on what, what came out, and the way back to it."""

import csv
import dataclasses
import json
import os
import re
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ..config import Config
from .contract import Inputs, Problem, Target, state
from .machine import environment
from .paths import RUNS


@dataclass
class Checkpoint:
    """Weights, optimizer and everything `predict` needs: no data, no code that is not yours."""

    step: int  # steps done
    net: dict[str, torch.Tensor]
    optimizer: dict[str, Any]
    config: dict[str, Any]
    inputs: dict[str, Any]
    target: dict[str, Any]
    score: float = float("inf")  # validation loss of these weights
    best: "Checkpoint | None" = field(default=None, repr=False)

    @classmethod
    def of(
        cls,
        problem: Problem,
        net: nn.Module,
        optimizer: torch.optim.Optimizer,
        step: int,
    ) -> "Checkpoint":
        """A copy: what training does to the weights afterwards does not reach it."""
        return cls(
            step=step,
            net={
                name: value.detach().cpu().clone()
                for name, value in net.state_dict().items()
            },
            optimizer=copied(optimizer.state_dict()),
            config=dataclasses.asdict(problem.config),
            inputs=state(problem.inputs),
            target=state(problem.target),
        )

    def restore(self, net: nn.Module, optimizer: torch.optim.Optimizer) -> int:
        """Put weights and optimizer back; returns the number of steps already done."""
        net.load_state_dict(self.net)
        optimizer.load_state_dict(copied(self.optimizer))
        return self.step

    def parts(self) -> tuple[Config, Inputs, Target, nn.Module]:
        """Config, inputs, target and the net with these weights, from the checkpoint alone."""
        from .. import data, model, target

        known = {f.name for f in dataclasses.fields(Config)}
        unknown = set(self.config) - known
        if unknown:
            raise ValueError(
                f"The checkpoint was saved with {sorted(unknown)}, which config.py no longer has. "
                "Put the field back, or train again."
            )
        config = Config(**self.config)
        inputs, goal = data.Inputs(**self.inputs), target.Target(**self.target)
        net = model.build(inputs, goal.outputs, config)
        net.load_state_dict(self.net)
        return config, inputs, goal, net.eval()

    def save(self, path: Path) -> None:
        """Write it whole or not at all: a kill in between leaves the old file."""
        fields = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        fields["best"] = None  # best.pt lies beside
        temporary = path.with_suffix(".part")
        with open(temporary, "wb") as file:
            torch.save(fields, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)

    @classmethod
    def load(cls, path: Path) -> "Checkpoint":
        return cls(**torch.load(path, weights_only=True, map_location="cpu"))


def copied(value: Any) -> Any:
    """The same nest of dicts and lists, with tensors of its own."""
    if isinstance(value, torch.Tensor):
        return value.detach().clone()
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value


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
