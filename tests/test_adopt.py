"""The recipe beside training scripts of other people's style: `pytest tests/test_adopt.py`.

`tests/scripts/` has three: all at the top of one file, functions with a main guard, and a
Trainer class. Each would stop with "the training ran" if it did.
"""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scaffolder.adopt import expressions

from .conftest import ROOT, Recipe

SCRIPTS = ROOT / "tests" / "scripts"
FLAGS = {
    "flat": (),
    "functions": (
        *("--model", "train.py:Net(5)"),
        *("--train", "data.py:load()[0]", "--test", "data.py:load()[1]"),
    ),
    "trainer": (
        *("--model", "run.py:ConvNet()"),
        *("--train", "run.py:Trainer(Options()).train_set"),
        *("--validation", "run.py:Trainer(Options()).val_set"),
    ),
}


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    return shutil.copytree(SCRIPTS, tmp_path / "scripts")


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


@pytest.mark.parametrize("style", FLAGS)
def test_the_fast_checks_pass_on_code_of_any_style(
    recipe: Recipe, scripts: Path, style: str
):
    folder = scripts / style
    before = files(folder)
    done = recipe("adopt", str(folder), *FLAGS[style], "--json")
    found = json.loads(done.out)
    assert done.code == 0, found["verdict"]
    verdicts = [record["verdict"] for record in found["verdict"]["records"]]
    assert verdicts.count("holds") >= 10 and "fails" not in verdicts
    assert files(folder) == before  # nothing of yours changes


def verb(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "lab", *arguments],
        cwd=folder,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )


def test_a_silent_bug_of_yours_is_found(recipe: Recipe, scripts: Path):
    """A softmax before a cross entropy: it trains, slowly, and nothing complains."""
    path = scripts / "flat" / "train.py"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("nn.Linear(32, 3))", "nn.Linear(32, 3), nn.Softmax(1))")
    )
    done = recipe("adopt", str(scripts / "flat"))
    assert done.code == 1 and "verify loss @ init" in done.err


def test_baselines_and_the_report_run_on_it(recipe: Recipe, scripts: Path):
    folder = scripts / "flat"
    assert recipe("adopt", str(folder), "--no-checks").code == 0
    done = verb(folder, "baseline", "--json")
    assert "Traceback" not in done.stderr and done.returncode in (0, 1), done.stderr
    names = [record["check"] for record in json.loads(done.stdout)]
    assert "get dumb baselines" in names
    assert verb(folder, "report").returncode == 0
    assert (folder / "runs" / "report.html").is_file()


def test_what_cannot_be_found_names_its_flag(recipe: Recipe, scripts: Path):
    done = recipe("adopt", str(scripts / "functions"))
    assert done.code == 2 and "--model SCRIPT:EXPRESSION" in done.err
    assert not (scripts / "functions" / "lab").exists()


@pytest.mark.parametrize(
    "text, said",
    [
        ("Net()", "give a script"),
        ("no.py:Net()", "give a script"),
        ("train.py:(", "Python"),
    ],
)
def test_an_expression_that_is_none_is_told(recipe: Recipe, scripts: Path, text, said):
    done = recipe("adopt", str(scripts / "flat"), "--model", text)
    assert done.code == 2 and said in done.err


def test_a_package_that_is_there_is_not_written_over(recipe: Recipe, scripts: Path):
    (scripts / "flat" / "lab").mkdir()
    done = recipe("adopt", str(scripts / "flat"))
    assert done.code == 2 and "is there already" in done.err


@pytest.mark.parametrize(
    "text, source",
    [
        ("Net(5)", "script('t.py').Net(5)"),
        ("load()[0]", "script('t.py').load()[0]"),
        ("len(items)", "len(script('t.py').items)"),
        ("nn.MSELoss()", "script('t.py').nn.MSELoss()"),
    ],
)
def test_names_of_yours_are_asked_of_the_script(text: str, source: str):
    assert expressions.Expression("t.py", text).source == source


def test_adapters_are_python_and_small():
    for path in (ROOT / "scaffolder" / "adopt" / "adapters").glob("*.py"):
        text = path.read_text("utf-8")
        assert ast.parse(text) and len(text.splitlines()) < 150, path


def test_classes_keep_the_order_of_their_numbers(recipe: Recipe, scripts: Path):
    """Past 99 too: your loss and the target must mean the same class by the same index."""
    folder = scripts / "flat"
    assert recipe("adopt", str(folder), "--no-checks").code == 0
    code = (
        "from lab.data import answer; names = [answer(i) for i in range(1200)]\n"
        "raise SystemExit(names != sorted(names))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder)
    assert done.returncode == 0
