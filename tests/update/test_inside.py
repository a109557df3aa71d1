"""What was inside and is now added stays where it was: `pytest tests/update/test_inside.py`."""

from pathlib import Path

import pytest

from scaffolder import releases
from scaffolder.say import Say
from scaffolder.update import renders
from scaffolder.update.addable import Addable, addable, what_is_inside
from scaffolder.update.site import ANSWERS, Recorded, find, read
from tests.examples import PACKAGES, ROOT

from .world import COPIER, PROJECT, World, changed, commit

LOOP = "src/{{ package }}/recipe/loop.py"
THINGS = """
things:
  type: yaml
  when: false
  default:
    cut: {everywhere: true, inside_before: v2.0.0}
    never: {everywhere: true, inside_before: v2.0.0, not_for: {tabular-classification: x}}
    later: {everywhere: true}
add: {type: yaml, ask: false, default: []}
"""
# where it was, and the words of its lines: of which release, and of the next
FILES = ("train.py", "feed.py", "machine.py", "__main__.py", "load.py", "config.py")
LOOP_WORDS = ("RANK", "WORLD", "DistributedDataParallel", "mean_over", "patch", "PATCH")
LOOP_WORDS += ("schedule", "COOLDOWN", "wsd", "accumulate", "xs", "losses")
FEED_WORDS = ("DataLoader", "Dataset", "num_workers", "workers: int", "self.batches")
# lines that a later release mended
MENDED = ("value /= WORLD", "value = value / WORLD  # weights may be whole numbers")
MOVED = [("v0.12.0", "v0.13.0", LOOP_WORDS), ("v0.14.0", "v0.15.0", FEED_WORDS)]


def built_in(thing: Addable, release: str) -> bool:
    return thing.fits and f"{thing.entry.get('inside_before', '')}" >= release


def test_an_update_keeps_what_a_newer_release_adds(world: World, tmp_path: Path):
    """Of a project of the newer release nothing is taken for added."""
    world.release(PROJECT)
    project = world.project(tmp_path / "project")
    (project / "src/demo/config.py").write_text("mine = 1\n")
    commit(project)
    before = (project / "src/demo/recipe/loop.py").read_bytes()
    rest = {path: text for path, text in PROJECT.items() if path != LOOP}
    cut = b"{%- if 'cut' in add %}" + PROJECT[LOOP] + b"{%- endif %}"
    state = {**rest, f"{LOOP}.jinja": cut}
    world.release(changed(state, README_md=b"# New\n"), COPIER + THINGS)
    outcome = world.update(project)
    assert outcome.answers["add"] == (None, ["cut"]) and not outcome.conflicts
    assert (project / "src/demo/recipe/loop.py").read_bytes() == before
    assert (project / "README.md").read_text() == "# New\n"
    fresh = world.project(tmp_path / "fresh", "v2.0.0")
    world.release(changed(state, README_md=b"# Newer\n"), COPIER + THINGS)
    world.update(fresh)
    assert find(fresh).recorded.answers["add"] == []


@pytest.mark.parametrize("was, now, words", MOVED)
@pytest.mark.parametrize("kind", ["tabular-classification", "language-model"])
def test_a_project_of_an_older_release_loses_no_line_of_it(
    kind: str, was: str, now: str, words: tuple[str, ...], tmp_path: Path
):
    answers = {"name": PACKAGES[kind], "package": PACKAGES[kind], "kind": kind}
    written, say = Recorded(was, answers), Say(quiet=True)
    with releases.shelf() as shelf:
        old = renders.as_it_was(written, shelf.take(was), tmp_path / "old")
    told = read((old.folder / ANSWERS).read_bytes(), old.folder / ANSWERS)
    new = renders.as_it_would_be(told, {}, ROOT, now, tmp_path / "new", say)
    inside = [t.name for t in addable(ROOT, kind) if built_in(t, now)]
    assert new.answers["add"] == inside
    for file in FILES:
        path = Path("src", PACKAGES[kind], file)
        before, after = ((side.folder / path).read_text() for side in (old, new))
        before = before.replace(*MENDED)
        lines = [line for line in before.splitlines() if any(w in line for w in words)]
        assert not {*lines} - {*after.splitlines()}, file


def test_a_project_written_from_a_checkout_has_what_it_says():
    things = addable(ROOT, "image-classification")
    assert what_is_inside("unreleased", ["augment"], things) == ["augment"]
    assert what_is_inside("v0.12.0", ["augment"], things)[:2] == [
        "augment",
        "distributed",
    ]
