"""You changed a file, and so did the template: `pytest tests/update/test_both_changed.py`.

Nothing you wrote may be lost, whatever the template did.
"""

import os
from pathlib import Path

import pytest

from .world import PROJECT, State, World, changed, commit, contents, path_of, run

LOOP = "src/demo/recipe/loop.py"
MINE = b"my_own_line = 'kept'\n"


@pytest.fixture
def start(world: World, tmp_path: Path) -> Path:
    world.release(PROJECT)
    return world.project(tmp_path / "project")


def edit(project: Path, path: str, content: bytes) -> None:
    (project / path).parent.mkdir(parents=True, exist_ok=True)
    (project / path).write_bytes(content)
    commit(project)


def added_line(project: Path, path: str = LOOP) -> bytes:
    """The file with a line of yours at its end."""
    return (project / path).read_bytes() + MINE


def without(state: State, name: str) -> dict[str, bytes]:
    return {path: text for path, text in state.items() if path != path_of(state, name)}


def renamed(state: State, name: str, to: str) -> dict[str, bytes]:
    path = path_of(state, name)
    return {**without(state, name), path.replace(name, to): state[path]}


def top(text: bytes = b"the_template = 'changed'\n") -> dict[str, bytes]:
    """The template changes the first line of the loop."""
    loop = PROJECT[path_of(PROJECT, "loop.py")]
    return changed(PROJECT, loop_py=text + loop)


def test_changes_at_different_places_are_both_kept(world: World, start: Path):
    edit(start, LOOP, added_line(start))
    world.release(top())
    outcome = world.update(start)
    found = (start / LOOP).read_bytes()
    assert outcome.conflicts == () and MINE in found and b"the_template" in found


def test_changes_of_the_same_line_are_a_conflict_that_git_knows(
    world: World, start: Path
):
    edit(start, LOOP, (start / LOOP).read_bytes().replace(b"step_1 =", b"mine ="))
    loop = PROJECT[path_of(PROJECT, "loop.py")]
    world.release(changed(PROJECT, loop_py=loop.replace(b"step_1 =", b"theirs =")))
    outcome = world.update(start)
    assert [(c.path, c.kind) for c in outcome.conflicts] == [(LOOP, "contents")]
    text = (start / LOOP).read_text()
    assert (
        "<<<<<<< yours\nmine = 1\n=======\ntheirs = 1\n>>>>>>> template-v2.0.0" in text
    )
    assert run(start, "status", "--porcelain", LOOP).startswith("UU")
    assert run(start, "ls-files", "-u").count(LOOP) == 3


def test_a_file_the_template_removes_stays_if_you_changed_it(world: World, start: Path):
    edit(start, LOOP, added_line(start))
    world.release(without(PROJECT, "loop.py"))
    outcome = world.update(start)
    assert [(c.path, c.kind) for c in outcome.conflicts] == [(LOOP, "modify/delete")]
    assert MINE in (start / LOOP).read_bytes()


def test_a_file_the_template_removes_goes_if_you_did_not_touch_it(
    world: World, start: Path
):
    world.release(without(PROJECT, "loop.py"))
    outcome = world.update(start)
    assert outcome.changed[LOOP] == "removed" and not (start / LOOP).exists()


def test_your_lines_follow_a_file_the_template_renames(world: World, start: Path):
    edit(start, LOOP, added_line(start))
    world.release(renamed(PROJECT, "loop.py", "training.py"))
    outcome = world.update(start)
    training = "src/demo/recipe/training.py"
    assert outcome.conflicts == () and outcome.changed[LOOP] == f"renamed to {training}"
    assert MINE in (start / training).read_bytes() and not (start / LOOP).exists()


def test_the_templates_change_follows_a_file_you_renamed(world: World, start: Path):
    run(start, "mv", LOOP, "src/demo/recipe/mine.py")
    commit(start)
    world.release(top())
    assert world.update(start).conflicts == ()
    assert b"the_template" in (start / "src/demo/recipe/mine.py").read_bytes()
    assert not (start / LOOP).exists()


def test_what_you_added_goes_where_its_folder_goes(world: World, start: Path):
    edit(start, "src/demo/recipe/mine.py", MINE)
    moved = {p.replace("/recipe/", "/steps/"): text for p, text in PROJECT.items()}
    world.release(moved)
    outcome = world.update(start)
    assert outcome.conflicts == ()
    assert (start / "src/demo/steps/mine.py").read_bytes() == MINE
    assert not (start / "src/demo/recipe").exists()


