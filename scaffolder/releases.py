"""The releases of the templates: a git bundle in this package, one tag for each.

Nothing here needs a network, a HOME, or the repository that `recipe` was written in.
"""

import csv
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from . import git
from .declaration import HERE, declared, template
from .errors import UpdateError

BUNDLE = HERE / "_template" / "recipe.bundle"
RECORD = HERE / "_template" / "releases.csv"
GITHUB = "https://github.com/"
# what v0.9.0 and v0.9.1 wrote into projects; nothing is ever asked of it
FORMER = f"{GITHUB}recipe-scaffolder/recipe.git"
VERSION = re.compile(r"v\d+\.\d+\.\d+\Z")


@dataclass(frozen=True)
class Release:
    """One state of the templates that was given out, and is never changed again."""

    name: str  # "v0.3.0", also the tag
    commit: str  # in the bundle; it vouches for its tree and for every release before


def releases() -> tuple[Release, ...]:
    """All releases, oldest first, read without git."""
    return recorded(RECORD)


@cache
def recorded(record: Path) -> tuple[Release, ...]:
    if not record.is_file():
        return ()
    with open(record, newline="", encoding="utf-8") as file:
        return tuple(
            Release(row["release"], row["commit"]) for row in csv.DictReader(file)
        )


def names() -> tuple[str, ...]:
    return tuple(release.name for release in releases())


def newest() -> str:
    return releases()[-1].name


def number(name: str) -> tuple[int, ...]:
    """(0, 3, 0) of "v0.3.0", for comparing; () of what names no release."""
    found = VERSION.match(name)
    return tuple(map(int, name[1:].split("."))) if found else ()


def home() -> str:
    """Where the templates are public, as every project remembers it."""
    return declared()["home"]["default"]


def spellings() -> frozenset[str]:
    """Every way to write `home` that Copier or git understands, and what it was before."""
    known = [spelling for url in (home(), FORMER) for spelling in ways(url)]
    return frozenset({"recipe", *known, *(f"{spelling}.git" for spelling in known)})


def ways(url: str) -> tuple[str, ...]:
    https = url.removesuffix(".git")
    path = https.removeprefix(GITHUB)
    short = (f"git@github.com:{path}", f"gh:{path}") if https.startswith(GITHUB) else ()
    return (https, f"git+{https}", *short)


class Shelf:
    """The bundle, unpacked once; takes any release off it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.store = folder, folder / "releases.git"
        git.checked(
            folder,
            "clone",
            "-q",
            "--bare",
            str(BUNDLE),
            str(self.store),
            env=git.PRIVATE,
        )

    def take(self, name: str) -> Path:
        """The templates of a release, as a folder with `copier.yml` in it."""
        place = self.folder / name
        if not place.exists():
            place.mkdir()
            index = {"GIT_INDEX_FILE": str(self.folder / f"{name}.index")}
            self.git("read-tree", f"refs/tags/{name}", env=index)
            self.git(f"--work-tree={place}", "checkout-index", "-a", "-f", env=index)
        return place

    def git(self, *arguments: str, env: Mapping[str, str] = {}) -> bytes:
        return git.checked(self.store, *arguments, env={**git.PRIVATE, **env})


@contextmanager
def shelf() -> Iterator[Shelf]:
    """All releases at hand, in a temporary folder."""
    with TemporaryDirectory(prefix="recipe-", ignore_cleanup_errors=True) as folder:
        yield Shelf(Path(folder))


@contextmanager
def templates(folder: Path | None) -> Iterator[tuple[Path, str]]:
    """What a new project is written from, and the release it may call itself.

    That is the newest release, or `folder`, which is none. Without git it is the templates
    beside this code, which in an installed package are those of the newest release.
    """
    if folder is not None:
        yield checked(folder), "unreleased"
    elif not git_at_hand() and template() != HERE.parent:
        yield template(), newest()
    else:
        with shelf() as releases:
            yield releases.take(newest()), newest()


def checked(folder: Path) -> Path:
    if not (folder / "copier.yml").is_file():
        raise UpdateError(
            f"{folder} holds no copier.yml: give the root of a checkout of recipe."
        )
    return folder.resolve()


def git_at_hand() -> bool:
    from shutil import which

    return which("git", path=os.environ.get("PATH")) is not None
