"""A run that is killed and resumed ends with the bits of one that was left alone.

Run: pytest tests/test_resume.py
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

EXAMPLES = Path(__file__).parents[1] / "generated_examples"
# 7 steps between evaluations and 4 in an epoch: most checkpoints lie in mid-epoch
FLAGS = ("--steps", "2000", "--evaluate-every", "7", "--threads", "1")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of an example, to run in."""
    ignored = shutil.ignore_patterns("runs", "__pycache__")
    source = EXAMPLES / "tabular-classification"
    return Path(shutil.copytree(source, tmp_path / "wine", ignore=ignored))


def start(project: Path, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "wine", "train", *words]
    environment = {**os.environ, "PYTHONPATH": "src"}
    return subprocess.Popen(
        command, cwd=project, env=environment, stdout=subprocess.DEVNULL
    )


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
    assert 0 < done < 2000, "the run was over before it could be killed"

    assert start(project, "--resume", "killed").wait(120) == 0
    whole, resumed = weights(project, "whole"), weights(project, "killed")
    assert all(torch.equal(whole[name], resumed[name]) for name in whole)
    after = f"{done},"
    assert metrics(project, "whole")[-20:] == metrics(project, "killed")[-20:], after
