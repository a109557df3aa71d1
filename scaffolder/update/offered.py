"""`recipe diff`: what the template did to a file, and taking it over."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory

from .. import git, releases
from ..errors import UpdateError
from ..releases import names, newest
from ..say import Say
from .ownership import yours
from .renders import as_it_was, as_it_would_be
from .site import ANSWERS, Recorded, around, read

LOOK_BACK = 500  # commits of the answers file; none has more updates than that


@dataclass(frozen=True)
class Change:
    """What the template did to one file of yours between two releases."""

    path: str
    before: Path  # as rendered; may be missing
    after: Path
    file: Path  # yours

    @property
    def diff(self) -> str:
        """Unified, with nothing of what you did to the file in it."""
        old, new = lines(self.before), lines(self.after)
        names = (f"template before/{self.path}", f"template now/{self.path}")
        return "".join(
            line if line[-1:] == "\n" else line + "\n"
            for line in unified_diff(old, new, *names)
        )


def lines(path: Path) -> list[str]:
    if not path.is_file():
        return []
    content = path.read_bytes()
    if b"\0" in content:
        return [f"binary, {len(content):,} bytes\n"]
    return content.decode("utf-8", "replace").splitlines(keepends=True)


@contextmanager
def changes(
    folder: Path, wanted: str, since: str, say: Say
) -> Iterator[tuple[tuple[Change, ...], str, str]]:
    """(changes, release before, release now): of the file `wanted`, or of all of yours.

    Before an update they are what it will offer; after it, what it offered. `since` names
    another release to begin at.
    """
    folder = around(folder)
    now = read((folder / ANSWERS).read_bytes(), folder / ANSWERS)
    before, after = span(folder, now, since)
    with releases.shelf() as shelf, TemporaryDirectory(prefix="recipe-") as work:
        old = as_it_was(before, shelf.take(before.release), Path(work) / "old")
        to = shelf.take(after)
        new = as_it_would_be(now, {}, to, after, Path(work) / "new", say)
        is_yours = yours(shelf.take(before.release), to)
        paths = sorted(
            path.relative_to(side).as_posix()
            for side in (old.folder, new.folder)
            for path in side.rglob("*")
            if path.is_file()
        )
        found = (
            Change(p, old.folder / p, new.folder / p, folder / p)
            for p in dict.fromkeys(paths)
            if p != ANSWERS and (named(p, wanted, folder) if wanted else is_yours(p))
        )
        yield tuple(
            c for c in found if lines(c.before) != lines(c.after)
        ), before.release, after


def span(folder: Path, now: Recorded, since: str) -> tuple[Recorded, str]:
    """From what was recorded before the last update, or from now on, to the newest release."""
    if since:
        name = "v" + since.removeprefix("v")
        if name not in names():
            raise UpdateError(f"There is no release {name}: {', '.join(names())}.")
        return earlier(folder, name) or Recorded(name, now.answers), now.release
    if now.release != newest():
        return now, newest()
    before = earlier(folder)
    return (before, now.release) if before else (now, now.release)


def earlier(folder: Path, wanted: str = "") -> Recorded | None:
    """The newest recorded state of another release, or of `wanted`; None if there is none."""
    log = ("log", f"-{LOOK_BACK}", "--format=%H", "--", ANSWERS)
    now = read((folder / ANSWERS).read_bytes(), folder / ANSWERS)
    for commit in git.text(folder, *log).split():
        shown = git.run(folder, "show", f"{commit}:./{ANSWERS}")
        if shown.returncode != 0:
            continue
        try:
            found = read(shown.stdout, folder / ANSWERS)
        except UpdateError:
            continue
        if found.release == wanted or (not wanted and found.release != now.release):
            return found
    return None


def named(path: str, wanted: str, folder: Path) -> bool:
    """Whether `wanted` means this path: from here, from the project, or by its end."""
    here = Path(wanted).resolve()
    if here.is_relative_to(folder.resolve()):
        inside = here.relative_to(folder.resolve()).as_posix()
        if path == inside:
            return True
    return path == wanted or path.endswith("/" + wanted)


def take(change: Change) -> bool:
    """Merge the template's change into your file; False where it left conflict markers."""
    if not change.after.is_file():
        return True  # the template gave it up: it is yours to keep or to remove
    if not change.file.exists():
        change.file.parent.mkdir(parents=True, exist_ok=True)
        change.file.write_bytes(change.after.read_bytes())
        return True
    labels = ("-L", "yours", "-L", "template before", "-L", "template now")
    with TemporaryDirectory(prefix="recipe-") as work:
        base = change.before if change.before.is_file() else Path(work) / "none"
        base.touch()
        sides = (str(change.file), str(base), str(change.after))
        done = git.run(Path(work), "merge-file", "-p", "-q", *labels, *sides)
    if done.returncode > 127:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise UpdateError(f"{change.path} cannot be merged: {said}. It is as it was.")
    change.file.write_bytes(done.stdout)
    return done.returncode == 0
