"""A project may come from a stranger: updating it runs nothing of theirs, and writes nowhere
else: `pytest tests/update/test_hostile_project.py`."""

from pathlib import Path

import pytest

from scaffolder.errors import RecipeError

from .world import (
    COPIER,
    PROJECT,
    World,
    changed,
    commit,
    contents,
    path_of,
    run,
    write,
)

LOOP = PROJECT[path_of(PROJECT, "loop.py")]
NEXT = changed(PROJECT, loop_py=b"first = 0\n" + LOOP)


@pytest.fixture
def start(world: World, tmp_path: Path) -> Path:
    world.release(PROJECT)
    project = world.project(tmp_path / "project")
    world.release(NEXT)
    return project


@pytest.mark.parametrize(
    "package", ["../evil", "../../evil", "/abs/evil", "a/b", ".git"]
)
def test_a_package_that_points_elsewhere_writes_nothing(
    world: World, start: Path, tmp_path: Path, package: str
):
    answers = start / ".copier-answers.yml"
    text = answers.read_text("utf-8").replace("package: demo", f"package: '{package}'")
    answers.write_text(text, "utf-8")
    commit(start)
    before = contents(tmp_path)
    with pytest.raises(RecipeError):
        world.update(start)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("value", ["{{ 7 * 7 }}", "{% for x in y %}", "'\"; import os"])
def test_an_answer_is_never_a_template(world: World, start: Path, value: str):
    answers = start / ".copier-answers.yml"
    quoted = value.replace("'", "''")
    text = answers.read_text("utf-8").replace("name: demo", f"name: '{quoted}'")
    answers.write_text(text, "utf-8")
    commit(start)
    if value.startswith("'"):
        quoted = quoted.replace("\\", "")
    assert world.update(start).conflicts == ()
    assert "49" not in answers.read_text("utf-8")


def test_no_program_named_in_the_repository_is_run(world: World, start: Path, tmp_path):
    """Its own configuration and attributes may name filters, drivers and hooks."""
    trace = tmp_path / "ran"
    program = f"sh -c 'touch {trace}; cat' --"
    for key in ("merge.evil.driver", "diff.evil.command", "core.fsmonitor"):
        run(start, "config", key, program)
    write(start / ".gitattributes", b"*.py merge=evil diff=evil\n")
    write(start / ".git/hooks/post-checkout", f"#!/bin/sh\ntouch {trace}".encode())
    write(start / ".git/hooks/post-index-change", f"#!/bin/sh\ntouch {trace}".encode())
    for hook in (start / ".git/hooks").iterdir():
        hook.chmod(0o755)
    who = ("-c", "user.name=me", "-c", "user.email=me@here", "-c", "core.fsmonitor=")
    off = ("-c", "core.hooksPath=/dev/null")
    run(start, *who, *off, "add", "-A")
    run(start, *who, *off, "commit", "-q", "-m", "evil")
    trace.unlink(missing_ok=True)
    (start / "src/demo/recipe/loop.py").write_bytes(LOOP + b"mine = 1\n")
    run(start, *who, *off, "commit", "-q", "-a", "-m", "mine")
    trace.unlink(missing_ok=True)
    assert world.update(start).conflicts == ()
    assert not trace.exists()


def test_a_link_that_leads_out_of_the_project_is_not_followed(
    world: World, start: Path, tmp_path: Path
):
    outside = tmp_path / "outside"
    outside.mkdir()
    run(start, "rm", "-r", "-q", "src/demo/recipe")
    (start / "src/demo/recipe").symlink_to(outside)
    commit(start)
    world.update(start)
    assert list(outside.iterdir()) == []


def test_no_release_asks_for_trust():
    """Tasks, migrations and extensions would run code: the templates have none."""
    from scaffolder.declaration import declared

    asked = {"_tasks", "_migrations", "_jinja_extensions"}
    assert not asked & declared().keys() and "_tasks" not in COPIER
