"""Healthy projects, made from parts of the sample as a user would make them: who cries wolf?"""

import io
from pathlib import Path
from typing import Any

import numpy as np

from scaffolder import new, render
from scaffolder.bugs.finds import Quiet
from scaffolder.kinds import kind as row_of
from scaffolder.say import Say
from tests.examples import PACKAGES

from .hunt import reseed, stops
from .planting import Project, imported

SIZES = (1, 2, 5)  # the whole sample, every second example, every fifth
SEEDS = {"check --fast": 20, "check --all": 2}  # the long checks beside the fast ones


def project_of(folder: Path, kind: str, every: int) -> int:
    """`recipe new --data` on every n-th example of the sample; returns how many those are."""
    sample = row_of(kind).sample_path
    data, examples = thinned(sample, every)
    (folder / "data").mkdir(parents=True)
    (folder / "data" / sample.name).write_bytes(data)
    given = {
        "name": PACKAGES[kind],
        "kind": kind,
        "data": str(folder / "data" / sample.name),
        "target": row_of(kind).sample_target,
    }
    design = new.design(given, Say(quiet=True), silent=True)
    render.render(design.answers, design.plan, folder)
    return examples


def thinned(sample: Path, every: int) -> tuple[bytes, int]:
    """The file with every n-th example, and their number."""
    if sample.suffix == ".npz":
        with np.load(sample) as stored:
            arrays = {name: stored[name][::every] for name in stored.files}
        file = io.BytesIO()
        np.savez_compressed(file, **arrays)
        return file.getvalue(), len(arrays["labels"])
    header, *rows = sample.read_bytes().splitlines(keepends=True)
    return b"".join([header, *rows[::every]]), len(rows[::every])


def listen(folder: Path, kind: str, every: int, by: str) -> Quiet:
    """Every check of one command, with every seed."""
    reseed()
    examples = project_of(folder, kind, every)
    with imported(folder, kind) as healthy:
        rows = healthy.rows(fast=True)
        if by == "check --all":
            rows = [row for row in healthy.rows(all=True) if row not in rows]
        said = [
            alarm for seed in range(SEEDS[by]) for alarm in alarms(healthy, rows, seed)
        ]
    return Quiet(kind, examples, by, len(rows), len(rows) * SEEDS[by], tuple(said))


def alarms(healthy: Project, rows: list[Any], seed: int) -> list[str]:
    records = stops(healthy, healthy.records(rows, seed))
    return [f"{r.id} {r.check}, seed {seed}: {r.because}" for r in records]
