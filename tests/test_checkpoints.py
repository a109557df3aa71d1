"""A checkpoint is numbers and never a program; a run goes on with the data it began with.

Run: pytest tests/test_checkpoints.py
"""

import os
import shutil
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import torch

from nn_recipe.adopt.kept import Kept

from .processes import module, run

EXAMPLE = Path(__file__).parents[1] / "generated_examples" / "tabular-classification"


class Program:
    """What unpickling it would run; it leaves a file behind."""

    def __init__(self, trace: Path):
        self.trace = trace

    def __reduce__(self):
        return os.mkdir, (str(self.trace),)


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("trained") / "wine"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("runs"))
    done = verb(folder, "train", "--steps", "20", "--evaluate-every", "10")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def wine(trained: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(trained, tmp_path / "wine"))


def verb(folder: Path, *words: str) -> CompletedProcess[str]:
    """Of a project that stands alone."""
    return run(module("wine", alone=True), *words, cwd=folder, PYTHONPATH="src")


VERBS = {
    "evaluate": ("evaluate", "last"),
    "predict": ("predict", "last", "data/wine.csv"),
    "resume": ("train", "--resume", "last", "--steps", "30"),
}


@pytest.mark.parametrize("words", VERBS.values(), ids=VERBS)
def test_a_program_in_a_checkpoint_is_refused_and_never_run(wine: Path, words):
    """All that a checkpoint needs is there, and beside it a program."""
    (run,) = wine.glob("runs/0*")
    for name in ("best", "last"):
        checkpoint = torch.load(run / f"{name}.pt", weights_only=True)
        checkpoint["more"] = Program(wine / "it ran")
        torch.save(checkpoint, run / f"{name}.pt")
    done = verb(wine, *words)
    assert not (wine / "it ran").exists()
    assert done.returncode == 2 and "is damaged, or not ours" in done.stderr
    assert "Traceback" not in done.stderr


def test_nor_is_one_in_what_an_audit_of_your_own_code_kept(tmp_path: Path):
    torch.save({"net": Program(tmp_path / "it ran")}, tmp_path / "last.pt")
    with pytest.raises(Exception, match="eights.only"):
        Kept(tmp_path).checkpoint("last")
    assert not (tmp_path / "it ran").exists()


def scaled(rows: list[str]) -> list[str]:
    """The first column in another unit."""
    head, *cells = rows
    split = [row.split(",", 1) for row in cells]
    return [head, *(f"{1000 * float(first)},{rest}" for first, rest in split)]


CHANGED = {
    "a column in another unit": scaled,
    "half of the rows": lambda rows: rows[:1] + rows[1::2],
    "a class that has another name": lambda rows: [
        row.removesuffix(",A") + ",Z" if row.endswith(",A") else row for row in rows
    ],
}


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED)
def test_a_run_does_not_go_on_with_other_data(wine: Path, change):
    path = wine / "data" / "wine.csv"
    before = path.read_text().splitlines()
    path.write_text("\n".join(change(before)) + "\n")
    assert path.read_text().splitlines() != before
    (last,) = wine.glob("runs/0*/last.pt")
    content = last.read_bytes()
    done = verb(wine, "train", "--resume", "last", "--steps", "30")
    assert done.returncode == 2 and "had other x or y" in done.stderr, done.stderr
    assert last.read_bytes() == content
    path.write_text("\n".join(before) + "\n")  # undone, as the message says
    done = verb(wine, "train", "--resume", "last", "--steps", "30")
    assert done.returncode == 0, done.stderr
