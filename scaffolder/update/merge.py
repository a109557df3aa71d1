"""The three-way merge: what you changed since the old render, what the template changed.

Git does it, with its detection of renames, on three commits of a repository of our own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .. import git
from ..errors import UpdateError
from .line_ends import LineEnds
from .objects import TEXT, Objects, Tree

HERS, THEIRS = "yours", "template"  # the names in conflict markers
SETTINGS = (
    "merge.renames=true",
    "merge.renameLimit=0",  # as many as it takes
    "merge.directoryRenames=true",  # what you added to a folder goes where the folder goes
    "merge.conflictStyle=merge",
)
Stage = tuple[int, str, str, str]  # 1 old, 2 yours, 3 new; mode, object id, path


@dataclass(frozen=True)
class Conflict:
    """A path where both sides changed, and git cannot tell what is meant."""

    path: str
    kind: str  # git's word: "contents", "modify/delete", "add/add", "binary", ...
    stages: tuple[Stage, ...] = ()


@dataclass(frozen=True)
class Merged:
    """Both changes in one tree."""

    tree: Tree
    conflicts: tuple[Conflict, ...]
    left_deleted: tuple[str, ...]  # you deleted them, the template changed them


def merge(objects: Objects, old: Tree, ours: Tree, new: Tree, name: str) -> Merged:
    """Merge `ours` and `new`, of the release called `name`, which both grew from `old`."""
    ends = LineEnds(objects, old, ours, new)
    base = objects.commit("old", old)
    objects.commit(HERS, ends.plain, base)
    objects.commit(f"{THEIRS}-{name}", new, base)
    found = git_merge(objects, f"{THEIRS}-{name}")
    return ends.restored(respecting_deletions(found))


def git_merge(objects: Objects, theirs: str) -> Merged:
    settings = [part for setting in SETTINGS for part in ("-c", setting)]
    done = git.run(
        objects.store,
        *settings,
        *("merge-tree", "--write-tree", "-z", "--messages", HERS, theirs),
        env=git.PRIVATE,
    )
    if done.returncode not in (0, 1):  # 1: with conflicts
        said = done.stderr.decode("utf-8", "replace").strip()
        raise UpdateError(f"git could not merge: {said}. The project is as it was.")
    fields = done.stdout.split(b"\0")
    tree = objects.tree(fields[0].decode())
    end = fields.index(b"", 1)
    stages = [stage(field) for field in fields[1:end]]
    kinds = dict(messages(fields[end + 1 :]))
    found = [refined(objects, c) for c in conflicts(stages, kinds)]
    return Merged(tree, tuple(found), ())


def stage(field: bytes) -> Stage:
    about, path = field.split(b"\t", 1)
    mode, oid, number = about.decode().split()
    return int(number), mode, oid, path.decode(**TEXT)


def messages(fields: list[bytes]) -> Iterator[tuple[str, str]]:
    """(path, kind of conflict) from the last section: count, paths, kind, sentence."""
    at = 0
    while at < len(fields) and fields[at]:
        count = int(fields[at])
        paths = fields[at + 1 : at + 1 + count]
        what = fields[at + 1 + count].decode()
        if what.startswith("CONFLICT ("):
            for path in paths:
                yield path.decode(**TEXT), what[len("CONFLICT (") : -1]
        at += count + 3


def conflicts(stages: list[Stage], kinds: dict[str, str]) -> Iterator[Conflict]:
    for path in sorted({stage[3] for stage in stages} | kinds.keys()):
        own = tuple(stage for stage in stages if stage[3] == path)
        if own:
            yield Conflict(path, kinds.get(path, "contents"), own)


def refined(objects: Objects, conflict: Conflict) -> Conflict:
    """Git says "contents" of all that has two texts; tell more."""
    if conflict.kind != "contents":
        return conflict
    sides = {number: oid for number, _, oid, _ in conflict.stages}
    texts = objects.contents(sides.values())
    if any(b"\0" in text[:8000] for text in texts.values()):  # as git itself looks
        return replace(conflict, kind="binary")
    return conflict if 1 in sides else replace(conflict, kind="add/add")


def respecting_deletions(merged: Merged) -> Merged:
    """What you deleted stays deleted, although the template went on with it."""
    gone = tuple(
        conflict.path
        for conflict in merged.conflicts
        if conflict.kind in ("modify/delete", "rename/delete")
        and all(number != 2 for number, *_ in conflict.stages)
    )
    return Merged(
        {path: entry for path, entry in merged.tree.items() if path not in gone},
        tuple(c for c in merged.conflicts if c.path not in gone),
        tuple(
            path.split(f"~{THEIRS}-")[0] for path in gone
        ),  # beside a folder of yours
    )
