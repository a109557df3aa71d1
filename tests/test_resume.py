"""A run that is killed and resumed ends with the bits of one that was left alone.

Run: pytest tests/test_resume.py
"""

import shutil
import signal
import time
from pathlib import Path

import pytest
import torch

from .processes import Running, module
from .rendered import Rendered

EXAMPLES = Path(__file__).parents[1] / "generated_examples"
# 7 steps between evaluations and 4 in an epoch: most checkpoints lie in mid-epoch
FLAGS = ("--steps", "700", "--evaluate-every", "7", "--threads", "1")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of an example, to run in."""
    ignored = shutil.ignore_patterns("runs", "__pycache__")
    source = EXAMPLES / "tabular-classification"
    return Path(shutil.copytree(source, tmp_path / "wine", ignore=ignored))


def start(project: Path, *words: str) -> Running:
    return Running(module("wine"), "train", *words, cwd=project, PYTHONPATH="src")


def weights(project: Path, name: str) -> dict[str, torch.Tensor]:
    (folder,) = project.glob(f"runs/*-{name}")
    return torch.load(folder / "last.pt", weights_only=True)["net"]


def metrics(project: Path, name: str) -> list[str]:
    (file,) = project.glob(f"runs/*-{name}/metrics.csv")
    return file.read_text().splitlines()


def test_kill_9_and_resume_give_the_same_bits_as_an_undisturbed_run(project):
    assert start(project, "--name", "whole", *FLAGS).wait(120) == 0
    killed = start(project, "--name", "killed", *FLAGS)
    deadline = time.monotonic() + 60
    while not list(project.glob("runs/*-killed/last.pt")):
        assert time.monotonic() < deadline, "no checkpoint within a minute"
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    assert killed.wait(10) == -signal.SIGKILL
    (checkpoint,) = project.glob("runs/*-killed/last.pt")
    done = torch.load(checkpoint, weights_only=True)["step"]
    assert 0 < done < 700, "the run was over before it could be killed"

    assert start(project, "--resume", "killed").wait(120) == 0
    whole, resumed = weights(project, "whole"), weights(project, "killed")
    assert all(torch.equal(whole[name], resumed[name]) for name in whole)
    after = f"{done},"
    assert metrics(project, "whole")[-20:] == metrics(project, "killed")[-20:], after


def test_of_two_that_resume_one_run_the_second_is_refused(project: Path):
    """A resumed run that is killed leaves the run free: the lock dies with its process."""
    asked = ("--resume", "last", "--steps", "1000000")
    assert start(project, "--steps", "100").wait(120) == 0
    first = start(project, *asked)
    (metrics,) = project.glob("runs/*/metrics.csv")
    before, deadline = metrics.stat().st_size, time.monotonic() + 60
    while metrics.stat().st_size <= before:
        assert time.monotonic() < deadline, "not at work within a minute"
        time.sleep(0.01)
    second = start(project, *asked)
    said = second.communicate(timeout=60)[1]
    first.send_signal(signal.SIGKILL)
    assert first.wait(10) == -signal.SIGKILL
    assert (second.returncode, said.count("\n")) == (2, 1) and "in training" in said
    assert start(project, "--resume", "last", "--steps", "300").wait(120) == 0


def test_an_epoch_with_too_few_batches_is_said(project: Path):
    """A sampler of one's own that forgets `steps_per_epoch` would be waited for for ever."""
    feed = project / "src/wine/feed.py"
    whole = "return order.tensor_split(self.steps_per_epoch)"
    text = feed.read_text("utf-8")
    assert whole in text
    feed.write_text(text.replace(whole, whole + "[1:]"), "utf-8")
    trained = start(project, "--steps", "50")
    said = trained.communicate(timeout=60)[1]
    assert trained.returncode == 2 and "steps_per_epoch" in said
    assert "Traceback" not in said


def test_more_steps_keep_the_warm_up_that_has_been(tmp_path: Path):
    """A share of all steps: of 300 and of 900 it would not be the same number."""
    wine = Rendered(tmp_path, "tabular-classification")
    began = wine.config(steps=300, warmup=0.07, threads=1)
    problem = wine.module("problem").Problem.load(began)
    run = wine.module("run").Run.new("one", began)
    run.save("last", {"step": 300, "problem": problem.state()})
    assert run.config(wine.config()) == began
    more = run.config(wine.config(steps=900))
    assert more.warmup * more.steps == pytest.approx(21) and more.steps == 900
