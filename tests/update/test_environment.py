"""An update means the same in every environment: `pytest tests/update/test_environment.py`.

A hook's variables, any setting of git, another language, a HOME that cannot be written.
"""

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from scaffolder.errors import UpdateError

from ..conftest import Recipe
from .world import PROJECT, World, changed, commit, contents, path_of, run, write

LOOP = "src/demo/recipe/loop.py"
TEXT = PROJECT[path_of(PROJECT, "loop.py")]
NEXT = changed(PROJECT, loop_py=b"first = 0\n" + TEXT)
BOTH = b"first = 0\n" + TEXT + b"mine = 1\n"


@pytest.fixture
def start(world: World, tmp_path: Path) -> Path:
    return begun(world, tmp_path / "project")


def begun(world: World, place: Path) -> Path:
    """A project with a line of yours, and a release that changes the same file."""
    world.release(PROJECT)
    world.project(place)
    (place / LOOP).write_bytes(TEXT + b"mine = 1\n")
    commit(place)
    world.release(NEXT)
    return place


SETTINGS = [
    "core.autocrlf=true",
    "core.eol=crlf",
    "commit.gpgsign=true",
    "color.ui=always",
    "diff.noprefix=true",
    "diff.mnemonicPrefix=true",
    "diff.external=/bin/false",
    "diff.renames=false",
    "diff.algorithm=histogram",
    "merge.renames=false",
    "merge.directoryRenames=false",
    "merge.conflictStyle=diff3",
    "apply.whitespace=fix",
    "core.quotePath=true",
    "core.safecrlf=true",
    "core.fsmonitor=/bin/false",
    "core.hooksPath=HOOKS",
    "core.untrackedCache=true",
    "core.splitIndex=true",
    "index.version=4",
    "status.showUntrackedFiles=no",
    "status.short=true",
    "safe.bareRepository=explicit",
    "protocol.file.allow=never",
    "init.templateDir=HOOKS",
    "url.git@nowhere:.insteadOf=https://github.com/",
    "core.excludesFile=IGNORE",
    "core.attributesFile=ATTRIBUTES",
    "fetch.fsckObjects=true",
    "user.useConfigOnly=true",
]


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_of_git_changes_an_update(
    world: World, start: Path, tmp_path: Path, monkeypatch, setting: str
):
    key, _, value = setting.partition("=")
    paths = {"HOOKS": hooks, "IGNORE": ignoring, "ATTRIBUTES": attributes}
    value = str(paths[value](tmp_path)) if value in paths else value
    file = tmp_path / "gitconfig"
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(file))
    run(tmp_path, "config", "--file", str(file), key, value)
    outcome = world.update(start)
    assert outcome.conflicts == ()
    assert (start / LOOP).read_bytes().replace(b"\r\n", b"\n") == BOTH
    assert run(start, "show", f":{LOOP}").encode() + b"\n" == BOTH
    assert not (tmp_path / "a hook ran").exists()


def hooks(folder: Path) -> Path:
    """Hooks that leave a trace, and fail."""
    for name in (
        "post-index-change",
        "post-checkout",
        "pre-commit",
        "hooks/pre-commit",
    ):
        write(
            folder / "hooks" / name,
            f"#!/bin/sh\ntouch '{folder}/a hook ran'\nexit 1".encode(),
        )
        (folder / "hooks" / name).chmod(0o755)
    return folder / "hooks"


def ignoring(folder: Path) -> Path:
    write(folder / "ignore", b"*.py\n*.md\n")
    return folder / "ignore"


def attributes(folder: Path) -> Path:
    write(folder / "attributes", b"*.py merge=union -diff\n")
    return folder / "attributes"


VARIABLES = {
    "GIT_DIR": "OTHER/.git",
    "GIT_WORK_TREE": "OTHER",
    "GIT_INDEX_FILE": "OTHER/.git/index",
    "GIT_OBJECT_DIRECTORY": "OTHER/.git/objects",
    "GIT_COMMON_DIR": "OTHER/.git",
    "GIT_PREFIX": "sub/",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_EXTERNAL_DIFF": "/bin/false",
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_PARAMETERS": "'core.bare=true'",
    "GIT_ALLOW_PROTOCOL": "https",
    "GIT_DEFAULT_HASH": "sha256",
    "GIT_QUARANTINE_PATH": "OTHER",
    "GIT_TRACE": "1",
    "LC_ALL": "de_DE.UTF-8",
    "LANGUAGE": "de",
    "COPIER_SETTINGS_PATH": "OTHER/settings.yml",
}


