"""Answers across releases, and answers changed by an update: test_answers.py."""

from pathlib import Path

import pytest
import yaml

from scaffolder import releases, update
from scaffolder.errors import RecipeError
from scaffolder.say import Say
from scaffolder.update import Wish
from scaffolder.update.site import find

from ..conftest import ROOT, Recipe
from .world import commit, contents

TABLE = "a,b,class,other\n" + "1,2,x,7\n3,4,y,8\n5,7,x,9\n" * 9


@pytest.fixture
def table(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    (tmp_path / "t.csv").write_text(TABLE)
    return tmp_path / "t.csv"


@pytest.fixture
def project(recipe: Recipe, table: Path, tmp_path: Path, monkeypatch) -> Path:
    """A project of one's own table, written from the newest release."""
    monkeypatch.delenv("RECIPE_TEMPLATE")
    done = recipe("new", "demo", "--data", "t.csv", "--target", "class", "--no-checks")
    assert done.code == 0, done.err
    return tmp_path / "demo"


def answers(project: Path) -> dict[str, object]:
    return yaml.safe_load((project / ".copier-answers.yml").read_text("utf-8"))


def updated(project: Path, **changes: object) -> update.Outcome:
    return update.update(find(project), Wish(changes, checks=False), Say(quiet=True))


def test_a_new_project_is_of_the_newest_release(project: Path):
    assert answers(project)["_commit"] == releases.newest()
    assert answers(project)["_src_path"] == releases.home()


def test_a_checkout_can_be_rendered_instead_and_is_no_release(
    recipe: Recipe, tmp_path: Path
):
    done = recipe("new", "demo", "--defaults", "--no-checks", "--template", str(ROOT))
    assert done.code == 0
    assert answers(tmp_path / "demo")["_commit"] == "unreleased"


def test_a_changed_answer_is_planned_anew_from_the_data(project: Path):
    before = contents(project)
    outcome = updated(project, target="other")
    assert outcome.answers["target"] == ("class", "other")
    now = answers(project)
    assert now["target"] == "other" and "other" in now["plan"]["target"]["source"]  # type: ignore[index]
    assert [o.path for o in outcome.offers if o.path.endswith("config.py")]
    config = "src/demo/config.py"
    assert contents(project)[config] == before[config]  # it is yours
    assert contents(project)["README.md"] != before["README.md"]  # its numbers changed


def test_an_answer_that_is_not_allowed_changes_nothing(project: Path):
    before = contents(project)
    with pytest.raises(RecipeError, match="no column .nowhere."):
        updated(project, target="nowhere")
    with pytest.raises(RecipeError, match="lower-case"):
        updated(project, package="No Name")
    assert contents(project) == before


def test_without_a_change_the_data_are_not_read(project: Path, table: Path):
    table.unlink()
    assert updated(project).nothing
    assert updated(project, package="roses").answers == {"package": ("demo", "roses")}


def test_the_plan_that_was_recorded_is_kept(project: Path):
    """A number you started with does not change because a newer recipe plans otherwise."""
    path = project / ".copier-answers.yml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("source: 3e-4", "source: 2e-4"), "utf-8")
    config = project / "src/demo/config.py"
    config.write_text(config.read_text().replace("= 3e-4", "= 2e-4"))
    commit(project)
    updated(project, package="roses")
    assert answers(project)["plan"]["learning_rate"]["source"] == "2e-4"  # type: ignore[index]
    assert "= 2e-4" in (project / "src/roses/config.py").read_text()
