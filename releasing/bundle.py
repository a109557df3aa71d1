"""The bundle of releases: append-only, and the same commits whoever builds it.

A release is the tree of `copier.yml` and `templates/`, committed on top of the release
before it by a fixed author at a fixed time. So its commit id is a function of its content
and of all earlier releases; no clone, clock or setting of git changes it.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from scaffolder import git

PATHS = ("copier.yml", "templates")
FIRST_DAY = 1_767_225_600  # 2026-01-01 00:00 UTC; one day later for each release
DAY = 86_400  # seconds
WHO = {
    f"GIT_{role}_{field}": value
    for role in ("AUTHOR", "COMMITTER")
    for field, value in (("NAME", "recipe"), ("EMAIL", "recipe@localhost"))
}
# the same bytes from the same objects: one thread, one way to compress
PACKING = (
    *("-c", "pack.threads=1", "-c", "pack.compression=9", "-c", "core.compression=9"),
    *("-c", "pack.window=50", "-c", "pack.depth=50", "-c", "pack.useBitmaps=false"),
)


class Shelf:
    """A bare repository that holds the releases and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        git.checked(folder, "init", "-q", "--bare", "-b", "main", env=git.PRIVATE)

    def git(
        self, *arguments: str, input: bytes | None = None, env: Mapping[str, str] = {}
    ) -> bytes:
        return git.checked(
            self.folder, *arguments, input=input, env={**git.PRIVATE, **env}
        )

    def tags(self) -> list[str]:
        """The releases on it, oldest first."""
        found = self.git("log", "--reverse", "--format=%D", "--decorate=full", "main")
        lines = found.decode().splitlines()
        return [line.split("refs/tags/")[1].split(",")[0] for line in lines]

    def load(self, bundle: Path) -> None:
        """Every release of a bundle, as fresh objects."""
        refs = ("refs/heads/*:refs/heads/*", "refs/tags/*:refs/tags/*")
        self.git("fetch", "-q", "--no-tags", str(bundle), *refs)

    def append(self, name: str, repository: Path, source: str) -> str:
        """Put the templates of `source`, a commit or tree there, on top; its commit id."""
        before = self.tags() if self.has("refs/heads/main") else []
        self.copy(repository, source)
        rows = git.checked(repository, "ls-tree", source, *PATHS)
        tree = self.git("mktree", input=rows).decode().strip()
        when = f"{FIRST_DAY + len(before) * DAY} +0000"
        dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        parents = ("-p", "refs/heads/main") if before else ()
        message = ("-m", f"Templates of {name}")
        made = self.git("commit-tree", tree, *parents, *message, env={**WHO, **dates})
        commit = made.decode().strip()
        for ref in ("refs/heads/main", f"refs/tags/{name}"):
            self.git("update-ref", ref, commit)
        return commit

    def copy(self, repository: Path, source: str) -> None:
        """The objects of the templates, and none of the rest of the repository."""
        rows = git.checked(repository, "ls-tree", "-r", "-t", "-z", source, *PATHS)
        ids = sorted({row.split()[2] for row in rows.split(b"\0") if row})
        pack = git.checked(
            repository, "pack-objects", "-q", "--stdout", input=b"\n".join(ids) + b"\n"
        )
        self.git("unpack-objects", "-q", input=pack)

    def has(self, ref: str) -> bool:
        found = git.run(
            self.folder, "rev-parse", "-q", "--verify", ref, env=git.PRIVATE
        )
        return found.returncode == 0

    def write(self, bundle: Path) -> None:
        """The bundle with every release. Packed anew, so that only its content counts."""
        self.git(*PACKING, "repack", "-a", "-d", "-f", "-q")
        tags = [f"refs/tags/{name}" for name in self.tags()]
        refs = ("HEAD", "refs/heads/main", *tags)
        self.git(*PACKING, "bundle", "create", "-q", str(bundle.resolve()), *refs)


@contextmanager
def shelf(bundle: Path | None = None) -> Iterator[Shelf]:
    """An empty shelf, or the releases of a bundle."""
    with TemporaryDirectory(prefix="recipe-") as folder:
        made = Shelf(Path(folder))
        if bundle is not None:
            made.load(bundle)
        yield made


def rebuilt(repository: Path, sources: Sequence[tuple[str, str]], bundle: Path) -> None:
    """A bundle of (release, commit) pairs, from nothing."""
    with shelf() as made:
        for name, source in sources:
            made.append(name, repository, source)
        made.write(bundle)
