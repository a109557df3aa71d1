"""Each example beats its own input-independent and dumb baselines, with no flag at all.

Run: pytest tests/test_examples_learn.py
`SLOW=1` trains every kind.
Constants and nearest neighbours must be beaten clearly. Linear models and trees are named by
the report where they are ahead: on a few hundred rows they often are.
"""

import json
import shutil
from importlib import import_module
from pathlib import Path

import pytest

from .examples import PACKAGES, some
from .processes import module, run

EXAMPLES = Path(__file__).parents[1] / "generated_examples"
CLEVER = ("regression", "linear", "trees", "forest", "TF-IDF")  # words in their names


KINDS = some(PACKAGES, "tabular-classification")


@pytest.fixture(scope="module", params=KINDS)
def trained(request: pytest.FixtureRequest, tmp_path_factory) -> Path:
    """A copy of an example after `train` and `baseline`."""
    kind: str = request.param
    ignored = shutil.ignore_patterns("runs", "__pycache__")
    folder = tmp_path_factory.mktemp(kind) / kind
    shutil.copytree(EXAMPLES / kind, folder, ignore=ignored)
    for verb in ("train", "baseline"):
        done = run(module(PACKAGES[kind]), verb, cwd=folder, PYTHONPATH="src")
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


def verdicts(folder: Path) -> dict[str, str]:
    lines = (folder / "runs" / "ledger.jsonl").read_text().splitlines()
    records = [json.loads(line) for line in lines]
    return {r["id"]: r["verdict"] for r in records if r.get("state") == "concluded"}


def test_the_net_beats_the_constant_and_its_own_blank_inputs(trained: Path):
    found = verdicts(trained)
    assert (found["2.1"], found["2.9"], found["2.10"]) == ("holds",) * 3


def test_the_net_scores_no_worse_than_any_dumb_baseline(trained: Path):
    """By the watched metric: a nearest neighbour has no honest loss, it is always certain."""
    (run,) = trained.glob("runs/0001-*")
    watch = json.loads((run / "config.json").read_text())["watch"]
    kept = import_module(f"{PACKAGES[trained.name]}.run").Run(run)
    problem, _ = kept.trained()
    sign = -1 if watch in ("loss", *problem.target.errors) else 1
    found = json.loads((run / "evaluation-validation.json").read_text())
    ladder = json.loads((trained / "runs" / "baselines.json").read_text())
    dumb = {
        name: rung[watch]
        for name, rung in ladder.items()
        if not any(word in name for word in CLEVER)
    }
    assert "best constant" in dumb and len(dumb) >= 2, list(ladder)
    best = max(sign * value for value in dumb.values())
    assert sign * found[watch][0] >= best, (found[watch], dumb)
