"""Puts a merged tree into the project: all of it, or nothing.

Every tracked file was as committed, so what HEAD holds is what to go back to.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from ..folder import signals_held
from .merge import Conflict
from .objects import TEXT, Objects, Tree
from .site import ANSWERS, Site


def in_the_way(site: Site, ours: Tree, result: Tree) -> list[str]:
    """New paths where a file lies already that git does not track: it would be lost."""
    return [
        path
        for path in result
        if path not in ours and os.path.lexists(site.folder / path)
    ]


@contextmanager
def written(
    site: Site, objects: Objects, result: Tree, conflicts: tuple[Conflict, ...]
) -> Iterator[None]:
    """Write `result`; if anything goes wrong inside the `with`, everything is put back.

    The answers come last: where even that fails, they never tell of what is not there.
    """
    before = objects.ours()
    index = site.place("index")
    saved = index.read_bytes()
    but_answers = {**result, ANSWERS: before[ANSWERS]}
    trees = [whole(site, objects, each) for each in (but_answers, result)]
    give(site, objects, trees, conflicts)
    try:
        with signals_held():
            for old, new in pairwise([site.head, *trees]):
                site.git("read-tree", "-m", "-u", old, new)
            mark(site, conflicts)
        yield
    except BaseException:
        with signals_held():
            put_back(site, objects, before, result)
            restore(index, saved)
        raise


def whole(site: Site, objects: Objects, result: Tree) -> str:
    """The tree of the repository, with `result` where the project is."""
    tree = objects.write(result)
    folders = site.prefix.rstrip("/").split("/") if site.prefix else []
    for depth in range(len(folders), 0, -1):
        parent = "/".join(folders[: depth - 1])
        rows = objects.git("ls-tree", "-z", f"{site.head}:{parent}").split(b"\0")
        name = folders[depth - 1].encode(**TEXT)
        kept = [row for row in rows if row and row.split(b"\t", 1)[1] != name]
        mine = b"040000 tree " + tree.encode() + b"\t" + name
        listed = b"".join(row + b"\0" for row in [*kept, mine])
        tree = objects.git("mktree", "-z", "--missing", input=listed).decode().strip()
    return tree


def give(
    site: Site, objects: Objects, trees: list[str], conflicts: tuple[Conflict, ...]
) -> None:
    """Copy what is new into the project's repository, as one pack. Nothing refers to it yet."""
    listed = ("rev-list", "--objects", "--no-object-names", *trees, "--not", site.head)
    ids = set(objects.git(*listed).decode().split())
    ids |= {oid for c in conflicts for _, mode, oid, _ in c.stages if mode != "160000"}
    if ids:
        wanted = "".join(f"{oid}\n" for oid in sorted(ids)).encode()
        pack = objects.git("pack-objects", "-q", "--stdout", input=wanted)
        site.git("unpack-objects", "-q", input=pack)


def mark(site: Site, conflicts: tuple[Conflict, ...]) -> None:
    """Leave each conflict unmerged in the index, so that `git commit` waits for you."""
    rows = []
    for conflict in conflicts:
        path = site.prefix + conflict.path
        rows.append(f"0 {'0' * len(site.head)}\t{path}")
        rows += [f"{mode} {oid} {n}\t{path}" for n, mode, oid, _ in conflict.stages]
    if rows:
        fed = b"".join(row.encode(**TEXT) + b"\0" for row in rows)
        site.git("update-index", "-z", "--index-info", input=fed)


def put_back(site: Site, objects: Objects, before: Tree, result: Tree) -> None:
    """The files of HEAD again, and none that only the update brought."""
    for path in result.keys() - before.keys():
        remove(site.folder, path)
    changed = [p for p, entry in before.items() if result.get(p) != entry]
    if changed:
        named = b"".join(path.encode(**TEXT) + b"\0" for path in changed)
        index = {"GIT_INDEX_FILE": str(objects.folder / "put_back.index")}
        site.git("read-tree", site.head, env=index)
        site.git("checkout-index", "-q", "-f", "-z", "--stdin", input=named, env=index)


def remove(folder: Path, path: str) -> None:
    """A file the update brought, and the folders it leaves empty."""
    place = folder / path
    if place.is_file() or place.is_symlink():
        place.unlink()
    for parent in place.parents:
        if parent == folder or not parent.is_dir() or any(parent.iterdir()):
            return
        parent.rmdir()


def restore(index: Path, content: bytes) -> None:
    """The index as it was; untouched where it still is, as another git may hold its lock."""
    if index.read_bytes() == content:
        return
    temporary = index.with_name("index.recipe")
    temporary.write_bytes(content)
    temporary.replace(index)


def unified(
    objects: Objects, before: Mapping[str, tuple[str, str]], after: Tree
) -> str:
    """The difference of two trees, as `git diff` prints it."""
    trees: Iterable[str] = (objects.write(before), objects.write(after))
    options = ("--no-color", "--no-ext-diff", "-M")
    return objects.git("diff", *options, *trees).decode("utf-8", "replace")
