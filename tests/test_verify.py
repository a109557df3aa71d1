"""What is said about a new project's own checks: `pytest tests/test_verify.py`."""

import json
import subprocess
from pathlib import Path

import pytest

from scaffolder import verify
from scaffolder.errors import RenderError

from .conftest import Recipe


def ended(code: int, records: object, stderr: str = "") -> verify.Verdict:
    return verify.verdict(
        subprocess.CompletedProcess([], code, json.dumps(records), stderr)
    )


def record(name: str, verdict: str) -> dict[str, str]:
    return {
        "check": name,
        "verdict": verdict,
        "because": f"{name} measured 3, expected 2.",
    }


def test_checks_that_hold_are_counted():
    found = ended(
        0, [record("init well", "holds"), record("more data", "not applicable")]
    )
    assert found.passed and not found.failed and found.because == "1 hold"


def test_a_failing_check_is_told_with_its_reason():
    found = ended(1, [record("init well", "holds"), record("overfit", "fails")])
    assert found.failed and found.because == "overfit: overfit measured 3, expected 2."


def test_a_crash_is_told_with_its_last_words():
    found = ended(1, "no records", stderr="ValueError: Found 0 rows")
    assert (
        found.failed
        and "exit code 1" in found.because
        and "Found 0 rows" in found.because
    )


def test_without_torch_the_checks_are_not_run(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(verify.importlib.util, "find_spec", lambda name: None)
    found = verify.verify(tmp_path, "demo")
    assert not found.ran and not found.failed and "no torch" in found.because


def test_a_file_that_is_no_python_is_named(tmp_path: Path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "broken.py").write_text("def f(:\n")
    with pytest.raises(RenderError, match="src/broken.py does not compile"):
        verify.compiles(tmp_path)


@pytest.mark.parametrize("kind", ["tabular-classification"])
def test_a_new_project_passes_its_own_fast_checks(
    recipe: Recipe, tmp_path: Path, kind: str
):
    pytest.importorskip("torch")
    done = recipe("new", "demo", "--task", kind, "--no-git", "--json")
    found = json.loads(done.out)
    assert done.code == 0 and found["verdict"]["passed"], found["verdict"]
    assert found["verdict"]["records"]
    assert not (tmp_path / "demo" / "runs").exists(), "a smoke test leaves nothing"
