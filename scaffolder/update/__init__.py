"""`recipe update`: two renders, one merge, and the project as it was if anything fails."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .. import releases
from ..errors import UpdateError
from ..folder import interruptible
from ..releases import newest, number
from ..say import Say
from ..verify import NOT_CHECKED, Verdict
from . import aftermath, notes, ownership
from .merge import Conflict, merge
from .objects import Objects, Tree
from .ownership import Offer
from .renders import Rendered, as_it_was, as_it_would_be
from .site import ANSWERS, Site, refuse_changes
from .writing import in_the_way, unified, written


@dataclass(frozen=True)
class Wish:
    """What is asked of an update."""

    answers: Mapping[str, Any]  # those to change
    to: str = ""  # a release; "" for the newest
    yours_too: bool = False  # merge the template's change to your files as well
    checks: bool = True


@dataclass(frozen=True)
class Outcome:
    """What an update did, or would do."""

    folder: Path
    before: str
    after: str
    changed: Mapping[
        str, str
    ]  # path -> "added", "changed", "removed" or "renamed to ..."
    conflicts: tuple[Conflict, ...]
    left_deleted: tuple[str, ...]  # you deleted them, the template changed them
    offers: tuple[Offer, ...]  # your files that the template changed
    answers: Mapping[str, tuple[Any, Any]]  # question -> (before, after)
    notes: Mapping[str, str]  # release -> its section of the changelog
    diff: str
    within: str = ""  # where the project is in a larger repository: "work/flowers/"
    written: bool = False
    stale: tuple[str, ...] = ()  # verdicts that no longer count
    stale_unknown: str = ""  # why that cannot be said
    verdict: Verdict = NOT_CHECKED

    @property
    def nothing(self) -> bool:
        return self.before == self.after and not self.changed and not self.conflicts


@dataclass(frozen=True)
class Prepared:
    """A merge that only has to be written."""

    site: Site
    objects: Objects
    result: Tree
    outcome: Outcome
    package: str


@contextmanager
def prepared(site: Site, wish: Wish, say: Say) -> Iterator[Prepared]:
    """Render twice and merge, all of it elsewhere; the project is only read."""
    after = target(site, wish.to)
    with releases.shelf() as shelf, TemporaryDirectory(prefix="recipe-") as work:
        place = Path(work)
        own = site.recorded.templates
        templates = (own or shelf.take(site.recorded.release), own or shelf.take(after))
        with say.busy("Rendering the project as it was and as it would be"):
            old = as_it_was(site.recorded, templates[0], place / "old")
            new = as_it_would_be(
                site.recorded, wish.answers, templates[1], after, place / "new", say
            )
        with say.busy("Merging"):
            yield merged(Objects(place, site), old, new, templates, wish, after)


def target(site: Site, to: str) -> str:
    """The release to go to. There is no way back: that is what git is for."""
    if site.recorded.templates:
        return site.recorded.release
    after = "v" + to.removeprefix("v") if to else newest()
    if after not in releases.names():
        raise UpdateError(
            f"There is no release {after}: choose one of {', '.join(releases.names())}."
        )
    if number(after) < number(site.recorded.release):
        raise UpdateError(
            f"The project is at {site.recorded.release} already, and an update does not "
            f"go back to {after}: check out an earlier commit for that."
        )
    return after


def merged(
    objects: Objects,
    old: Rendered,
    new: Rendered,
    templates: tuple[Path, Path],
    wish: Wish,
    after: str,
) -> Prepared:
    site, ours = objects.site, objects.ours()
    was, would = objects.snapshot(old.folder), objects.snapshot(new.folder)
    is_yours = ownership.yours(*templates)
    moved = ownership.renamed(old.answers["package"], new.answers["package"])
    sides = (was, would, ours, is_yours, moved)
    theirs = would if wish.yours_too else ownership.settle(*sides)
    apart = [without_answers(tree) for tree in (was, ours, theirs)]
    found = merge(objects, *apart, name=after)
    result = {**found.tree, ANSWERS: would[ANSWERS]}
    hidden = in_the_way(site, ours, result)
    result = {path: entry for path, entry in result.items() if path not in hidden}
    blocked = tuple(Conflict(path, "in the way") for path in hidden)
    outcome = Outcome(
        folder=site.folder,
        before=site.recorded.release,
        after=after,
        changed=changes(objects, ours, result),
        conflicts=(*found.conflicts, *blocked),
        left_deleted=found.left_deleted,
        offers=() if wish.yours_too else tuple(ownership.offers(*sides)),
        answers=differences(site.recorded.answers, new.answers),
        notes=notes.crossed(site.recorded.release, after),
        diff=unified(objects, ours, result),
        within=site.prefix,
    )
    return Prepared(site, objects, result, outcome, new.answers["package"])


def without_answers(tree: Tree) -> Tree:
    """The file of answers is never merged: it is written anew from the answers."""
    return {path: entry for path, entry in tree.items() if path != ANSWERS}


def changes(objects: Objects, before: Tree, after: Tree) -> dict[str, str]:
    """What becomes of each path, renames told as such."""
    trees = (objects.write(before), objects.write(after))
    output = objects.git("diff-tree", "-r", "-z", "-M", "--name-status", *trees)
    fields = iter(output.decode("utf-8", "surrogateescape").split("\0"))
    words = {"A": "added", "D": "removed"}
    found = {}
    for letter in fields:
        if letter.startswith("R"):
            path, to = next(fields), next(fields)
            found[path] = f"renamed to {to}"
        elif letter:
            found[next(fields)] = words.get(letter[0], "changed")
    return found


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """Answers that change; what is computed from the data is not one."""
    names = [name for name in after if name not in ("plan", "facts")]
    return {
        name: (before.get(name), after[name])
        for name in names
        if before.get(name) != after[name]
    }


def preview(site: Site, wish: Wish, say: Say) -> Outcome:
    """What `update` would do; nothing is written anywhere."""
    with prepared(site, wish, say) as ready:
        return ready.outcome


def update(site: Site, wish: Wish, say: Say) -> Outcome:
    """Write the merge and look at the result; on any failure the project is as it was."""
    with interruptible() as too_late, prepared(site, wish, say) as ready:
        if ready.outcome.nothing:
            return ready.outcome
        refuse_changes(site)
        package = site.recorded.answers["package"]
        before = aftermath.ledger(site.folder, package)
        with written(site, ready.objects, ready.result, ready.outcome.conflicts):
            outcome = looked_at(ready, before, wish, say)
            too_late()
        return outcome


def looked_at(
    ready: Prepared, before: aftermath.Ledger, wish: Wish, say: Say
) -> Outcome:
    """The outcome with what the project's own ledger and checks say now."""
    folder, outcome = ready.site.folder, replace(ready.outcome, written=True)
    if outcome.conflicts:
        unknown = "files with conflicts cannot run" if before.verdicts else ""
        skipped = Verdict(False, False, "files with conflicts cannot run")
        return replace(outcome, stale_unknown=unknown, verdict=skipped)
    after = aftermath.ledger(folder, ready.package)
    outcome = replace(
        outcome,
        stale=before.gone_stale(after),
        stale_unknown=before.unreadable or after.unreadable,
    )
    if not wish.checks:
        return outcome
    with say.busy("Running the fast checks of the project"):
        return replace(outcome, verdict=aftermath.check(folder, ready.package))
