"""A git repository of our own beside the project's: it reads the project's objects, and
what it makes of them stays in a temporary folder until an update is written."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from .. import git
from .site import Site

Tree = dict[str, tuple[str, str]]  # path in the project -> (mode, object id)
TEXT = {"encoding": "utf-8", "errors": "surrogateescape"}  # names are any bytes


class Objects:
    """Trees, blobs and merges, without touching the project."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.folder, self.store, self.site = folder, folder / "objects.git", site
        kind = site.git("rev-parse", "--show-object-format").decode().strip()
        init = ("init", "-q", "--bare", f"--object-format={kind}", str(self.store))
        git.checked(folder, *init, env=git.PRIVATE)
        borrowed = site.place("objects").resolve()
        alternates = self.store / "objects" / "info" / "alternates"
        alternates.write_bytes(bytes(borrowed) + b"\n")

    def git(
        self, *arguments: str, input: bytes | None = None, env: Mapping[str, str] = {}
    ) -> bytes:
        return git.checked(
            self.store, *arguments, input=input, env={**git.PRIVATE, **env}
        )

    def tree(self, name: str) -> Tree:
        """What a commit or a tree holds. A submodule is an entry of mode 160000."""
        entries: Tree = {}
        for row in self.git("ls-tree", "-r", "-z", name).split(b"\0"):
            if row:
                about, path = row.split(b"\t", 1)
                mode, _, oid = about.decode().split()
                entries[path.decode(**TEXT)] = (mode, oid)
        return entries

    def ours(self) -> Tree:
        """The project as committed."""
        return self.tree(f"{self.site.head}:{self.site.prefix}")

    def write(self, tree: Mapping[str, tuple[str, str]]) -> str:
        """The id of a tree with these entries."""
        index = {"GIT_INDEX_FILE": str(self.folder / "write.index")}
        self.git("read-tree", "--empty", env=index)
        self.git(
            "update-index", "-z", "--index-info", input=index_rows(tree), env=index
        )
        return self.git("write-tree", "--missing-ok", env=index).decode().strip()

    def snapshot(self, folder: Path) -> Tree:
        """A folder as a tree, whatever git would ignore in it."""
        index = {"GIT_INDEX_FILE": str(self.folder / "snapshot.index")}
        self.git("read-tree", "--empty", env=index)
        self.git(f"--work-tree={folder}", "add", "-A", "-f", str(folder), env=index)
        return self.tree(self.git("write-tree", env=index).decode().strip())

    def contents(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The bytes of some blobs."""
        wanted = sorted(set(ids))
        asked = "".join(f"{oid}\n" for oid in wanted).encode()
        output = self.git("cat-file", "--batch", input=asked)
        found, at = {}, 0
        for oid in wanted:
            end = output.index(b"\n", at)  # of "ID blob SIZE"
            size = int(output[at:end].split()[2])
            found[oid] = output[end + 1 : end + 1 + size]
            at = end + 1 + size + 1
        return found

    def blob(self, content: bytes) -> str:
        return self.git("hash-object", "-w", "--stdin", input=content).decode().strip()

    def commit(self, name: str, tree: Tree, *parents: str) -> str:
        """A branch `name` of our own whose newest commit holds this tree."""
        who = {f"GIT_{r}_{f}": "recipe" for r in ROLES for f in ("NAME", "EMAIL")}
        options = [part for parent in parents for part in ("-p", parent)]
        made = self.git("commit-tree", self.write(tree), *options, "-m", name, env=who)
        commit = made.decode().strip()
        self.git("update-ref", f"refs/heads/{name}", commit)
        return commit


ROLES = ("AUTHOR", "COMMITTER")


def index_rows(tree: Mapping[str, tuple[str, str]], prefix: str = "") -> bytes:
    """As `git update-index -z --index-info` reads them."""
    rows = (f"{mode} {oid} 0\t{prefix}{p}" for p, (mode, oid) in tree.items())
    return b"".join(row.encode(**TEXT) + b"\0" for row in rows)
