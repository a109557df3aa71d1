"""One thing more, and nothing lost: `pytest tests/update/test_add.py`."""

from pathlib import Path

import pytest

from scaffolder import git
from scaffolder.errors import UpdateError
from scaffolder.say import Say
from scaffolder.update import Outcome, adding, renders
from scaffolder.update.site import ANSWERS, Site, find

from .world import COPIER, PROJECT, World, changed, commit, contents, run

THINGS = """
kinds:
  type: yaml
  when: false
  default:
    tabular-classification: {parts: {augment: rows, tune: space}}
    language-model: {parts: {}}
things:
  type: yaml
  when: false
  default:
    augment: {row: "4.2", about: new views, use: train, judge: try, not_for: {language-model: why}}
    tune: {row: "5.1", about: ranges, use: tune, judge: tune, file: space}
    ema: {row: "6.1", about: a mean, use: train, judge: try}
add: {type: yaml, ask: false, default: []}
"""
GROWS = COPIER.replace("src/*/model.py", "src/*/model.py, src/*/augment.py") + THINGS
FIELD = '{%- if "augment" in add %}\n\naugment: str = "none"\n{%- endif %}\n'
FEED = PROJECT["src/{{ package }}/recipe/feed.py"]
PART = "src/{{ package }}/{% if 'augment' in add %}augment.py{% endif %}.jinja"
STATE = {
    **{p: t for p, t in PROJECT.items() if not p.endswith(("config.py", "feed.py"))},
    "src/{{ package }}/config.py.jinja": f"rate = 3e-4\nwidth = 1{FIELD}".encode(),
    "src/{{ package }}/recipe/feed.py.jinja": FEED
    + b"{% if 'augment' in add %}augmented = 1\n{% endif %}",
    PART: b"LADDER = ['none', 'light']\n",
}
CONFIG = "src/demo/config.py"
NEW = "src/demo/augment.py"


@pytest.fixture
def start(world: World, tmp_path: Path) -> Path:
    world.release(STATE, GROWS)
    return world.project(tmp_path / "project")


def add(project: Path, name: str = "augment", **more: bool) -> Outcome:
    site = find(project)
    adding.chosen(site, name)
    return adding.add(site, name, Say(quiet=True), **more)


def recorded(project: Path) -> object:
    return find(project).recorded.answers.get("add")


def test_it_is_merged_into_your_own_files_and_keeps_your_edits(start: Path):
    (start / CONFIG).write_text("rate = 1.0\nwidth = 1\n")
    with (start / "src/demo/recipe/feed.py").open("r+") as feed:
        feed.write("mine")
    commit(start)
    outcome = add(start)
    assert not outcome.conflicts and recorded(start) == ["augment"]
    text = (start / CONFIG).read_text()
    assert text == 'rate = 1.0\nwidth = 1\n\naugment: str = "none"\n'
    feed = (start / "src/demo/recipe/feed.py").read_text()
    assert feed.startswith("mine_1 = 1") and feed.endswith("augmented = 1\n")
    assert run(start, "diff", "--cached", "--name-only", "--", NEW) == NEW


def test_a_dry_run_writes_nothing(start: Path):
    before = contents(start)
    assert add(start, write=False).changed[NEW] == "added"
    assert contents(start) == before


def test_where_you_changed_the_same_lines_it_is_a_conflict(start: Path):
    (start / CONFIG).write_text("rate = 1.0\nwidth = 2\n")
    commit(start)
    assert [c.path for c in add(start).conflicts] == [CONFIG]
    assert "<<<<<<<" in (start / CONFIG).read_text() and (start / NEW).exists()


def test_an_update_keeps_it_and_leaves_it_yours(world: World, start: Path):
    add(start)
    (start / NEW).write_text("LADDER = []\n")
    commit(start)
    world.release({**changed(STATE, README_md=b"# New\n"), PART: b"better\n"}, GROWS)
    world.update(start)
    assert recorded(start) == ["augment"] and "augment" in (start / CONFIG).read_text()
    assert (start / NEW).read_text() == "LADDER = []\n"
    assert (start / "README.md").read_text() == "# New\n"


def test_the_answers_come_last(start: Path, monkeypatch: pytest.MonkeyPatch):
    """Killed at any time, they never name what is not there; and all is put back."""
    before, plain, seen = contents(start), Site.git, []

    def watched(self: Site, *arguments: str, **more: bytes) -> bytes:
        done = plain(self, *arguments, **more)  # type: ignore[arg-type]
        if arguments[:2] == ("read-tree", "-m"):
            seen.append(((start / NEW).exists(), recorded(start)))
            if len(seen) == 2:
                raise KeyboardInterrupt
        return done

    monkeypatch.setattr(Site, "git", watched)
    with pytest.raises(KeyboardInterrupt):
        add(start)
    assert seen == [(True, []), (True, ["augment"])]
    assert contents(start) == before and not run(start, "status", "--porcelain")


@pytest.mark.parametrize("own", ["file", "field", "edit"])
def test_what_is_yours_is_refused_before_anything_is_written(start: Path, own: str):
    if own == "file":
        (start / NEW).write_text("mine = 1\n")
    else:
        name = "augment" if own == "field" else "rate"
        (start / CONFIG).write_text(f"class Config:\n    {name}: int = 3\n")
    if own == "field":
        commit(start)
    before = contents(start)
    words = {
        "file": "is there already",
        "field": "has a field",
        "edit": "not committed",
    }
    with pytest.raises(UpdateError, match=words[own]):
        add(start)
    assert contents(start) == before


def test_a_file_of_yours_is_refused_by_the_name_that_it_would_have(start: Path):
    (start / "src/demo/space.py").write_text("mine = 1\n")
    with pytest.raises(UpdateError, match="space.py is there already"):
        add(start, "tune")


def test_what_cannot_be_added_says_why(world: World, start: Path):
    with pytest.raises(UpdateError, match="no 'magic' to add: choose one of augment"):
        add(start, "magic")
    with pytest.raises(UpdateError, match="ema: not for tabular-classification yet"):
        add(start, "ema")
    written = (start / ANSWERS).read_text()
    (start / ANSWERS).write_text(
        written.replace("tabular-classification", "language-model")
    )
    assert [t.unfit for t in adding.things(find(start))][0] == "not applicable: why"


def test_of_an_older_release_update_comes_first(world: World, tmp_path: Path):
    world.release(PROJECT)
    with pytest.raises(UpdateError, match="nothing to add: `recipe update` first"):
        add(world.project(tmp_path / "old"))


def test_without_git_nothing_could_be_undone(world: World, tmp_path: Path):
    world.release(STATE, GROWS)
    bare = world.project(tmp_path / "bare", commit=False)
    with pytest.raises(UpdateError, match="in no git repository"):
        add(bare)
    assert git.first_commit(bare) == "" and add(bare).written


def test_answers_made_anew_keep_what_was_added(monkeypatch: pytest.MonkeyPatch):
    """`recipe update --target x` reads the data again."""
    monkeypatch.setattr(renders, "anew", lambda *given: {"plan": {}})
    answers = {"kind": "tabular-classification", "add": ["augment"]}
    found = renders.with_changes(answers, {"target": "x"}, Path(), Say(quiet=True))
    assert found["add"] == ["augment"]
