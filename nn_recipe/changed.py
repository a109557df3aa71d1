"""What you changed: the mistake is rarely in what nobody touched."""

import ast
import os
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from .ledger.code import normalised
from .place import here

MANY = 4  # files: who changed more of them is not helped by their names
UNITS = 3  # of a file that are named
# the settings of a repository start no program here
GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false")


def first_of_changed(places: Sequence[str]) -> list[str]:
    """Where to look, what you changed coming first: `git` knows how the project was written.

    A file that no hint names comes in if no file that one names was changed.
    """
    changed = changes(here().folder)
    named = [place for place in places if file_of(place) in changed]
    others = [place for place in places if place not in named]
    files = dict.fromkeys(map(file_of, named)) or changed
    if len(files) > MANY:
        return [*named, *others]
    return [*(f"{file}: {changed[file]}" for file in files), *named, *others]


def file_of(place: str) -> str:
    """ "read.py" of "read.py: fault, which rows are left out?" and of "src/wine/read.py:31"."""
    return Path(place.partition(":")[0].strip()).name


@cache
def changes(folder: Path) -> dict[str, str]:
    """Module -> what of it differs from the project as it was written, in words."""
    found = {}
    for path in sorted(folder.glob("*.py")) if written(folder) else ():
        before, now = as_written(path), path.read_text("utf-8", "replace")
        if names := differing(before, now):
            more = ", ..." if len(names) > UNITS else ""
            lines = {n: f"line {u.lineno}" for n, u in units(ast.parse(now))}
            shown = [f"{name} ({lines.get(name, 'gone')})" for name in names[:UNITS]]
            said = f"{', '.join(shown)}{more} changed since recipe wrote it"
            found[path.name] = said
    return found


@cache
def written(folder: Path) -> tuple[str, ...]:
    """The commits in which `recipe` wrote: the project, then each thing that was added, or update.

    The last may be "", the index: `recipe add` stages what it did. () where git knows of none.
    """
    answers = f"{here().root}/.copier-answers.yml"
    how = ("--no-show-signature", "--reverse", "--format=%H")
    commits = git(folder, "log", *how, "--", answers).split()
    staged = git(folder, "diff", "--cached", "--name-only", "--", answers)
    return (*commits, "") if commits and staged else tuple(commits)


def as_written(module: Path) -> str:
    """Its text as `recipe` left it last; what you had changed by then is yours. "" if it has none."""
    commits = written(module.parent)
    text = at(commits[0], module) if commits else ""
    for commit in commits[1:]:
        if at(f"{commit}^" if commit else "HEAD", module) == text:
            text = at(commit, module)
    return text


def at(commit: str, module: Path) -> str:
    return git(module.parent, "show", f"{commit}:./{module.name}")


def is_your_own(net: type) -> bool:
    """Whether a class came, or was written anew, after the project; False where git knows nothing."""
    before = as_written(here().folder / "model.py")
    now = here().folder / "model.py"
    if not before or not now.is_file():
        return False
    others = differing(before, now.read_text("utf-8", "replace"))
    return {f"{net.__name__}.__init__", f"{net.__name__}.forward"} <= {*others}


def differing(before: str, now: str) -> list[str]:
    """The functions, fields and constants that are others, new or gone; not comments and layout."""
    try:
        old, new = (dict(units(ast.parse(text))) for text in (before, now))
    except SyntaxError:
        return []
    known, found = ({n: normalised(u) for n, u in d.items()} for d in (old, new))
    others = [name for name in found if known.get(name) != found[name]]
    return others + [name for name in known if name not in found]


def units(
    tree: ast.Module | ast.ClassDef, inside: str = ""
) -> Iterator[tuple[str, ast.stmt]]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from units(node, f"{inside}{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            yield inside + node.name, node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            yield inside + ast.unparse(target), node


def git(folder: Path, *arguments: str) -> str:
    """What it says; "" where there is no repository, or no git."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    try:
        done = subprocess.run(
            [*GIT, *arguments],
            cwd=folder,
            env=kept,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=10,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if not done.returncode else ""
