"""Every release to every later one: `pytest tests/update/test_releases.py`.

An untouched project becomes exactly what the later release writes for its answers. `SLOW=1`
tries each kind on each crossing; else three on the longest crossing, and the last one with one.
"""

import os
from functools import cache
from pathlib import Path

import pytest
import yaml

from scaffolder import git, releases, render, update
from scaffolder.say import Say
from scaffolder.update import Wish
from scaffolder.update.site import find

from .world import contents, run

NAMES = releases.names()


@cache
def kinds_of(release: str) -> tuple[str, ...]:
    """The kinds that existed then."""
    from releasing.bundle import shelf

    with shelf(releases.BUNDLE) as bundled:
        text = bundled.git("show", f"{release}:copier.yml").decode()
    return tuple(yaml.safe_load(text)["kinds"]["default"])


def crossings() -> list[tuple[str, str, str]]:
    if len(NAMES) < 2:  # nothing to cross yet
        return []
    if os.environ.get("SLOW"):
        later = [
            (a, b) for a in NAMES for b in NAMES if NAMES.index(a) < NAMES.index(b)
        ]
        return [(kind, a, b) for a, b in later for kind in kinds_of(a)]
    longest = [(kind, NAMES[0], NAMES[-1]) for kind in kinds_of(NAMES[0])[::4]]
    return [*longest, (kinds_of(NAMES[-2])[-1], NAMES[-2], NAMES[-1])]


def written(place: Path, release: str, answers: dict[str, object]) -> Path:
    with releases.shelf() as shelf:
        render.fill(shelf.take(release), answers, place, release)
    return place


def updated(place: Path, release: str, yours: bool) -> update.Outcome:
    wish = Wish({}, release, yours_too=yours, checks=False)
    return update.update(find(place), wish, Say(quiet=True))


@pytest.mark.parametrize("kind, before, after", crossings())
def test_an_untouched_project_becomes_a_fresh_one(
    tmp_path: Path, monkeypatch, kind: str, before: str, after: str
):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    project = written(tmp_path / "demo", before, {"name": "demo", "kind": kind})
    assert git.first_commit(project) == ""
    old = contents(project)
    outcome = updated(project, after, yours=False)
    assert outcome.conflicts == () and outcome.left_deleted == ()
    kept = yaml.safe_load((project / ".copier-answers.yml").read_text("utf-8"))
    answers = {k: v for k, v in kept.items() if not k.startswith("_")}
    fresh = contents(written(tmp_path / "fresh", after, answers))
    fresh[".copier-answers.yml"] = (project / ".copier-answers.yml").read_bytes()
    offered = {offer.path for offer in outcome.offers}
    found = contents(project)
    assert {p for p in fresh | found if fresh.get(p) != found.get(p)} == offered
    assert all(found[path] == old[path] for path in offered if path in old)

    run(project, "reset", "-q", "--hard")
    assert updated(project, after, yours=True).conflicts == ()
    assert contents(project) == fresh
