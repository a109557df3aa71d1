"""No edit is ever lost, whatever both sides did: `pytest tests/update/test_fuzz.py`.

Random edits of a project meet random edits of its template. Each line a user wrote has to be
in the project afterwards, or in their side of a conflict that was reported. `SLOW=1` runs
all 400 of them, else 24.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from scaffolder import git, releases, update
from scaffolder.update import Outcome, renders
from scaffolder.update.renders import Rendered

from .scripts import OWN, TEMPLATE, USER, Author
from .world import PROJECT, World, commit, contents, run, write

SEEDS = range(400 if os.environ.get("SLOW") else 24)
ANSWERS = {"name": "demo", "package": "demo", "kind": "tabular-classification"}


@pytest.fixture
def fast(world: World, tmp_path: Path, monkeypatch) -> World:
    """Renders are copied, as their making is tested elsewhere: five times as fast."""
    world.release(PROJECT)
    world.release(PROJECT)
    with releases.shelf() as shelf:
        templates = shutil.copytree(shelf.take("v1.0.0"), tmp_path / "templates")

    class Taken:
        def take(self, name: str) -> Path:
            return templates

    @contextmanager
    def shelf_of_copies() -> Iterator[Taken]:
        yield Taken()

    def copied(source: str) -> Any:
        def render(*arguments: Any) -> Rendered:
            folder = next(
                a for a in arguments if isinstance(a, Path) and a != templates
            )
            shutil.copytree(tmp_path / source, folder, symlinks=True)
            return Rendered(folder, ANSWERS)

        return render

    monkeypatch.setattr(releases, "shelf", shelf_of_copies)
    monkeypatch.setattr(update, "as_it_was", copied("old"))
    monkeypatch.setattr(update, "as_it_would_be", copied("new"))
    assert renders.as_it_was is not update.as_it_was
    return world


def begin(tmp_path: Path, seed: int) -> tuple[Path, Author, Author]:
    """Old and new render, and a project with edits on top of the old one."""
    old, new, project = (tmp_path / name for name in ("old", "new", "project"))
    for path, content in PROJECT.items():
        write(old / path.replace("{{ package }}", "demo"), content)
    text = "_commit: v1.0.0\n_src_path: recipe\nkind: tabular-classification\npackage: demo\n"
    write(old / ".copier-answers.yml", text.encode())
    shutil.copytree(old, new)
    shutil.copytree(old, project)
    assert git.first_commit(project) == ""
    random = Random(seed)
    theirs = Author(new, random, "theirs")
    theirs.run(TEMPLATE, random.randint(1, 8))
    write(new / ".copier-answers.yml", text.replace("v1", "v2").encode())
    mine = Author(project, random, "mine")
    mine.run(USER, random.randint(1, 8))
    write(project / "scratch ü.py", b"not tracked\n")
    run(project, "add", "-A", ":!scratch*")
    run(project, *WHO, "commit", "-q", "--allow-empty", "-m", "edit")
    return project, mine, theirs


WHO = ("-c", "user.name=me", "-c", "user.email=me@here")


def standing(author: Author, folder: Path) -> set[bytes]:
    """The lines an author wrote that are still there: later edits may have dropped some."""
    there = set(b"\n".join(contents(folder).values()).replace(b"\r", b"").split(b"\n"))
    there |= {line.lstrip(b"\0") for line in there}
    return author.lines & there


def kept(project: Path, outcome: Outcome) -> bytes:
    """Everything in the project, and both sides of every conflict that was reported."""
    reported = {conflict.path for conflict in outcome.conflicts}
    texts = list(contents(project).values())
    for row in run(project, "ls-files", "-u", "-z").split("\0"):
        if row:
            about, path = row.split("\t", 1)
            mode, oid, _ = about.split()
            if path in reported and mode != "160000":
                texts.append(git.checked(project, "cat-file", "blob", oid))
    return b"\n".join(texts).replace(b"\r", b"")


def owed(theirs: Author, new: Path, outcome: Outcome) -> set[bytes]:
    """Lines of the template that must have come: all but those in files of yours, and in
    files that you deleted."""
    excused = {*OWN, *outcome.left_deleted}
    files = {p: text for p, text in contents(new).items() if p not in excused}
    lines = {line for text in files.values() for line in text.split(b"\n")}
    return {line for line in theirs.lines if line in lines and b"\0" not in line}


@pytest.mark.parametrize("seed", SEEDS)
def test_no_line_is_lost(fast: World, tmp_path: Path, seed: int):
    project, mine, theirs = begin(tmp_path, seed)
    before = contents(project)
    written = standing(mine, project)
    outcome = fast.update(project)
    found = kept(project, outcome)
    assert [line for line in sorted(written) if line not in found] == []
    assert (project / "scratch ü.py").read_bytes() == b"not tracked\n"
    for path in OWN:
        if path in before:
            assert contents(project).get(path) == before[path], path
    assert owed(theirs, tmp_path / "new", outcome) <= set(found.split(b"\n"))
    run(project, "reset", "-q", "--hard")
    assert contents(project) == before


def test_a_conflict_is_told_wherever_there_is_one(fast: World, tmp_path: Path):
    """The other way round: what git left unmerged is in the report."""
    found = 0
    for seed in range(6):
        place = tmp_path / str(seed)
        project, _, _ = begin(place, 1000 + seed)
        for name in ("old", "new"):
            shutil.rmtree(tmp_path / name, ignore_errors=True)
            shutil.copytree(place / name, tmp_path / name, symlinks=True)
        outcome = fast.update(project)
        unmerged = run(project, "ls-files", "-u", "-z").split("\0")
        paths = {row.split("\t", 1)[1] for row in unmerged if row}
        assert paths <= {conflict.path for conflict in outcome.conflicts}
        found += len(paths)
    assert found, "no conflict in six scripts: the edits are too tame"
    commit(tmp_path / "0" / "project")
