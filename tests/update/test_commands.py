"""`recipe update`, `diff` and `check-update`: words and exit codes. test_commands.py."""

import json
from pathlib import Path

import pytest

from ..conftest import Recipe
from .world import PROJECT, World, changed, commit, path_of, run

LOOP = PROJECT[path_of(PROJECT, "loop.py")]
NEXT = changed(
    PROJECT, loop_py=b"first = 0\n" + LOOP, config_py=b"learning_rate = 1e-3\n"
)


@pytest.fixture
def start(world: World, tmp_path: Path) -> Path:
    world.release(PROJECT)
    project = world.project(tmp_path / "project")
    world.release(NEXT)
    return project


def conflict(project: Path) -> None:
    path = project / "src/demo/recipe/loop.py"
    path.write_bytes(b"mine = 0\n" + LOOP)
    commit(project)


def test_an_update_says_what_it_did_and_what_comes_next(recipe: Recipe, start: Path):
    done = recipe("update", str(start), "--no-checks")
    assert done.code == 0 and done.err == ""
    for said in (
        "v1.0.0 -> v2.0.0",
        "src/demo/recipe/loop.py  changed",
        "src/demo/config.py  changed",
        "recipe diff FILE",
        "To undo the whole update: git -C project reset --hard",
        "The fast checks were not run: --no-checks.",
    ):
        assert said in done.out, said


def test_conflicts_are_exit_code_1_and_named(recipe: Recipe, start: Path):
    conflict(start)
    done = recipe("update", str(start))
    assert (
        done.code == 1 and "src/demo/recipe/loop.py: you and the template" in done.err
    )
    assert "files with conflicts cannot run" in done.out


def test_a_preview_of_conflicts_is_exit_code_1_too(recipe: Recipe, start: Path):
    conflict(start)
    assert recipe("update", str(start), "--dry-run").code == 1
    assert run(start, "status", "--porcelain") == ""


def test_quiet_says_nothing_but_conflicts(recipe: Recipe, start: Path):
    assert recipe("update", str(start), "--quiet", "--no-checks").out == ""


def test_json_is_one_document(recipe: Recipe, start: Path):
    conflict(start)
    done = recipe("update", str(start), "--json")
    found = json.loads(done.out)
    assert done.code == 1 and done.err == ""
    assert found["conflicts"] == [
        {"path": "src/demo/recipe/loop.py", "kind": "contents"}
    ]
    assert found["before"] == "v1.0.0" and found["after"] == "v2.0.0"
    assert found["offers"] == [{"path": "src/demo/config.py", "what": "changed"}]
    assert found["written"] is True and "first = 0" in found["diff"]


def test_up_to_date_is_said_in_one_line(recipe: Recipe, start: Path):
    recipe("update", str(start), "--no-checks")
    commit(start)
    done = recipe("update", str(start))
    assert (done.code, done.out) == (0, f"{start} is up to date with v2.0.0.\n")


def test_a_mistake_is_exit_code_2_without_a_traceback(recipe: Recipe, tmp_path: Path):
    done = recipe("update")
    assert done.code == 2 and "is in no project of recipe" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("words", [("update",), ("add", "patience"), ("add", "--list")])
def test_a_folder_that_is_not_there_is_said_inside_another_project_too(
    recipe: Recipe, start: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(start)
    done = recipe(*words, "schedule")
    assert done.code == 2 and f"There is no folder {start / 'schedule'}" in done.err


def test_check_update_tells_by_its_exit_code(recipe: Recipe, start: Path):
    done = recipe("check-update", str(start))
    assert done.code == 3 and "v2.0.0 is out" in done.out
    found = json.loads(recipe("check-update", str(start), "--json").out)
    assert found["update"] and found["newest"] == "v2.0.0"
    recipe("update", str(start), "--no-checks")
    assert recipe("check-update", str(start)).code == 0


def test_diff_shows_the_offer_and_takes_it(recipe: Recipe, start: Path):
    shown = recipe("diff", "config.py", "--project", str(start))
    assert shown.code == 0 and "+learning_rate = 1e-3" in shown.out
    done = recipe("diff", "config.py", "--project", str(start), "--apply")
    assert done.code == 0
    assert (start / "src/demo/config.py").read_text() == "learning_rate = 1e-3\n"


def test_diff_of_nothing_says_so(recipe: Recipe, start: Path):
    done = recipe("diff", "model.py", "--project", str(start))
    assert "changed nothing there since v1.0.0" in done.out


def test_diff_as_json_lists_every_change(recipe: Recipe, start: Path):
    found = json.loads(recipe("diff", "--project", str(start), "--json").out)
    assert [row["path"] for row in found["changes"]] == ["src/demo/config.py"]


def test_taking_what_conflicts_is_exit_code_1(recipe: Recipe, start: Path):
    (start / "src/demo/config.py").write_text("learning_rate = 5e-5\n")
    done = recipe("diff", "config.py", "--project", str(start), "--apply")
    assert done.code == 1 and "look for <<<<<<<" in done.err
