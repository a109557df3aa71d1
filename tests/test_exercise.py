"""`recipe exercise` hides a bug, keeps quiet about it, and tells: `pytest tests/test_exercise.py`."""

import json
import subprocess
from pathlib import Path

import pytest

from scaffolder import exercise
from scaffolder.bugs import CATALOGUE
from scaffolder.kinds import kind as row_of
from tests.conftest import Recipe

ADAM = next(e for e in exercise.shelf() if e.bug.id == "T01")  # gradients pile up
HIDDEN = "optimizer.zero_grad()"


@pytest.fixture
def hunt(recipe: Recipe, tmp_path: Path) -> Path:
    """A project with T01 in it."""
    done = recipe("exercise", str(ADAM.number), "hunt")
    assert done.code == 0, done.err
    return tmp_path / "hunt"


def test_the_list_tells_number_and_symptom_and_never_the_name(recipe: Recipe) -> None:
    listed = recipe("exercise").out
    assert f"{ADAM.number} " in listed and ADAM.bug.symptom in listed
    assert not [e.bug.id for e in exercise.shelf() if f"{e.bug.name}\n" in listed]
    told = json.loads(recipe("exercise", "--json").out)
    assert {key for row in told for key in row} == {
        *("number", "stage", "difficulty", "symptom", "kinds")
    }


def test_every_bug_that_can_be_named_is_an_exercise_in_a_kind_it_fits() -> None:
    shelf = exercise.shelf()
    nameable = {b.id for b in CATALOGUE.values() if b.variants and not b.survives}
    assert {e.bug.id for e in shelf} == nameable
    for e in shelf:
        assert e.kinds and all(e.bug.edits(row_of(kind).parts) for kind in e.kinds)
    for kind in ("tabular-regression", "image-classification"):
        assert all(kind in e.kinds for e in exercise.shelf(kind))
        assert all(shelf[e.number - 1].bug == e.bug for e in exercise.shelf(kind))


def test_the_project_holds_the_bug_and_no_trace_of_it(hunt: Path) -> None:
    import black

    step = hunt / "src" / "hunt" / "train.py"
    source = step.read_text("utf-8")
    assert HIDDEN not in source
    assert black.format_str(source, mode=black.Mode()) == source
    history = subprocess.run(
        ["git", "log", "--format=%s"], cwd=hunt, capture_output=True, text=True
    )
    assert history.stdout == "Start from recipe new\n"
    status = subprocess.run(
        ["git", "status", "--short"], cwd=hunt, capture_output=True, text=True
    )
    assert status.stdout == ""
    everything = [path for path in hunt.rglob("*") if path.is_file()]
    texts = [path.read_bytes() for path in everything if ".git" not in path.parts]
    assert not [text for text in texts if ADAM.bug.name.encode() in text]


def test_starting_shows_the_way_and_runs_no_check(recipe: Recipe) -> None:
    said = recipe("exercise", str(ADAM.number), "hunt")
    assert "python -m hunt check" in said.out and "--solve hunt" in said.out
    assert "hold" not in said.out and ADAM.bug.name not in said.out


def test_solve_tells_name_story_place_and_difference(
    recipe: Recipe, hunt: Path
) -> None:
    told = recipe("exercise", "--solve", "hunt")
    assert told.code == 0, told.err
    assert ADAM.bug.name in told.out and ADAM.bug.story in told.out
    assert f"+    {HIDDEN}" in told.out
    step = (hunt / "src/hunt/train.py").read_text("utf-8").splitlines()
    place = json.loads(recipe("exercise", "--solve", "hunt", "--json").out)["places"][0]
    assert place["state"] == "planted" and place["file"] == "src/hunt/train.py"
    assert (
        "each, weights = target" in step[place["line"] - 1]
    )  # the line stood before it


def test_solve_names_the_check_on_record(recipe: Recipe, hunt: Path) -> None:
    told = json.loads(recipe("exercise", "--solve", "hunt", "--json").out)
    assert told["named_by"]["checks"] and told["named_by"]["bug"] == "T01"


def test_solve_finds_the_place_after_other_edits(recipe: Recipe, hunt: Path) -> None:
    step = hunt / "src" / "hunt" / "train.py"
    step.write_text("# mine\n# mine too\n" + step.read_text("utf-8"), "utf-8")
    (hunt / "src" / "hunt" / "config.py").unlink()
    before = exercise.solve(hunt / "src").places[0]
    assert before.state == "planted"
    assert (
        "each, weights = target"
        in step.read_text("utf-8").splitlines()[before.line - 1]
    )


def test_solve_says_when_it_is_repaired_and_when_it_was_rewritten(
    recipe: Recipe, hunt: Path
) -> None:
    step = hunt / "src" / "hunt" / "train.py"
    buggy = step.read_text("utf-8")
    after = "    each, weights = target"
    step.write_text(buggy.replace(after, f"    {HIDDEN}\n{after}"), "utf-8")
    assert exercise.solve(hunt).fixed
    assert "repaired" in recipe("exercise", "--solve", "hunt").out
    step.write_text(buggy.replace(after, f"    net.zero_grad()\n{after}"), "utf-8")
    assert [place.state for place in exercise.solve(hunt).places] == ["rewritten"]


def test_another_kind_can_be_asked_for(recipe: Recipe, tmp_path: Path) -> None:
    done = recipe("exercise", str(ADAM.number), "sick", "--kind", "tabular-regression")
    assert done.code == 0, done.err
    assert (
        "kind: tabular-regression"
        in (tmp_path / "sick/.copier-answers.yml").read_text()
    )


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["999", "hunt"], "There is no exercise 999: choose 1 to"),
        (["1"], "give a name"),
        (["1", "hunt", "--kind", "painting"], "choose one of"),
        (["--kind", "painting"], "choose one of tabular-classification"),
        (["--solve", "."], "is no exercise"),
    ],
)
def test_a_mistake_gets_its_remedy(
    arguments: list[str], said: str, recipe: Recipe, tmp_path: Path
) -> None:
    done = recipe("exercise", *arguments)
    assert done.code == 2 and said in done.err
    assert not list(tmp_path.iterdir())