def test_a_file_you_deleted_stays_deleted(world: World, start: Path):
    run(start, "rm", "-q", LOOP)
    commit(start)
    world.release(top())
    outcome = world.update(start)
    assert outcome.conflicts == () and outcome.left_deleted == (LOOP,)
    assert not (start / LOOP).exists() and run(start, "ls-files", "-u") == ""


def test_a_file_you_deleted_stays_deleted_under_its_new_name(world: World, start: Path):
    run(start, "rm", "-q", LOOP)
    commit(start)
    world.release(renamed(PROJECT, "loop.py", "training.py"))
    assert world.update(start).conflicts == ()
    assert not (start / "src/demo/recipe/training.py").exists()


def test_a_file_that_both_added_is_a_conflict_with_both_texts(
    world: World, start: Path
):
    edit(start, "src/demo/recipe/new.py", MINE)
    world.release({**PROJECT, "src/{{ package }}/recipe/new.py": b"theirs = 1\n"})
    outcome = world.update(start)
    assert [c.kind for c in outcome.conflicts] == ["add/add"]
    text = (start / "src/demo/recipe/new.py").read_bytes()
    assert MINE in text and b"theirs = 1" in text


def test_a_file_that_both_added_alike_is_no_conflict(world: World, start: Path):
    edit(start, "src/demo/recipe/new.py", MINE)
    world.release({**PROJECT, "src/{{ package }}/recipe/new.py": MINE})
    assert world.update(start).conflicts == ()


def test_of_a_binary_file_yours_stays_and_the_conflict_is_told(
    world: World, start: Path
):
    logo = "src/demo/recipe/logo.bin"
    edit(start, logo, b"\0mine" * 40)
    world.release(changed(PROJECT, logo_bin=b"\0theirs" * 40))
    outcome = world.update(start)
    assert [(c.path, c.kind) for c in outcome.conflicts] == [(logo, "binary")]
    assert (start / logo).read_bytes() == b"\0mine" * 40


def test_the_mode_you_gave_a_file_stays(world: World, start: Path):
    (start / LOOP).chmod(0o755)
    commit(start)
    world.release(top())
    assert world.update(start).conflicts == ()
    assert os.access(start / LOOP, os.X_OK)
    assert b"the_template" in (start / LOOP).read_bytes()


def test_a_file_you_keep_with_crlf_is_merged_and_keeps_it(world: World, start: Path):
    edit(start, LOOP, added_line(start).replace(b"\n", b"\r\n"))
    world.release(top())
    outcome = world.update(start)
    found = (start / LOOP).read_bytes()
    assert outcome.conflicts == ()
    assert b"the_template" in found and MINE.strip() in found
    assert found.count(b"\r\n") == found.count(b"\n") > 30


def test_crlf_follows_a_file_the_template_renames(world: World, start: Path):
    edit(start, LOOP, added_line(start).replace(b"\n", b"\r\n"))
    world.release(renamed(top(), "loop.py", "training.py"))
    outcome = world.update(start)
    found = (start / "src/demo/recipe/training.py").read_bytes()
    assert outcome.conflicts == () and b"the_template" in found
    assert found.count(b"\r\n") == found.count(b"\n") > 30


def test_a_file_without_a_last_line_end_is_merged(world: World, start: Path):
    edit(start, LOOP, (start / LOOP).read_bytes() + b"last = 'line'")
    world.release(top())
    assert world.update(start).conflicts == ()
    assert (start / LOOP).read_bytes().endswith(b"last = 'line'")


def test_a_link_you_put_in_place_of_a_file_stays(world: World, start: Path):
    (start / LOOP).unlink()
    (start / LOOP).symlink_to("feed.py")
    commit(start)
    world.release(top())
    outcome = world.update(start)
    links = [path for path in start.rglob("*") if path.is_symlink()]
    assert links and outcome.conflicts, outcome


def test_a_folder_you_put_in_place_of_a_file_stays(world: World, start: Path):
    (start / LOOP).unlink()
    edit(start, f"{LOOP}/inside.py", MINE)
    world.release(top())
    world.update(start)
    assert MINE in contents(start).values()
