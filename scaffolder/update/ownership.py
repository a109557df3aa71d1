"""Which files are yours, and what that means for the template's side of a merge."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from .objects import Tree

Yours = Callable[[str], bool]
Moved = Callable[[str], str]  # where a path goes when the package is called otherwise


def yours(*templates: Path) -> Yours:
    """Whether a path of a project belongs to the user, as any of these releases declares it."""
    from pathspec import GitIgnoreSpec

    patterns = [line for folder in templates for line in declared(folder)]
    return GitIgnoreSpec.from_lines(patterns).match_file


def declared(templates: Path) -> list[str]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (templates / "copier.yml").read_text("utf-8")
    return yaml.load(text, Loader=loader).get("_skip_if_exists", [])


@dataclass(frozen=True)
class Offer:
    """What the template did to a file of yours, left for you to take."""

    path: str
    what: str  # "changed", "new" or "gone"


def settle(old: Tree, new: Tree, ours: Tree, is_yours: Yours, moved: Moved) -> Tree:
    """The new render with your files as they were in the old one.

    So a merge finds no change of the template in them. A file that is new among yours is
    added where you have none.
    """
    settled = {path: entry for path, entry in new.items() if not is_yours(path)}
    settled |= {moved(path): entry for path, entry in old.items() if is_yours(path)}
    for path, entry in new.items():
        if path not in settled and path not in ours:
            settled[path] = entry
    return settled


def offers(
    old: Tree, new: Tree, ours: Tree, is_yours: Yours, moved: Moved
) -> Iterable[Offer]:
    """Your files that the template changed, where you do not have that change already."""
    before = {moved(path): entry for path, entry in old.items() if is_yours(path)}
    kept = {moved(path): entry for path, entry in ours.items()}
    for path in sorted(before.keys() | {path for path in new if is_yours(path)}):
        if path not in kept or kept[path] == new.get(path):
            continue
        if before.get(path) != new.get(path):
            yield Offer(path, kind(path, before, new))


def kind(path: str, before: Mapping[str, object], new: Mapping[str, object]) -> str:
    if path not in new:
        return "gone"
    return "changed" if path in before else "new"


def renamed(old: str, new: str) -> Moved:
    """From paths under one name of the package to paths under another."""
    before, after = f"src/{old}/", f"src/{new}/"
    return lambda path: (
        after + path.removeprefix(before) if path.startswith(before) else path
    )