@pytest.mark.parametrize("name", VARIABLES)
def test_no_variable_of_a_hook_changes_an_update(
    world: World, start: Path, tmp_path: Path, monkeypatch, name: str
):
    other = tmp_path / "other"
    other.mkdir()
    run(other, "init", "-q")
    write(other / "settings.yml", b"defaults: {package: leaked}\n")
    before = contents(other), contents(other / ".git")
    monkeypatch.setenv(name, VARIABLES[name].replace("OTHER", str(other)))
    outcome = world.update(start)
    monkeypatch.delenv(name)
    assert outcome.conflicts == () and (start / LOOP).read_bytes() == BOTH
    assert (contents(other), contents(other / ".git")) == before


@pytest.mark.parametrize(
    "name", ["with space", "größe-日本", "a'b\"c", "$HOME", "x=y;z"]
)
def test_a_project_may_stand_in_any_folder(world: World, tmp_path: Path, name: str):
    start = begun(world, tmp_path / name / "project")
    assert world.update(start).conflicts == ()
    assert (start / LOOP).read_bytes() == BOTH


def test_a_bundle_may_lie_in_any_read_only_folder(
    world: World, start: Path, tmp_path: Path, monkeypatch
):
    from scaffolder import releases

    place = tmp_path / "größe and space" / "site-packages"
    write(place / "recipe.bundle", releases.BUNDLE.read_bytes())
    (place / "recipe.bundle").chmod(0o444)
    place.chmod(0o555)
    monkeypatch.setattr(releases, "BUNDLE", place / "recipe.bundle")
    assert world.update(start).conflicts == () and len(list(place.iterdir())) == 1


def test_a_home_that_cannot_be_written_does_not_matter(
    world: World, start: Path, tmp_path: Path, monkeypatch
):
    monkeypatch.setenv("HOME", "/proc/nowhere")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/proc/nowhere")
    monkeypatch.delenv("GIT_CONFIG_GLOBAL")
    assert world.update(start).conflicts == ()


def test_only_the_project_in_a_larger_repository_is_touched(
    world: World, tmp_path: Path
):
    top = tmp_path / "top"
    write(top / "other" / "notes.md", b"committed\n")
    run(tmp_path, "init", "-q", str(top))
    project = world_project(world, top / "work" / "flowers")
    write(top / "other" / "notes.md", b"changed, not committed\n")
    write(top / "other" / "staged.md", b"staged\n")
    run(top, "add", "other/staged.md")
    outcome = world.update(project)
    assert outcome.conflicts == () and (project / LOOP).read_bytes() == BOTH
    assert (top / "other" / "notes.md").read_bytes() == b"changed, not committed\n"
    assert (
        run(top, "status", "--porcelain", "other")
        == " M other/notes.md\nA  other/staged.md"
    )


def test_a_conflict_in_a_larger_repository_is_unmerged_at_its_place(
    world: World, tmp_path: Path
):
    top = tmp_path / "top"
    top.mkdir()
    run(top, "init", "-q")
    project = world_project(world, top / "work" / "flowers")
    (project / LOOP).write_bytes(b"mine = 0\n" + TEXT)
    commit(top)
    assert len(world.update(project).conflicts) == 1
    assert run(top, "status", "--porcelain", "--", f"work/flowers/{LOOP}")[:2] == "UU"


def world_project(world: World, place: Path, later: Mapping[str, bytes] = NEXT) -> Path:
    """As `begun`, inside a repository that is there already."""
    world.release(PROJECT)
    world.project(place, commit=False)
    (place / LOOP).write_bytes(TEXT + b"mine = 1\n")
    commit(place)
    world.release(later)
    return place


def test_a_linked_worktree_can_be_updated(world: World, start: Path, tmp_path: Path):
    linked = tmp_path / "linked"
    run(start, "worktree", "add", "-q", "-b", "try", str(linked))
    before = contents(start)
    assert world.update(linked).conflicts == () and (linked / LOOP).read_bytes() == BOTH
    assert contents(start) == before and run(start, "status", "--porcelain") == ""


