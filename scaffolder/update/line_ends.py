"""A file you keep with CRLF is merged line by line all the same, and stays with CRLF."""

from typing import TYPE_CHECKING

from .objects import Objects, Tree

if TYPE_CHECKING:
    from .merge import Merged

REGULAR = ("100644", "100755")


class LineEnds:
    """Your side of a merge with the line ends of the template's, and the way back."""

    def __init__(self, objects: Objects, old: Tree, ours: Tree, new: Tree) -> None:
        self.objects = objects
        self.before: dict[str, str] = {}  # plain id -> id with CRLF, as you keep it
        self.plain = dict(ours)
        self.paths = set(self.convert(old, ours))
        gone = self.paths - new.keys()
        self.paths |= set(renames(objects, old, new, gone)) if gone else set()

    def convert(self, old: Tree, ours: Tree) -> list[str]:
        """Rewrite `plain` where yours has CRLF throughout and the template's has none."""
        changed = [
            path
            for path, (mode, oid) in ours.items()
            if path in old and old[path][1] != oid and mode in REGULAR
        ]
        ids = [tree[path][1] for path in changed for tree in (old, ours)]
        bytes_of = self.objects.contents(ids) if ids else {}
        found = []
        for path in changed:
            mode, oid = ours[path]
            if crlf(bytes_of[oid]) and b"\r" not in bytes_of[old[path][1]]:
                text = bytes_of[oid].replace(b"\r\n", b"\n")
                plain = self.objects.blob(text)
                self.before[plain] = oid
                self.plain[path] = (mode, plain)
                found.append(path)
        return found

    def restored(self, merged: "Merged") -> "Merged":
        """The same merge, with CRLF where it was."""
        from .merge import Merged

        tree = dict(merged.tree)
        for path in self.paths & tree.keys():
            mode, oid = tree[path]
            tree[path] = (mode, self.before.get(oid) or self.with_crlf(oid))
        return Merged(tree, merged.conflicts, merged.left_deleted)

    def with_crlf(self, oid: str) -> str:
        text = self.objects.contents([oid])[oid]
        return self.objects.blob(text.replace(b"\n", b"\r\n"))


def crlf(content: bytes) -> bool:
    """Whether every line ends in CRLF, and there is one."""
    return 0 < content.count(b"\r\n") == content.count(b"\n") == content.count(b"\r")


def renames(objects: Objects, old: Tree, new: Tree, gone: set[str]) -> list[str]:
    """Where the template moved these paths."""
    trees = (objects.write(old), objects.write(new))
    output = objects.git("diff-tree", "-r", "-z", "-M", "--diff-filter=R", *trees)
    fields = output.decode("utf-8", "surrogateescape").split("\0")
    pairs = zip(fields[1::3], fields[2::3], strict=False)
    return [after for before, after in pairs if before in gone]
