"""Healthy projects, made from parts of the sample as a user would make them: who cries wolf?"""

import io
from pathlib import Path
from shutil import copy
from typing import Any

import numpy as np

from scaffolder import new, render
from scaffolder.bugs.finds import Quiet
from scaffolder.kinds import kind as row_of
from scaffolder.say import Say
from tests.examples import PACKAGES

from .hunt import reseed, stops
from .planting import Planted, imported

SIZES = (1, 2, 5)  # the whole sample, half of it, a fifth
SEEDS = {"check --fast": 20, "check --all": 2}  # the long checks beside the fast ones
ORDERED = ("corpus", "series", "tokens")  # data of which only a stretch makes sense


def project_of(folder: Path, kind: str, share: int) -> int:
    """`recipe new --data` on one in `share` of the sample's examples; returns how many those are."""
    row = row_of(kind)
    path = folder / "data" / row.sample
    path.parent.mkdir(parents=True)
    if row.sample_path.is_dir():
        examples = part_of_files(row.sample_path, share, path)
    else:
        data, examples = part_of(row.sample_path, share, row.parts["data"] in ORDERED)
        path.write_bytes(data)
    given = {"name": PACKAGES[kind], "kind": kind, "data": str(path)}
    given |= {"target": row.sample_target} if row.sample_target else {}
    design = new.design(given, Say(quiet=True), silent=True)
    render.render(design.answers, design.plan, folder)
    return examples


def examples(kind: str, share: int) -> int:
    """How many there are in one part of that share."""
    row = row_of(kind)
    if row.sample_path.is_dir():
        return len(chosen_files(row.sample_path, share))
    return part_of(row.sample_path, share, row.parts["data"] in ORDERED)[1]


def part_of(sample: Path, share: int, ordered: bool) -> tuple[bytes, int]:
    """The file with every `share`-th example, or its first stretch, and their number."""
    if sample.suffix == ".npz":
        return part_of_arrays(sample, share)
    header, *lines = sample.read_bytes().splitlines(keepends=True)
    chosen = lines[: len(lines) // share] if ordered else lines[::share]
    return b"".join([header, *chosen]), len(chosen)


def part_of_files(sample: Path, share: int, folder: Path) -> int:
    folder.mkdir()
    chosen = chosen_files(sample, share)
    for file in chosen:
        copy(file, folder)
    return len(chosen)


def chosen_files(sample: Path, share: int) -> list[Path]:
    return sorted(sample.iterdir())[::share]


def part_of_arrays(sample: Path, share: int) -> tuple[bytes, int]:
    with np.load(sample) as stored:
        arrays = {name: stored[name][::share] for name in stored.files}
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue(), len(next(iter(arrays.values())))


def listen(folder: Path, kind: str, share: int, by: str) -> Quiet:
    """Every check of one command, with every seed."""
    reseed()
    examples = project_of(folder, kind, share)
    with imported(folder, kind) as healthy:
        rows = healthy.rows(fast=True)
        if by == "check --all":
            rows = [row for row in healthy.rows(all=True) if row not in rows]
        said = [
            alarm for seed in range(SEEDS[by]) for alarm in alarms(healthy, rows, seed)
        ]
    return Quiet(kind, examples, by, len(rows), len(rows) * SEEDS[by], tuple(said))


def alarms(healthy: Planted, rows: list[Any], seed: int) -> list[str]:
    records = stops(healthy, healthy.records(rows, seed))
    return [f"{r.id} {r.check}, seed {seed}: {r.because}" for r in records]
