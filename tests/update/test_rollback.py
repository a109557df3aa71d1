"""Whatever stops an update, the project is as it was: `pytest tests/update/test_rollback.py`."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scaffolder import cli, update
from scaffolder.errors import GitError, RecipeError, UpdateError
from scaffolder.update import aftermath, site, writing
from scaffolder.update.writing import mark

from ..conftest import ROOT
from .world import PROJECT, World, changed, commit, contents, path_of, run, write

LOOP = PROJECT[path_of(PROJECT, "loop.py")]
NEXT = {**changed(PROJECT, loop_py=b"first = 0\n" + LOOP), "docs/new/page.md": b"new\n"}


@pytest.fixture
def start(world: World, tmp_path: Path) -> Path:
    world.release(PROJECT)
    project = world.project(tmp_path / "project")
    (project / "src/demo/recipe/loop.py").write_bytes(LOOP + b"mine = 1\n")
    write(project / "scratch.py", b"not tracked\n")
    run(project, "add", "src")
    commit_tracked(project)
    world.release(NEXT)
    return project


def commit_tracked(project: Path) -> None:
    who = ("-c", "user.name=me", "-c", "user.email=me@here")
    run(project, *who, "commit", "-q", "-m", "edit")


def state(project: Path) -> tuple[dict[str, bytes], str, list[str]]:
    """Files, what git says of them, and folders."""
    folders = [
        str(p) for p in project.rglob("*") if p.is_dir() and ".git" not in p.parts
    ]
    return contents(project), run(project, "status", "--porcelain"), sorted(folders)


def test_the_update_itself_works(world: World, start: Path):
    before = state(start)
    assert world.update(start).written and state(start) != before


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, GitError, MemoryError])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_failure_in_mid_writing_leaves_everything_as_it_was(
    world: World, start: Path, monkeypatch, error, moment
):
    before = state(start)

    def fail(*arguments: object) -> None:
        if moment == "after":
            mark(*arguments)  # type: ignore[arg-type]
        raise error("stopped")

    monkeypatch.setattr(writing, "mark", fail)
    with pytest.raises(error):
        world.update(start)
    assert state(start) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_in_mid_writing_leaves_everything_as_it_was(
    world: World, start: Path, monkeypatch, number
):
    before = state(start)

    def fail(*arguments: object) -> None:
        os.kill(os.getpid(), number)
        mark(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(writing, "mark", fail)
    with pytest.raises(KeyboardInterrupt):
        world.update(start)
    assert state(start) == before


def test_ctrl_c_in_the_checks_leaves_everything_as_it_was(
    world: World, start: Path, monkeypatch
):
    before = state(start)

    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(aftermath, "check", interrupt)
    with pytest.raises(KeyboardInterrupt):
        world.update(start, checks=True)
    assert state(start) == before


def test_ctrl_c_after_the_last_look_comes_too_late(
    world: World, start: Path, monkeypatch
):
    clear = update.TemporaryDirectory.cleanup

    def interrupted(directory: object) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        clear(directory)  # type: ignore[arg-type]

    monkeypatch.setattr(update.TemporaryDirectory, "cleanup", interrupted)
    assert world.update(start).written
    assert b"first = 0" in (start / "src/demo/recipe/loop.py").read_bytes()


DRIVER = """
import sys
from pathlib import Path
from scaffolder import cli, releases
releases.BUNDLE, releases.RECORD = Path(sys.argv[1]), Path(sys.argv[2])
print("ready", flush=True)
sys.argv = ["recipe", "update", sys.argv[3], "--no-checks"]
cli.main()
"""
MOMENTS = [0.0, 0.6, 0.9] if not os.environ.get("SLOW") else [n / 20 for n in range(60)]


@pytest.mark.parametrize("seconds", MOMENTS)
def test_ctrl_c_at_any_moment_is_all_or_nothing(world: World, start: Path, seconds):
    """The signal goes to the whole group, as a terminal sends it."""
    from scaffolder import releases

    before = state(start)
    arguments = (str(releases.BUNDLE), str(releases.RECORD), str(start))
    process = subprocess.Popen(
        [sys.executable, "-c", DRIVER, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout and process.stdout.readline() == b"ready\n"
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert b"Traceback" not in errors
    if process.returncode == 0:  # it was faster
        assert b"first = 0" in (start / "src/demo/recipe/loop.py").read_bytes()
    else:
        assert process.returncode == 130 and state(start) == before


def test_a_lock_of_another_git_stops_the_update_and_stays(world: World, start: Path):
    before, lock = contents(start), start / ".git" / "index.lock"
    lock.write_text("")
    with pytest.raises(RecipeError, match=r"index\.lock"):
        world.update(start)
    assert lock.exists() and contents(start) == before


def test_a_file_that_cannot_be_written_stops_the_update(world: World, start: Path):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    before = state(start)
    (start / "src/demo/recipe").chmod(0o555)
    try:
        with pytest.raises(RecipeError):
            world.update(start)
    finally:
        (start / "src/demo/recipe").chmod(0o755)
    assert state(start) == before


@pytest.mark.parametrize("path", ["scratch.py", "docs/new/page.md"])
def test_a_file_git_does_not_track_is_never_overwritten(
    world: World, start: Path, path: str
):
    write(start / path, b"mine, and nowhere else\n")
    world.release({**NEXT, path: b"the template's\n"})
    outcome = world.update(start)
    assert (start / path).read_bytes() == b"mine, and nowhere else\n"
    assert [(c.path, c.kind) for c in outcome.conflicts] == [(path, "in the way")]


def test_an_ignored_file_is_never_overwritten(world: World, start: Path):
    write(start / ".gitignore", b"docs/\n")
    commit(start)
    write(start / "docs/new/page.md", b"mine, and nowhere else\n")
    assert [c.kind for c in world.update(start).conflicts] == ["in the way"]
    assert (start / "docs/new/page.md").read_bytes() == b"mine, and nowhere else\n"


def test_a_changed_tracked_file_stops_the_update(world: World, start: Path):
    (start / "README.md").write_text("edited\n")
    with pytest.raises(UpdateError, match="commit or stash them.*README.md"):
        world.update(start)
    assert (start / "README.md").read_text() == "edited\n"


def test_a_template_that_cannot_be_rendered_changes_nothing(world: World, start: Path):
    before = state(start)
    world.release({**PROJECT, "broken.txt.jinja": b"{{ no_such_name }}"})
    with pytest.raises(RecipeError, match="no_such_name"):
        world.update(start)
    assert state(start) == before


def test_git_reset_undoes_an_update(world: World, start: Path):
    before = state(start)
    world.update(start)
    run(start, "reset", "-q", "--hard")
    assert state(start) == before


def test_a_preview_writes_nothing_at_all(
    world: World, start: Path, monkeypatch, capsys
):
    before = state(start), contents(start / ".git")
    monkeypatch.setattr(sys, "argv", ["recipe", "update", str(start), "--diff"])
    assert cli.run() == 0
    assert (state(start), contents(start / ".git")) == before
    assert "+first = 0" in capsys.readouterr().out


def test_old_git_is_refused_with_its_remedy(world: World, start: Path, monkeypatch):
    monkeypatch.setattr(site, "OLDEST_GIT", (99, 1))
    with pytest.raises(UpdateError, match="99.1 or newer"):
        world.update(start)
