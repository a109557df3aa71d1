"""What a project remembers may be odd; the message says what to do: test_recorded.py."""

from pathlib import Path

import pytest

from scaffolder.errors import UpdateError
from scaffolder.releases import home, spellings
from scaffolder.update.site import find, read

from .world import PROJECT, World, changed, commit, path_of

ANSWERS = ".copier-answers.yml"
LOOP = PROJECT[path_of(PROJECT, "loop.py")]


@pytest.fixture
def start(world: World, tmp_path: Path) -> Path:
    world.release(PROJECT)
    world.release(changed(PROJECT, loop_py=b"first = 0\n" + LOOP))
    return world.project(tmp_path / "project")


def rewrite(project: Path, old: str, new: str) -> None:
    path = project / ANSWERS
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    commit(project)


@pytest.mark.parametrize("spelling", sorted(spellings()))
def test_every_spelling_of_the_address_is_known(
    world: World, start: Path, spelling: str
):
    rewrite(start, home(), spelling)
    assert find(start).recorded.release == "v1.0.0"


@pytest.mark.parametrize(
    "source",
    ["https://github.com/someone/else.git", "/tmp/recipe", "--upload-pack=touch x", ""],
)
def test_another_source_is_refused_and_never_asked(
    world: World, start: Path, source: str
):
    rewrite(start, home(), f"'{source}'")
    with pytest.raises(UpdateError, match="updates only from"):
        find(start)


@pytest.mark.parametrize(
    "release, said",
    [
        ("v9.0.0", "pip install -U nn-recipe"),
        ("unreleased", "Name the closest with --from: v1.0.0, v2.0.0"),
        ("v1.0.0-3-g1234567", "--from"),
        ("latest", "--from"),
        ("v0.9.0", "updates begin at v1.0.0"),
        ("../v1.0.0", "--from"),
    ],
)
def test_a_release_that_is_not_here_is_told_with_its_remedy(
    world: World, start: Path, release: str, said: str
):
    rewrite(start, "v1.0.0", release)
    with pytest.raises(UpdateError, match=said):
        find(start)


def test_the_release_can_be_named_instead(world: World, start: Path):
    rewrite(start, "v1.0.0", "unreleased")
    assert find(start, "v1.0.0").recorded.release == "v1.0.0"


def test_going_back_is_refused(world: World, start: Path):
    world.update(start)
    commit(start)
    with pytest.raises(UpdateError, match="does not go back to v1.0.0"):
        world.update(start, to="v1.0.0")


def test_a_release_that_does_not_exist_is_told(world: World, start: Path):
    with pytest.raises(
        UpdateError, match="no release v7.0.0: choose one of v1.0.0, v2"
    ):
        world.update(start, to="7.0.0")


@pytest.mark.parametrize(
    "content",
    [b"", b"a: [", b"\xff\xfe", b"- a\n- b\n", b"just text", b"<<<<<<< HEAD\na: 1\n"],
)
def test_broken_answers_are_told_with_their_remedy(content: bytes):
    with pytest.raises(UpdateError, match="[Rr]estore it with git"):
        read(content, Path(ANSWERS))


def test_an_update_can_start_anywhere_in_the_project(world: World, start: Path):
    assert find(start / "src" / "demo").folder == start


def test_the_same_release_again_does_nothing(world: World, start: Path):
    world.update(start)
    commit(start)
    outcome = world.update(start)
    assert outcome.nothing and not outcome.written


def test_a_release_that_changes_no_file_of_the_project_is_remembered(
    world: World, start: Path
):
    world.update(start)
    commit(start)
    world.release(changed(PROJECT, loop_py=b"first = 0\n" + LOOP))
    assert list(world.update(start).changed) == [ANSWERS]
    assert "_commit: v3.0.0\n" in (start / ANSWERS).read_text()
