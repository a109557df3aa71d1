"""What the project says after an update: stale verdicts, its fast checks. test_aftermath.py.

The project here is a stand-in that answers `status --json` and `check --json` as a real one.
"""

import json
from pathlib import Path

import pytest

from scaffolder.update import aftermath

from .world import PROJECT, World, changed, commit, path_of, write

LOOP = PROJECT[path_of(PROJECT, "loop.py")]
MAIN = b"""
import json, sys
from pathlib import Path
loop = (Path(__file__).parent / "recipe" / "loop.py").read_text()
ledger = json.loads(Path("runs/ledger.jsonl").read_text())
if sys.argv[1] == "status":
    stale = ledger["measured on"] != loop
    rows = [
        {"id": "2.11", "name": "overfit one batch", "verdict": "stale" if stale else "holds"},
        {"id": "2.3", "name": "init well", "verdict": "holds"},
        {"id": "3.1", "name": "pick a model", "verdict": None},
    ]
    print(json.dumps({"rows": rows}))
elif "broken" in loop:
    print(json.dumps([{"check": "init well", "verdict": "fails", "because": "it is off"}]))
    sys.exit(1)
else:
    print(json.dumps([{"check": "init well", "verdict": "holds"}]))
"""
WHOLE = {**PROJECT, "src/{{ package }}/__main__.py": MAIN, ".gitignore": b"runs/\n"}


@pytest.fixture
def start(world: World, tmp_path: Path) -> Path:
    world.release(WHOLE)
    project = world.project(tmp_path / "project")
    write(
        project / "runs/ledger.jsonl",
        json.dumps({"measured on": LOOP.decode()}).encode(),
    )
    return project


def test_verdicts_that_the_update_made_stale_are_named(world: World, start: Path):
    world.release(changed(WHOLE, loop_py=LOOP + b"more = 1\n"))
    assert world.update(start).stale == ("2.11 overfit one batch",)


def test_an_update_of_something_else_makes_none_stale(world: World, start: Path):
    world.release(changed(WHOLE, README_md=b"# New\n"))
    outcome = world.update(start)
    assert outcome.stale == () and outcome.stale_unknown == ""


def test_one_that_was_stale_before_is_not_told(world: World, start: Path):
    write(start / "runs/ledger.jsonl", json.dumps({"measured on": "other"}).encode())
    world.release(changed(WHOLE, loop_py=LOOP + b"more = 1\n"))
    assert world.update(start).stale == ()


def test_a_status_that_fails_is_told(world: World, start: Path):
    write(start / "runs/ledger.jsonl", b"no JSON")
    world.release(changed(WHOLE, loop_py=LOOP + b"more = 1\n"))
    assert "`status` failed: json.decoder" in world.update(start).stale_unknown


def test_the_fast_checks_run_and_their_failures_are_told(world: World, start: Path):
    world.release(changed(WHOLE, loop_py=LOOP + b"broken = 1\n"))
    outcome = world.update(start, checks=True)
    assert outcome.written and outcome.verdict.failed
    assert outcome.verdict.because == "init well: it is off"


def test_fast_checks_that_hold_are_told(world: World, start: Path):
    world.release(changed(WHOLE, loop_py=LOOP + b"more = 1\n"))
    outcome = world.update(start, checks=True)
    assert outcome.verdict.passed and outcome.verdict.because == "1 hold"


def test_files_with_conflicts_are_not_run(world: World, start: Path):
    (start / "src/demo/recipe/loop.py").write_bytes(b"mine = 0\n" + LOOP)
    commit(start)
    world.release(changed(WHOLE, loop_py=b"theirs = 0\n" + LOOP))
    outcome = world.update(start, checks=True)
    assert not outcome.verdict.ran and "conflicts" in outcome.verdict.because


def test_without_an_interpreter_for_it_that_is_told(
    world: World, start: Path, monkeypatch
):
    monkeypatch.setattr(aftermath, "find_spec", lambda name: None)
    world.release(changed(WHOLE, loop_py=LOOP + b"more = 1\n"))
    outcome = world.update(start, checks=True)
    assert "has no torch" in outcome.verdict.because
    assert "has no torch" in outcome.stale_unknown


def test_the_projects_own_environment_is_used_first(start: Path):
    write(start / ".venv/bin/python", b"#!/bin/sh\n")
    assert aftermath.python(start) == str(start / ".venv/bin/python")
