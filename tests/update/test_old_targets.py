"""A file of yours of an earlier release goes on working after an update: no data are needed.

`target.py`, `read.py` and `model.py` are yours, so an update leaves them as they were written,
beside a loop and baselines of today. Run: pytest tests/update/test_old_targets.py
"""

import json
import subprocess
from pathlib import Path

import pytest

from scaffolder import releases, render, update
from scaffolder.say import Say
from scaffolder.update import Wish
from scaffolder.update.site import find
from tests.examples import some
from tests.processes import module, run

from .world import commit

KINDS = ("tabular-regression", "series-forecasting", "image-segmentation")


def verb(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run(module("demo"), *words, cwd=project, PYTHONPATH="src")


@pytest.mark.parametrize("kind", some(KINDS, "series-forecasting"))
def test_a_project_of_0_9_1_trains_and_predicts_after_an_update(
    tmp_path: Path, kind: str
):
    project = tmp_path / "demo"
    with releases.shelf() as shelf:
        answers = {"name": "demo", "kind": kind}
        render.fill(shelf.take("v0.9.1"), answers, project, "v0.9.1")
    subprocess.run(["git", "init", "-q", str(project)], check=True)
    commit(project)
    wish = Wish({}, releases.newest(), checks=False)
    assert update.update(find(project), wish, Say(quiet=True)).conflicts == ()
    target = (project / "src/demo/target.py").read_text("utf-8")
    assert "def from_training(cls, answers" in target.replace("\n        ", ""), "yours"
    trained = verb(project, "train", "--model", "tiny", "--steps", "5")
    assert "Look at the pictures" in trained.stderr, trained.stderr
    for words in (("predict", "last", "data/" + sample(project)), ("evaluate", "last")):
        done = verb(project, *words)
        assert done.returncode == 0 and done.stdout, done.stderr
    if kind == "series-forecasting":
        rung, by_hand = losses_of_the_last_value(project)
        assert rung == pytest.approx(by_hand, rel=1e-4)


def sample(project: Path) -> str:
    return next(p.name for p in (project / "data").iterdir() if p.name != "README.md")


def losses_of_the_last_value(project: Path) -> tuple[float, float]:
    """As the ladder says it, and from the values that were known and came."""
    code = """
import json, itertools, numpy as np
from demo import baselines
from demo.config import Config
from demo.problem import Problem
problem = Problem.load(Config())
rungs = dict(itertools.islice(baselines.ladder(problem), 2))
far = [
    ((came - e.raw[c][-1]) / problem.target.sd[c]) ** 2
    for e in problem.splits.validation
    for c, came in e.answer.items()
]
print(json.dumps([rungs["the last value stays"].values()["loss"], np.nanmean(far)]))
"""
    done = run(code, cwd=project, PYTHONPATH="src")
    return json.loads(done.stdout)
