"""The releases that were given out stay what they are: `pytest tests/update/test_bundle.py`.

Nothing here asks that the templates of today are those of the newest release: `make
unreleased` says whether they are.
"""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from releasing.bundle import PATHS, Shelf, rebuilt, shelf
from releasing.changelog import close
from scaffolder import __version__, git, releases
from scaffolder.errors import RecipeError
from scaffolder.releases import BUNDLE, RECORD, VERSION, newest, number
from scaffolder.update import notes

from ..conftest import ROOT
from .world import run

NAMES = releases.names()


@pytest.fixture(scope="module")
def bundled():
    with shelf(BUNDLE) as made:
        yield made


def test_the_bundle_holds_the_recorded_releases_and_nothing_else(bundled: Shelf):
    found = bundled.git("for-each-ref", "--format=%(refname) %(objectname)").decode()
    tags = {f"refs/tags/{r.name} {r.commit}" for r in releases.releases()}
    last = f"refs/heads/main {releases.releases()[-1].commit}"
    assert set(found.splitlines()) == {*tags, last}


def test_each_release_stands_on_the_one_before(bundled: Shelf):
    log = bundled.git("log", "--reverse", "--format=%H %P", "main").decode()
    commits = [release.commit for release in releases.releases()]
    parents = ["", *commits]
    assert [row.split() for row in log.splitlines()] == [
        [commit, parent] if parent else [commit]
        for commit, parent in zip(commits, parents, strict=False)
    ]


def test_names_are_versions_in_order_and_the_newest_is_this_one():
    assert all(VERSION.match(name) for name in NAMES)
    assert sorted(NAMES, key=number) == list(NAMES)
    assert newest() == f"v{__version__}"


@pytest.mark.parametrize("name", NAMES)
def test_each_tag_holds_the_templates_that_were_tagged(bundled: Shelf, name: str):
    """Of the public repository, whose tag Copier alone goes by."""
    if not git.text(ROOT, "rev-parse", "-q", "--verify", f"refs/tags/{name}"):
        pytest.skip(f"this clone has no tag {name}")
    tagged = git.checked(ROOT, "ls-tree", "-r", name, *PATHS)
    assert tagged == bundled.git("ls-tree", "-r", name)


@pytest.mark.parametrize("name", NAMES)
def test_each_release_holds_templates_and_nothing_else(bundled: Shelf, name: str):
    assert bundled.git("ls-tree", "--name-only", name).decode().split() == list(PATHS)


def test_a_bundle_built_again_has_the_same_commits_and_bytes(
    bundled: Shelf, tmp_path: Path
):
    rebuilt(bundled.folder, [(name, name) for name in NAMES], tmp_path / "one.bundle")
    run(ROOT, "clone", "-q", "--bare", str(BUNDLE), str(tmp_path / "clone.git"))
    run(tmp_path / "clone.git", "gc", "-q", "--aggressive", "--prune=now")
    again = [(name, name) for name in NAMES]
    rebuilt(tmp_path / "clone.git", again, tmp_path / "two.bundle")
    for built in ("one.bundle", "two.bundle"):
        heads = git.text(tmp_path, "bundle", "list-heads", built).splitlines()
        found = dict(reversed(line.split()) for line in heads)
        assert [found[f"refs/tags/{r.name}"] for r in releases.releases()] == [
            r.commit for r in releases.releases()
        ]
    one, two = ((tmp_path / f"{n}.bundle").read_bytes() for n in ("one", "two"))
    assert one == two


def test_the_record_only_ever_grew():
    """Each state of it that was committed is the beginning of the next.

    Since the first release of today's form: the bundle began anew with it.
    """
    path = RECORD.relative_to(ROOT).as_posix()
    log = git.text(ROOT, "log", "--reverse", "--format=%H", "HEAD", "--", path).split()
    if not log:
        pytest.skip("no history here")
    states = [git.text(ROOT, "show", f"{commit}:{path}") for commit in log]
    states.append(RECORD.read_text("utf-8").strip())
    states = [state for state in states if f"\n{NAMES[0]}," in state]
    assert all(b.startswith(a) for a, b in zip(states, states[1:], strict=False))


