"""A generated project on its own: killed, with workers, in two processes, used wrongly.

Run: pytest tests/test_small_project.py; TIMES=40 kills forty times.
"""

import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from .examples import with_things
from .processes import Running, module

EXAMPLE = Path(__file__).parents[1] / "generated_examples" / "tabular-classification"
TIMES = int(os.environ.get("TIMES", 1))
STEPS = ("--steps", "600", "--evaluate-every", "7", "--log-every", "3")
ALONE = module("wine", alone=True)


@pytest.fixture
def wine(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("runs", "__pycache__")
    return Path(shutil.copytree(EXAMPLE, tmp_path / "wine", ignore=ignored))


@pytest.fixture
def shared(wine: Path, tmp_path: Path) -> Path:
    """The same, whose steps several processes may share."""
    return with_things(wine, tmp_path / "shared", ["distributed", "accumulate"])


def start(folder: Path, *words: str) -> Running:
    return Running(ALONE, *words, cwd=folder, PYTHONPATH="src")


def piped(folder: Path, *python: str) -> subprocess.Popen:
    """Python itself, with pipes that may be closed."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    environment = {**os.environ, "PYTHONPATH": "src", "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, *python], cwd=folder, env=environment, **pipes
    )


def said(folder: Path, *words: str, processes: int = 1) -> tuple[int, str, str]:
    """Exit code, output and complaint."""
    if processes == 1:
        done = start(folder, *words)
    else:
        shared = ("--nproc-per-node", str(processes), "--master-port", "29517")
        done = piped(
            folder, "-m", "torch.distributed.run", *shared, "-m", "wine", *words
        )
    out, complaint = done.communicate(timeout=300)
    return done.returncode, out, complaint


def train(folder: Path, name: str, *words: str, processes: int = 1) -> Path:
    asked = ("train", "--name", name, *STEPS, *words)
    code, _, complaint = said(folder, *asked, processes=processes)
    assert code == 0, complaint
    (run,) = folder.glob(f"runs/*-{name}")
    return run


def weights(run: Path) -> Iterator[tuple[str, torch.Tensor]]:
    return iter(torch.load(run / "last.pt", weights_only=True)["net"].items())


def same(one: Path, other: Path) -> bool:
    pairs = zip(weights(one), weights(other), strict=True)
    bits = all(torch.equal(a, b) for (_, a), (_, b) in pairs)
    rows = [(run / "metrics.csv").read_bytes() for run in (one, other)]
    return bits and rows[0] == rows[1]


def test_killed_anywhere_and_resumed_it_ends_with_the_same_bytes(wine: Path):
    whole, chance = train(wine, "whole"), random.Random(0)
    seconds = 0.0
    for i in range(TIMES):
        killed = start(wine, "train", "--name", f"killed{i}", *STEPS)
        while not list(wine.glob(f"runs/*-killed{i}/last.pt")):
            assert killed.poll() is None, killed.communicate()
            time.sleep(0.01)
        time.sleep(chance.uniform(0, seconds))
        seconds = 1.5  # the first kill is an early one
        killed.send_signal(signal.SIGKILL)
        killed.wait(60)
        code, _, complaint = said(wine, "train", "--resume", f"killed{i}")
        assert code == 0, complaint
        (run,) = wine.glob(f"runs/*-killed{i}")
        assert same(run, whole), run
        assert not list(run.glob("*.part"))
        shutil.rmtree(run)


def test_any_number_of_workers_gives_the_same_bits(wine: Path, tmp_path: Path):
    wine = with_things(wine, tmp_path / "ahead", ["workers"])
    short = ("--steps", "16", "--evaluate-every", "8")  # four epochs, new workers each
    runs = [
        train(wine, f"w{n}", "--workers", str(n), "--cache-megabytes", kept, *short)
        for n, kept in ((0, "2000"), (1, "0"), (2, "0"))
    ]
    assert all(same(run, runs[0]) for run in runs[1:])


@pytest.mark.parametrize("accumulate", ["1", "2"])
def test_two_processes_equal_one_and_the_first_alone_writes(shared: Path, accumulate):
    short = ("--steps", "50", "--accumulate", accumulate)
    one = train(shared, "one", *short)
    two = train(shared, "two", *short, processes=2)
    far = max(
        (a - b).abs().max().item()
        for (_, a), (_, b) in zip(weights(one), weights(two), strict=True)
    )
    assert far < 1e-6, f"{far:.3g} apart after 50 steps"
    with open(two / "metrics.csv") as stream:
        rows = [
            (row["step"], row["split"], row["name"]) for row in csv.DictReader(stream)
        ]
    assert len(rows) == len(set(rows)), "a row stands there twice: who wrote it?"
    names = [{path.name for path in run.iterdir()} for run in (one, two)]
    added = {
        "data.json",
        "first_weights.svg",
        "trained.json",
    }  # by nn-recipe, where it is
    assert names[0] == names[1] - added


def test_too_small_a_batch_for_the_processes_is_said(shared: Path):
    words = ("train", "--batch-size", "2", "--accumulate", "2")
    code, _, complaint = said(shared, *words, processes=2)
    assert code and "need a larger batch_size" in complaint


def test_several_processes_are_refused_until_they_can_share(wine, monkeypatch):
    monkeypatch.setenv("WORLD_SIZE", "2")
    code, _, complaint = said(wine, "train")
    assert code == 2 and complaint.count("\n") == 1
    assert "WORLD_SIZE is 2" in complaint and "`recipe add distributed`" in complaint
    assert not list(wine.glob("runs/*"))


def test_its_verbs_and_its_tests_import_nothing_of_ours(wine: Path):
    run = train(wine, "alone", "--steps", "30")
    for words in (
        ("evaluate", "last", "--json"),
        ("predict", "last", "data/wine.csv"),
        ("baseline", "--json", "--steps", "30"),
        ("baseline", "--steps", "30"),
    ):
        code, out, complaint = said(wine, *words)
        assert code in (0, 1) and out and "Traceback" not in complaint, complaint
    assert "The reference net is not ahead of" in out and "best dumb one" in out
    assert run.exists()


WRONG = {
    "no file": (("train", "--data", "data/none.csv"), "No file"),
    "an empty file": (("train", "--data", "data/empty.csv"), "empty.csv"),
    "only a header": (("train", "--data", "data/header.csv"), "too few"),
    "a column is missing": (("train", "--target", "flavour"), "too few"),
    "a metric nobody knows": (("train", "--watch", "beauty"), "beauty"),
    "the same for the baselines": (("baseline", "--watch", "beauty"), "beauty"),
    "an unknown run": (("evaluate", "77"), "No run"),
    "nothing to resume": (("train", "--resume", "last"), "No run"),
    "no validation": (("train", "--validation-share", "0"), "No validation"),
    "no test": (("evaluate", "none", "--split", "test"), "No run"),
    "predict without a run": (("predict", "last", "data/wine.csv"), "No run"),
    "a verb of the recipe": (("check",), "pip install nn-recipe"),
    "a word that is no verb": (("trian",), "trian"),
}


@pytest.mark.parametrize("words, remedy", WRONG.values(), ids=WRONG)
def test_a_mistake_is_answered_with_its_remedy(wine: Path, words, remedy):
    (wine / "data" / "empty.csv").write_text("")
    (wine / "data" / "header.csv").write_text(
        (wine / "data/wine.csv").open().readline()
    )
    code, out, complaint = said(wine, *words)
    assert code == 2, (code, out, complaint)
    assert remedy in out + complaint and "Traceback" not in out + complaint, complaint
    assert not list(wine.glob("runs/*")), "a run that never began leaves nothing"


def test_new_data_without_a_column_are_refused(wine: Path):
    train(wine, "a", "--steps", "20")
    rows = [
        line.split(",")[1:] for line in (wine / "data/wine.csv").read_text().split()
    ]
    (wine / "less.csv").write_text("\n".join(map(",".join, rows)) + "\n")
    code, out, complaint = said(wine, "predict", "last", "less.csv")
    assert code == 2 and not out and "needed a number" in complaint


def test_control_c_says_how_to_go_on(wine: Path):
    running = start(wine, "train", "--name", "stopped", "--steps", "100000")
    while not list(wine.glob("runs/*-stopped/last.pt")):
        assert running.poll() is None, running.communicate()
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    _, complaint = running.communicate(timeout=60)
    assert running.returncode == 130 and "--resume last" in complaint
    assert "Traceback" not in complaint
    (run,) = wine.glob("runs/*-stopped")
    torch.load(run / "last.pt", weights_only=True)


def test_a_reader_that_has_seen_enough_is_no_error(wine: Path):
    train(wine, "a", "--steps", "20")
    for words in (("predict", "last", "data/wine.csv"), ("evaluate",)):
        running = piped(wine, "-c", ALONE, *words)
        assert running.stdout and running.stderr
        running.stdout.close()
        assert running.wait(60) == 0 and running.stderr.read() == ""


def upside_down(content: bytes) -> bytes:
    """As long as before, and torch reads it without a word."""
    third = len(content) // 3
    middle = bytes(byte ^ 255 for byte in content[third : third + 200])
    return content[:third] + middle + content[third + 200 :]


DAMAGE = {
    "torn": lambda content: content[:3000],
    "a text": lambda content: b"hello\n",
    "empty": lambda content: b"",
    "turned bytes": upside_down,
}


def test_a_damaged_checkpoint_is_said_and_a_damaged_table_left_aside(wine: Path):
    run = train(wine, "a", "--steps", "40")
    best, last = run / "best.pt", run / "last.pt"
    content = best.read_bytes()
    for name, damaged in DAMAGE.items():
        best.write_bytes(damaged(content))
        for words in (("evaluate", "last"), ("predict", "last", "data/wine.csv")):
            code, out, complaint = said(wine, *words)
            assert code == 2 and not out and "best.pt is damaged" in complaint, name
    best.write_bytes(content)
    for name in ("metrics.csv", "followed.csv"):
        (run / name).write_bytes(b"gar\0bage")
    code, _, complaint = said(wine, "train", "--resume", "last", "--steps", "60")
    assert code == 0 and complaint.count("is now .damaged") == 2, complaint
    last.write_bytes(b"")
    code, _, complaint = said(wine, "train", "--resume", "last", "--steps", "80")
    assert code == 2 and "last.pt is damaged" in complaint


def test_a_loss_that_is_no_number_stops_the_run(wine: Path):
    code, _, complaint = said(wine, "train", "--learning-rate", "1e30")
    assert code == 2 and complaint.startswith("Loss nan by step 10")


def test_trainings_that_begin_at_once_have_numbers_of_their_own(wine: Path):
    names = ["a", "b", "c"]
    running = [start(wine, "train", "--name", n, "--steps", "20") for n in names]
    for one in running:
        one.communicate(timeout=120)
    folders = sorted(path.name for path in wine.glob("runs/[0-9]*"))
    assert [name[:4] for name in folders] == ["0001", "0002", "0003"], folders


def test_a_signal_that_asks_to_stop_is_heard_as_control_c(wine: Path):
    running = start(wine, "train", "--name", "stopped", "--steps", "100000")
    while not list(wine.glob("runs/*-stopped/last.pt")):
        assert running.poll() is None, running.communicate()
        time.sleep(0.01)
    running.send_signal(signal.SIGTERM)
    _, complaint = running.communicate(timeout=60)
    assert running.returncode == 130 and "--resume last" in complaint


def test_json_has_null_where_a_number_is_undefined(tmp_path, monkeypatch, capsys):
    """No picture of validation holds a disc: there is no precision of finding one."""
    from scenes import __main__ as verbs
    from scenes.config import Config
    from scenes.feed import Feed
    from scenes.problem import Problem
    from scenes.run import Run
    from scenes.train import train

    problem = Problem.load(Config(model="tiny", steps=2, evaluate_every=2))
    run, splits = Run.new("a", problem.config, tmp_path), problem.splits
    feeds = (Feed(part, problem) for part in (splits.train, splits.validation))
    train(problem, problem.net(), *feeds, run)
    without = [e for e in splits.validation if "disc" not in e.answer]
    monkeypatch.setattr(Run, "find", lambda name: run)
    monkeypatch.setattr(
        verbs, "load", lambda config: replace(splits, validation=without)
    )
    assert verbs.evaluate(json=True) == 0
    said = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert said["AP disc"] == [None, None, None] and said["n"] == len(without)