def submodule(start: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    write(library / "code.py", b"x = 1\n")
    run(tmp_path, "init", "-q", str(library))
    commit(library)
    allowed = ("-c", "protocol.file.allow=always")
    run(start, *allowed, "submodule", "add", "-q", str(library), "library")
    commit(start)


def test_a_submodule_stays_as_it_is(world: World, start: Path, tmp_path: Path):
    submodule(start, tmp_path)
    write(start / "library" / "code.py", b"x = 2  # not committed\n")
    assert world.update(start).conflicts == () and (start / LOOP).read_bytes() == BOTH
    assert (start / "library" / "code.py").read_bytes() == b"x = 2  # not committed\n"


def test_a_project_inside_a_submodule_can_be_updated(
    world: World, start: Path, tmp_path: Path
):
    outer = tmp_path / "outer"
    outer.mkdir()
    run(outer, "init", "-q")
    allowed = ("-c", "protocol.file.allow=always")
    run(outer, *allowed, "submodule", "add", "-q", str(start), "inner")
    assert world.update(outer / "inner").conflicts == ()
    assert (outer / "inner" / LOOP).read_bytes() == BOTH


def test_a_sha256_repository_can_be_updated(world: World, tmp_path: Path):
    world.release(PROJECT)
    project = world.project(tmp_path / "project", commit=False)
    run(project, "init", "-q", "--object-format=sha256")
    commit(project)
    world.release(NEXT)
    assert world.update(project).conflicts == ()


STANDINGS: dict[str, Callable[[Path], object]] = {
    "in no git repository": lambda project: (project / ".git").rename(
        project.parent / "gone"
    ),
    "is in no project": lambda project: (project / ".copier-answers.yml").unlink(),
}


@pytest.mark.parametrize("said", STANDINGS)
def test_a_project_that_could_not_be_undone_is_refused(
    world: World, start: Path, said: str
):
    STANDINGS[said](start)
    with pytest.raises(UpdateError, match=said):
        world.update(start)


def test_a_project_without_a_commit_is_refused(world: World, tmp_path: Path):
    world.release(PROJECT)
    project = world.project(tmp_path / "project", commit=False)
    run(project, "init", "-q")
    world.release(NEXT)
    with pytest.raises(UpdateError, match="git add -A && git commit"):
        world.update(project)


@pytest.mark.parametrize("clash", [False, True], ids=["clean", "conflict"])
@pytest.mark.parametrize("stand", ["top", "top/garden/flowers", "top/other", "."])
def test_the_undo_of_a_project_in_a_larger_repository_touches_nothing_else(
    world: World, tmp_path: Path, recipe: Recipe, monkeypatch, stand: str, clash: bool
):
    top = tmp_path / "top"
    write(top / "other" / "notes.md", b"committed\n")
    run(tmp_path, "init", "-q", str(top))
    project = world_project(
        world, top / "garden" / "flowers", {**NEXT, "new.md": b"n\n"}
    )
    if clash:
        (project / LOOP).write_bytes(b"mine = 0\n" + TEXT)
        commit(top)
    write(top / "other" / "notes.md", b"an hour of work\n")
    write(top / "other" / "staged.md", b"staged\n")
    run(top, "add", "other/staged.md")
    before = contents(top), run(top, "status", "--porcelain")
    monkeypatch.chdir(tmp_path / stand)
    done = recipe("update", str(project), "--no-checks")
    assert done.code == clash and (project / "new.md").exists()
    (undo,) = (
        line.partition("To undo the whole update: ")[2]
        for line in (done.out + done.err).splitlines()
        if "To undo the whole update: " in line
    )
    assert subprocess.run(undo, shell=True, cwd=tmp_path / stand).returncode == 0
    assert (contents(top), run(top, "status", "--porcelain")) == before


def test_the_undo_works_from_where_it_was_asked_for(
    world: World, start: Path, recipe: Recipe, monkeypatch, tmp_path: Path
):
    before = contents(start)
    (tmp_path / "else where").mkdir()
    monkeypatch.chdir(tmp_path / "else where")
    done = recipe("update", str(start), "--no-checks", "--json")
    undo = json.loads(done.out)["undo"]
    assert contents(start) != before
    assert subprocess.run(undo, shell=True, capture_output=True).returncode == 0
    assert contents(start) == before