def test_every_release_has_its_section_in_the_changelog():
    *_, before = [n for n in notes.crossed("v0.0.0", newest()) if n not in NAMES]
    assert list(notes.crossed(before, newest())) == list(NAMES)


def test_notes_are_those_of_the_releases_crossed():
    text = "# C\n\n## Unreleased\n\n- d\n\n## 1.10.0\n\n- c\n\n## 1.9.0\n\n- b\n\n## 1.0.0\n\n- a\n"
    assert notes.crossed("v1.0.0", "v1.10.0", text) == {
        "v1.9.0": "- b",
        "v1.10.0": "- c",
    }
    assert notes.crossed("v1.10.0", "v1.10.0", text) == {}


def test_a_release_without_a_word_about_it_is_refused(tmp_path: Path):
    page = tmp_path / "CHANGELOG.md"
    page.write_text("# C\n\n## Unreleased\n\n## 0.1.0\n\n- a\n")
    with pytest.raises(RecipeError, match="nothing under"):
        close(page, "0.2.0")
    page.write_text("# C\n\n## Unreleased\n\n- b\n\n## 0.1.0\n\n- a\n")
    assert "## 0.2.0\n\n- b\n\n## 0.1.0" in close(page, "0.2.0")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clone of this repository as committed, without its tags of releases to come."""
    run(tmp_path, "clone", "-q", "--shared", str(ROOT), "checkout")
    clone = tmp_path / "checkout"
    run(clone, "config", "user.name", "me")
    run(clone, "config", "user.email", "me@here")
    return clone


def make_release(checkout: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "releasing", *arguments],
        cwd=checkout,
        capture_output=True,
        text=True,
    )


def test_a_release_is_one_command(checkout: Path):
    with open(checkout / "templates/project/LAB.md", "a") as file:
        file.write("\nOne more line.\n")
    log = checkout / "CHANGELOG.md"
    title = "## Unreleased\n\n- A line more in the journal.\n\n## 9.8.0\n"
    text = log.read_text("utf-8").replace("## Unreleased", "## 9.8.0")
    first = text.index("## ")
    log.write_text(
        text[:first] + title + text[first:].removeprefix("## 9.8.0\n"), "utf-8"
    )
    run(checkout, "commit", "-qam", "change the templates")
    before = (checkout / RECORD.relative_to(ROOT)).read_text()
    assert make_release(checkout).returncode == 1  # there is something to release
    address = "https://example.org/recipe.git"
    done = make_release(checkout, "9.9.0", "--home", address)
    assert done.returncode == 0, done.stderr
    assert "placeholder" not in done.stdout
    told = yaml.safe_load(run(checkout, "show", "v9.9.0:copier.yml"))
    assert told["home"]["default"] == address and told["release"]["default"]
    after = (checkout / RECORD.relative_to(ROOT)).read_text()
    assert after.startswith(before) and "v9.9.0," in after
    assert run(checkout, "describe", "--tags") == "v9.9.0"
    assert run(checkout, "status", "--porcelain") == ""
    assert make_release(checkout).returncode == 0  # and now there is not
    again = make_release(checkout, "9.9.0")
    assert again.returncode == 2 and "v9.9.0 is released already" in again.stderr


@pytest.mark.parametrize(
    "address", ["gh:me/recipe", "http://me.org/r.git", "https://me.org", "a b"]
)
def test_a_release_at_no_address_is_refused(checkout: Path, address: str):
    done = make_release(checkout, "9.9.0", "--home", address)
    assert done.returncode == 2 and "https://HOST/PATH.git" in done.stderr
    assert run(checkout, "status", "--porcelain") == ""


def test_a_release_of_what_is_not_committed_is_refused(checkout: Path):
    with open(checkout / "templates/project/LAB.md", "a") as file:
        file.write("\nOne more line.\n")
    done = make_release(checkout, "9.9.0")
    assert done.returncode == 2 and "commit them first" in done.stderr
