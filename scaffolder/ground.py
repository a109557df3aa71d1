"""A folder that is there already and may take a new project: empty, or a fresh clone.

Its README makes room for the project's where the last commit has it; of two .gitignore every
line is kept; everything else of yours stays.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import git
from .errors import FolderError

FRESH = re.compile(  # what services put into a new repository
    r"\.git|\.gitignore|\.gitattributes|(readme|licen[sc]e|copying|notice)(\.\w+)?",
    re.I,
)
IGNORE = ".gitignore"


def refuse_what_is_in_use(folder: Path, site: str = "") -> None:
    """FolderError where something of yours would be mixed with a project, or lost.

    `site` is ours, in it.
    """
    if folder.is_symlink() or not folder.is_dir():
        held = ""
    else:
        names = {path.name for path in folder.iterdir()} - {site}
        others = sorted(name for name in names if not FRESH.fullmatch(name))
        if not others and (not (folder / "README.md").exists() or committed(folder)):
            return
        held = f", and holds {', '.join(others[:3]) or 'a README.md no commit has'}"
    raise FolderError(
        f"{folder} is already there{held}: `recipe new` writes over nothing: choose "
        "another name, an empty folder or a fresh clone, or move it away."
    )


def committed(folder: Path) -> bool:
    """Is README.md as the last commit has it?"""
    tracked = git.run(folder, "cat-file", "-e", "HEAD:./README.md").returncode == 0
    return tracked and not git.text(folder, "status", "--porcelain", "--", "README.md")


def settle(site: Path, folder: Path) -> None:
    """Move what was rendered in `site` to its folder: all of it, or nothing."""
    if not folder.exists():
        site.rename(folder)
        return
    refuse_what_is_in_use(folder, site.name)  # it may have been filled meanwhile
    ignored = folder / IGNORE
    if ignored.is_file():
        lines = [*ignored.read_text("utf-8", "replace").splitlines(), ""]
        own = (site / IGNORE).read_text("utf-8").splitlines()
        new = [line for line in own if line not in lines]
        (site / IGNORE).write_text(
            "\n".join([*lines, *new]).lstrip("\n") + "\n", "utf-8"
        )
    with undone_on_failure(folder) as moved:
        for path in sorted(site.iterdir()):
            moved(path)
    site.rmdir()


@contextmanager
def undone_on_failure(folder: Path) -> Iterator["Mover"]:
    mover = Mover(folder)
    try:
        yield mover
    except BaseException:
        mover.undo()
        raise


class Mover:
    """Moves paths into a folder, and back again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.done: list[tuple[Path, bytes | None]] = []  # whence, and what was there

    def __call__(self, path: Path) -> None:
        place = self.folder / path.name
        before = place.read_bytes() if place.is_file() else None
        os.replace(path, place)
        self.done.append((path, before))

    def undo(self) -> None:
        for path, before in reversed(self.done):
            place = self.folder / path.name
            os.replace(place, path)
            if before is not None:
                place.write_bytes(before)
