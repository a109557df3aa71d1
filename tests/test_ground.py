"""`recipe new` in a folder that is there already, and Ctrl-C once the project stands.

Run: pytest tests/test_ground.py
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scaffolder import ground, verify

from .conftest import ROOT, Recipe
from .test_cli import git

NEW = ("--task", "tabular-regression", "--defaults", "--no-checks")


def clone(folder: Path, commit: bool = True, **files: str) -> Path:
    """As a service makes it, and `git clone` brings it."""
    folder.mkdir()
    git(folder, "init", "-q")
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)
    git(folder, "add", "-A")
    who = ("-c", "user.name=me", "-c", "user.email=me@here")
    if commit:
        git(folder, *who, "commit", "-q", "--allow-empty", "-m", "Initial commit")
    return folder


def listed(folder: Path) -> dict[str, bytes]:
    files = (p for p in folder.rglob("*") if p.is_file() and ".git" not in p.parts)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


@pytest.fixture
def fresh(new, recipe: Recipe, tmp_path: Path) -> dict[str, bytes]:
    """What `new` writes where nothing is, under the same name."""
    written = listed(new("elsewhere/demo", "--task", "tabular-regression"))
    return written


def test_an_empty_folder_becomes_the_project(recipe: Recipe, tmp_path: Path, fresh):
    (tmp_path / "demo").mkdir()
    done = recipe("new", "demo", *NEW)
    assert done.code == 0, done.err
    assert listed(tmp_path / "demo") == fresh
    assert git(tmp_path / "demo", "rev-list", "--count", "HEAD") == "1"
    assert not list(tmp_path.glob("**/.recipe-*"))


def test_so_does_the_one_in_which_you_stand(
    recipe: Recipe, tmp_path: Path, monkeypatch, fresh
):
    (tmp_path / "demo").mkdir()
    monkeypatch.chdir(tmp_path / "demo")
    done = recipe("new", ".", *NEW)
    assert done.code == 0 and "cd " not in done.out, done.err
    assert listed(Path.cwd()) == fresh


FILES = {"README_md": "# demo\n", "LICENSE": "MIT\n"}


@pytest.mark.parametrize("ignored", ["", "*.log\nruns/\n"])
def test_a_fresh_clone_keeps_what_is_yours(
    recipe: Recipe, tmp_path: Path, fresh, ignored: str
):
    folder = clone(
        tmp_path / "demo", **FILES, **({"_gitignore": ignored} if ignored else {})
    )
    done = recipe("new", "demo", *NEW)
    assert done.code == 0, done.err
    found = listed(folder)
    assert found.pop("LICENSE") == b"MIT\n"
    lines = found.pop(".gitignore").decode().splitlines()
    ours = fresh.pop(".gitignore").decode().splitlines()
    assert {*ignored.split(), *ours} - {""} == {*lines} - {""}
    assert found == fresh
    assert git(folder, "show", "HEAD:./README.md") == "# demo"
    assert git(folder, "rev-list", "--count", "HEAD") == "1"  # yours to commit
    assert "git show HEAD:./README.md" in done.out and "no first commit" in done.out


@pytest.mark.parametrize("name", ["readme.rst", "LICENCE.txt", ".gitattributes"])
def test_other_files_of_a_new_repository_are_no_obstacle(
    recipe: Recipe, tmp_path: Path, name: str
):
    folder = clone(tmp_path / "demo", commit=False)
    (folder / name).write_text("mine\n")
    assert recipe("new", "demo", *NEW).code == 0
    assert (folder / name).read_text() == "mine\n"


IN_USE = {
    "a file of yours": {"notes_txt": "an hour of work\n"},
    "a project": {"pyproject_toml": "[project]\n"},
    "a README that no commit has": {"README_md": "# mine\n"},
}


@pytest.mark.parametrize("files", IN_USE.values(), ids=IN_USE)
def test_a_folder_with_work_in_it_is_refused_and_stays(
    recipe: Recipe, tmp_path: Path, files: dict[str, str]
):
    folder = clone(tmp_path / "demo", commit=False, **files)
    before = listed(folder)
    done = recipe("new", "demo", *NEW)
    assert done.code == 2 and "writes over nothing" in done.err
    assert next(iter(files)).replace("_", ".") in done.err
    assert listed(folder) == before


def test_a_readme_that_was_changed_since_is_refused(recipe: Recipe, tmp_path: Path):
    folder = clone(tmp_path / "demo", **FILES)
    (folder / "README.md").write_text("# an hour of work\n")
    assert recipe("new", "demo", *NEW).code == 2
    assert (folder / "README.md").read_text() == "# an hour of work\n"


def test_a_failure_on_the_way_leaves_the_clone_as_it_was(
    recipe: Recipe, tmp_path: Path, monkeypatch
):
    folder = clone(tmp_path / "demo", **FILES)
    before, replace = listed(folder), os.replace

    def full(source: Path, target: Path) -> None:
        if target == folder / "tests":
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(ground.os, "replace", full)
    done = recipe("new", "demo", *NEW)
    assert done.code == 2 and "No space left" in done.err
    assert listed(folder) == before and not list(tmp_path.glob("**/.recipe-*"))


def test_control_c_during_the_checks_keeps_the_project(
    recipe: Recipe, tmp_path: Path, monkeypatch
):
    def stop(*_: object) -> None:
        assert (tmp_path / "demo" / "README.md").is_file()  # it stands already
        raise KeyboardInterrupt

    monkeypatch.setattr(verify, "verify", stop)
    done = recipe("new", "demo", "--defaults", "--no-git")
    assert done.code == 130 and "nothing was written" not in done.err
    assert "interrupted, and the project is finished" in done.out
    assert (tmp_path / "demo" / "src").is_dir() and not list(tmp_path.glob(".recipe*"))


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_so_does_a_signal(tmp_path: Path, sent: signal.Signals):
    words = ("new", str(tmp_path / "demo"), "--defaults", "--no-git")
    process = subprocess.Popen(
        [sys.executable, "-m", "scaffolder", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while process.poll() is None and not (tmp_path / "demo").exists():
        time.sleep(0.005)
    time.sleep(0.2)
    process.send_signal(sent)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Created" in out and "the project is finished" in out
    assert (tmp_path / "demo" / "pyproject.toml").is_file()
