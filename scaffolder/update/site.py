"""Where a project stands: its folder, its repository, and what it remembers of its making."""

import os
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .. import git
from ..errors import UpdateError
from ..releases import checked, home, names, newest, number, spellings
from ..render import UNRELEASED

ANSWERS = ".copier-answers.yml"
OLDEST_GIT = (2, 38)  # the first with `merge-tree --write-tree`


@dataclass(frozen=True)
class Recorded:
    """What `.copier-answers.yml` says."""

    release: str  # "v0.2.0"
    answers: Mapping[str, Any]  # with `plan` and `facts`
    templates: Path | None = (
        None  # a checkout that is no release, of which it was written
    )


@dataclass(frozen=True)
class Site:
    """A project in a git repository, as its last commit has it."""

    folder: Path
    prefix: str  # from the root of the repository to the project: "" or "work/flowers/"
    head: str  # id of the commit that is checked out
    recorded: Recorded

    def git(
        self, *arguments: str, input: bytes | None = None, env: Mapping[str, str] = {}
    ) -> bytes:
        return git.checked(self.folder, *git.QUIETLY, *arguments, input=input, env=env)

    def place(self, what: str) -> Path:
        """A path inside the repository's .git, also in a linked worktree."""
        found = self.git("rev-parse", "--git-path", what).decode().rstrip("\n")
        return self.folder / found


def find(folder: Path, release: str = "", templates: Path | None = None) -> Site:
    """The project in `folder` or around it; `release` is what it was written from, if said.

    One that was written from no release has `templates`, a checkout, in its place.
    """
    folder = around(folder)
    recorded = read(
        (folder / ANSWERS).read_bytes(), folder / ANSWERS, release, templates
    )
    refuse_old_git(folder)
    return Site(folder, *standing(folder), recorded)


def around(folder: Path) -> Path:
    """The project that `folder` is, or is in: in the same repository, and no stranger's."""
    folder = folder.resolve()
    if not folder.is_dir():
        raise UpdateError(
            f"There is no folder {folder}. Name that of the project, or none inside it; of"
            " several things add one at a time."
        )
    for place in (folder, *folder.parents):
        if (place / ANSWERS).is_file():
            refuse_a_strangers(place, folder)
            return place
        if (place / ".git").exists():  # what is above it is another repository
            break
    raise UpdateError(
        f"{folder} is in no project of recipe: there is no {ANSWERS} here or above, in "
        "the same repository. Go to the project, or name its folder."
    )


def refuse_a_strangers(project: Path, named: Path) -> None:
    """Code of a project is run: above where you stand anybody may have put one."""
    if project != named and not (owned(project) and owned(project / ANSWERS)):
        raise UpdateError(
            f"The project around {named} is {project}, and another user's. If you trust "
            f"it, name its folder: {shlex.quote(str(project))}"
        )


def owned(path: Path, *others: int) -> bool:
    """Is it yours, the system's, or of one of the `others`? On Windows it is."""
    if not hasattr(os, "geteuid"):
        return True
    return path.lstat().st_uid in {0, os.geteuid(), *others}


def read(
    content: bytes, path: Path, release: str = "", templates: Path | None = None
) -> Recorded:
    """The answers and the release they were given to; each mistake with its remedy."""
    try:
        found = yaml.safe_load(content.decode("utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise UpdateError(
            f"{path} is no YAML: {reason}. Restore it with git, then repeat."
        ) from error
    if not isinstance(found, dict) or "kind" not in found:
        raise UpdateError(f"{path} holds no answers: restore it with git, then repeat.")
    answers = {k: v for k, v in found.items() if not str(k).startswith("_")}
    refuse_strangers(str(found.get("_src_path", "")), path)
    release = release or str(found.get("_commit", ""))
    if templates and release == UNRELEASED:
        return Recorded(release, answers, checked(templates))
    return Recorded(known(release, path), answers)


def refuse_strangers(source: str, path: Path) -> None:
    if source not in spellings():
        raise UpdateError(
            f"{path} says that the project comes from {source or 'nowhere'}, and recipe "
            f"updates only from {home()}. If it is a copy of that, write so into "
            f"`_src_path`."
        )


def known(release: str, path: Path) -> str:
    if release in names():
        return release
    if number(release) > number(newest()):
        raise UpdateError(
            f"The project was written from {release}, and this recipe ends at {newest()}: "
            "get a newer one with `pip install -U nn-recipe`."
        )
    if () < number(release) < number(names()[0]):
        raise UpdateError(
            f"The project was written from {release}, when projects carried the whole "
            f"recipe; updates begin at {names()[0]}. Write a new one with `recipe new`, "
            "and move config.py, data.py, target.py and model.py over."
        )
    raise UpdateError(
        f"{path} names {release or 'no release'} as what the project was written from, "
        f"which is no release. Name the closest with --from: {', '.join(names())}."
    )


def refuse_old_git(folder: Path) -> None:
    said = git.text(folder, "version").split()
    found = tuple(int(part) for part in said[2].split(".")[:2] if part.isdigit())
    if found < OLDEST_GIT:
        raise UpdateError(
            f"git {said[2]} cannot merge without touching files: "
            f"git {'.'.join(map(str, OLDEST_GIT))} or newer is needed."
        )


def standing(folder: Path) -> tuple[str, str]:
    """(prefix, head) of a project that can be undone to, because all of it is committed."""
    inside = git.run(folder, "rev-parse", "--show-prefix")
    if inside.returncode != 0:
        said = inside.stderr.decode("utf-8", "replace").strip()
        if "not a git repository" not in said:
            raise UpdateError(f"git refuses {folder}: {said}")
        raise UpdateError(
            f"{folder} is in no git repository, so nothing could be undone: "
            "`git init && git add -A && git commit -m start`, then repeat."
        )
    prefix = inside.stdout.decode("utf-8", "surrogateescape").rstrip("\n")
    head = git.text(folder, "rev-parse", "-q", "--verify", "HEAD^{commit}")
    answers = f"{head}:{prefix}{ANSWERS}"
    if not head or git.run(folder, "cat-file", "-e", answers).returncode != 0:
        raise UpdateError(
            f"No commit holds {folder / ANSWERS}, so nothing could be undone: "
            "`git add -A && git commit`, then repeat."
        )
    return prefix, head


def refuse_changes(site: Site) -> None:
    """Files that git does not track may lie about; tracked ones must be as committed."""
    status = (
        "status",
        "--porcelain",
        "--untracked-files=no",
        "--ignore-submodules=all",
    )
    done: subprocess.CompletedProcess[bytes] = git.run(
        site.folder, *git.QUIETLY, *status, "--", "."
    )
    changed = done.stdout.decode("utf-8", "replace").splitlines()
    if done.returncode != 0 or changed:
        first = f" First: {changed[0][3:]}" if changed else ""
        raise UpdateError(
            "There are changes that are not committed: commit or stash them, then repeat."
            + first
        )
