"""Copier alone and `recipe` are interchangeable: `pytest tests/update/test_interchange.py`.

The public repository is stood in for by the bundle of releases, so no network is needed.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scaffolder import git, releases, render, update
from scaffolder.say import Say
from scaffolder.update import Wish
from scaffolder.update.site import find
from tests.examples import some

from . import plain
from .world import commit, contents, run

FIRST, NEWEST = releases.names()[0], releases.newest()
MINE = "\n\nMY_LINE = 1\n"
# what every project had once: `recipe update` knows it, plain Copier is told
INSIDE = ["distributed", "schedule", "accumulate", "workers", "corrections"]
CROSSING = pytest.mark.skipif(FIRST == NEWEST, reason="there is one release so far")


@pytest.fixture
def url(tmp_path: Path, monkeypatch) -> Iterator[str]:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    with plain.public_repository(tmp_path / "cache") as found:
        yield found


def by_recipe(place: Path, release: str, kind: str = "tabular-classification") -> Path:
    with releases.shelf() as shelf:
        answers = {"name": "demo", "kind": kind}
        render.fill(shelf.take(release), answers, place, release)
    return place


def by_copier(
    url: str, place: Path, release: str, kind: str = "tabular-classification"
) -> Path:
    plain.copy(url, place, release, name="demo", kind=kind)
    return place


LONG = "image-detection", "text-tagging", "audio-classification"


@pytest.mark.parametrize("kind", some(LONG, "audio-classification"))
def test_both_write_the_same_project(url: str, tmp_path: Path, kind: str):
    """Long lists of classes and columns, and a folder as sample; the rest is alike."""
    ours = contents(by_recipe(tmp_path / "ours", NEWEST, kind))
    theirs = contents(by_copier(url, tmp_path / "theirs", NEWEST, kind))
    assert [path for path in ours if ours[path] != theirs.get(path)] == []
    assert ours.keys() == theirs.keys()
    assert (
        f"_commit: {NEWEST}\n_src_path: {url}\n".encode() in ours[".copier-answers.yml"]
    )


def edited(place: Path) -> Path:
    """A commit of the project, and one of an edit in a file of each owner."""
    assert git.first_commit(place) == ""
    for path in ("src/demo/config.py", "src/demo/train.py", "README.md"):
        with open(place / path, "a", encoding="utf-8") as file:
            file.write(MINE)
    commit(place)
    return place


def recipe_update(place: Path, release: str) -> None:
    outcome = update.update(
        find(place), Wish({}, release, checks=False), Say(quiet=True)
    )
    assert outcome.conflicts == ()


@CROSSING
@pytest.mark.parametrize("maker", ["recipe", "copier"])
def test_both_update_a_project_of_either_to_the_same_bytes(
    url: str, tmp_path: Path, maker: str
):
    one = by_copier(url, tmp_path / "one", FIRST)
    if maker == "recipe":
        by_recipe(tmp_path / "made", FIRST)
        (tmp_path / "made/.copier-answers.yml").write_bytes(
            # what recipe wrote at that release; this one calls the address by a name
            (one / ".copier-answers.yml").read_bytes()
        )
        one = tmp_path / "made"
    edited(one)
    run(tmp_path, "clone", "-q", str(one), "other")
    recipe_update(one, NEWEST)
    plain.update(tmp_path / "other", NEWEST, add=INSIDE)
    ours, theirs = contents(one), contents(tmp_path / "other")
    assert [path for path in ours if ours[path] != theirs.get(path)] == []
    assert ours.keys() == theirs.keys()
    assert MINE.encode() in ours["src/demo/train.py"]


@CROSSING
def test_they_can_take_turns(url: str, tmp_path: Path):
    project = edited(by_copier(url, tmp_path / "demo", FIRST))
    recipe_update(project, releases.names()[1])
    commit(project)
    plain.update(project, NEWEST, add=INSIDE)
    commit(project)
    recipe_update(project, NEWEST)
    assert run(project, "status", "--porcelain") == ""
    straight = edited(by_copier(url, tmp_path / "straight" / "demo", FIRST))
    recipe_update(straight, NEWEST)
    assert contents(straight) == contents(project)
