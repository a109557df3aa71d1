"""Your files are yours: `pytest tests/update/test_yours.py`."""

from pathlib import Path

import pytest

from scaffolder.say import Say
from scaffolder.update import offered

from .world import PROJECT, World, changed, commit, contents, path_of, run

CONFIG = "src/demo/config.py"


@pytest.fixture
def start(world: World, tmp_path: Path) -> Path:
    world.release(PROJECT)
    return world.project(tmp_path / "project")


BETTER = changed(PROJECT, config_py=b"learning_rate = 1e-3\nclip = 1.0\n")


def test_an_update_never_touches_them_even_if_you_did_not(world: World, start: Path):
    world.release(BETTER)
    outcome = world.update(start)
    assert (start / CONFIG).read_bytes() == b"learning_rate = 3e-4\n"
    assert [(o.path, o.what) for o in outcome.offers] == [(CONFIG, "changed")]


def test_one_you_deleted_is_neither_written_nor_offered(world: World, start: Path):
    run(start, "rm", "-q", CONFIG)
    commit(start)
    world.release(BETTER)
    assert world.update(start).offers == () and not (start / CONFIG).exists()


def test_one_the_template_gives_up_stays(world: World, start: Path):
    world.release({p: t for p, t in PROJECT.items() if not p.endswith("config.py")})
    outcome = world.update(start)
    assert (start / CONFIG).exists()
    assert [(o.path, o.what) for o in outcome.offers] == [(CONFIG, "gone")]


TARGET = "src/{{ package }}/target.py"


def with_target(copier: str) -> str:
    return copier.replace("src/*/config.py,", "src/*/config.py, src/*/target.py,")


def test_a_new_one_is_added(world: World, start: Path):
    from .world import COPIER

    world.release({**PROJECT, TARGET: b"outputs = 3\n"}, with_target(COPIER))
    assert world.update(start).changed["src/demo/target.py"] == "added"
    assert (start / "src/demo/target.py").read_bytes() == b"outputs = 3\n"


def test_a_new_one_never_replaces_a_file_of_that_name(world: World, start: Path):
    from .world import COPIER

    (start / "src/demo/target.py").write_text("mine = 1\n")
    commit(start)
    world.release({**PROJECT, TARGET: b"outputs = 3\n"}, with_target(COPIER))
    outcome = world.update(start)
    assert (start / "src/demo/target.py").read_text() == "mine = 1\n"
    assert [(o.path, o.what) for o in outcome.offers] == [("src/demo/target.py", "new")]


def test_with_yours_they_are_merged_as_well(world: World, start: Path):
    (start / CONFIG).write_text("learning_rate = 3e-4\n\n\nmine = 1\n")
    commit(start)
    world.release(changed(PROJECT, config_py=b"# better\nlearning_rate = 3e-4\n"))
    outcome = world.update(start, yours_too=True)
    assert outcome.offers == () and outcome.conflicts == ()
    assert (
        start / CONFIG
    ).read_text() == "# better\nlearning_rate = 3e-4\n\n\nmine = 1\n"


def test_an_untouched_project_with_yours_is_a_fresh_render(
    world: World, start: Path, tmp_path: Path
):
    loop = PROJECT[path_of(PROJECT, "loop.py")]
    world.release(changed(BETTER, loop_py=loop + b"more = 1\n"))
    world.update(start, yours_too=True)
    fresh = world.project(tmp_path / "fresh", "v2.0.0")
    assert contents(start) == contents(fresh)


def offers(start: Path, file: str = "", since: str = "") -> tuple[list[str], str]:
    with offered.changes(start, file, since, Say(quiet=True)) as (found, before, _):
        return [change.diff for change in found], before


def test_the_offer_is_shown_before_and_after_the_update(world: World, start: Path):
    world.release(BETTER)
    before = offers(start, "config.py")
    world.update(start)
    commit(start)
    assert before == offers(start, "config.py") == offers(start)
    diffs, release = before
    assert release == "v1.0.0" and "-learning_rate = 3e-4\n" in diffs[0]
    assert "+clip = 1.0\n" in diffs[0]


def test_the_offer_of_several_updates_is_shown_from_the_release_named(
    world: World, start: Path
):
    for content in (b"learning_rate = 2e-4\n", b"learning_rate = 1e-4\n"):
        world.release(changed(PROJECT, config_py=content))
        world.update(start)
        commit(start)
    assert "-learning_rate = 2e-4\n" in offers(start)[0][0]
    assert "-learning_rate = 3e-4\n" in offers(start, since="v1.0.0")[0][0]


def test_taking_an_offer_keeps_your_edit(world: World, start: Path):
    (start / CONFIG).write_text("learning_rate = 3e-4\n\n\nmine = 1\n")
    commit(start)
    world.release(changed(PROJECT, config_py=b"# better\nlearning_rate = 3e-4\n"))
    world.update(start)
    with offered.changes(start, "config.py", "", Say(quiet=True)) as (found, *_):
        assert [offered.take(change) for change in found] == [True]
    assert (
        start / CONFIG
    ).read_text() == "# better\nlearning_rate = 3e-4\n\n\nmine = 1\n"


def test_taking_an_offer_of_the_line_you_changed_says_so(world: World, start: Path):
    (start / CONFIG).write_text("learning_rate = 5e-5\n")
    commit(start)
    world.release(BETTER)
    world.update(start)
    with offered.changes(start, CONFIG, "", Say(quiet=True)) as (found, *_):
        assert [offered.take(change) for change in found] == [False]
    text = (start / CONFIG).read_text()
    assert "<<<<<<< yours\nlearning_rate = 5e-5\n" in text and "1e-3" in text


def test_the_package_can_be_renamed_and_everything_follows(world: World, start: Path):
    (start / CONFIG).write_text("learning_rate = 5e-5\n")
    (start / "src/demo/recipe/mine.py").write_text("mine = 1\n")
    commit(start)
    outcome = world.update(start, answers={"package": "roses"})
    found = contents(start)
    assert outcome.conflicts == ()
    assert found["src/roses/config.py"] == b"learning_rate = 5e-5\n"
    assert found["src/roses/recipe/mine.py"] == b"mine = 1\n"
    assert not [path for path in found if path.startswith("src/demo")]
    assert b"package: roses" in found[".copier-answers.yml"]
