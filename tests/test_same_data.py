"""Data that change under a run are said: `pytest tests/test_same_data.py`."""

import shutil
from pathlib import Path

import pytest

from tests import processes
from tests.examples import ROOT

WINE = ROOT / "generated_examples" / "tabular-classification"
# changes the data when the net has its first weights, as another program might meanwhile
MEANWHILE = """
import sys
from pathlib import Path
from wine import __main__ as verbs, problem
first = problem.init_well
def init_well(*given):
    path = Path("data/wine.csv")
    path.write_text(path.read_text().rsplit("\\n", 2)[0] + "\\n")
    first(*given)
if "--meanwhile" in sys.argv:
    problem.init_well = init_well
sys.exit(verbs.main([word for word in sys.argv[1:] if word != "--meanwhile"]))
"""


@pytest.fixture
def wine(tmp_path: Path):
    """Run a verb of a copy: (exit code, stdout, stderr)."""
    folder = tmp_path / "wine"
    shutil.copytree(WINE, folder)

    def run(*words: str) -> tuple[int, str, str]:
        done = processes.run(MEANWHILE, *words, cwd=folder, PYTHONPATH="src")
        return done.returncode, done.stdout, done.stderr

    run.folder = folder  # type: ignore[attr-defined]
    return run


def test_data_that_change_while_a_run_is_trained_stop_it(wine):
    code, _, complaint = wine("train", "--steps", "20", "--meanwhile")
    assert code == 1
    assert "wine.csv changed while 0001-steps=20 was trained" in complaint


def test_an_evaluation_says_that_the_data_are_no_longer_those_of_the_run(wine):
    assert wine("train", "--steps", "400")[0] == 0
    code, out, complaint = wine("evaluate")
    assert code == 0 and "accuracy" in out and "changed" not in complaint
    data = wine.folder / "data" / "wine.csv"
    data.write_text("".join(data.read_text().splitlines(True)[:120]))
    code, out, complaint = wine("evaluate")
    assert code == 0 and "accuracy" in out
    assert "wine.csv changed since 0001-steps=400 was trained" in complaint
    assert "changed" in wine("evaluate", "--json")[2]
    shutil.copy(WINE / "data" / "wine.csv", data)
    assert "changed" not in wine("evaluate")[2]
