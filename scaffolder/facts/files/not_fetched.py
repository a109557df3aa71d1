"""Files whose content is elsewhere: links to nothing, and what git-lfs and git-annex leave."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files.table_names import TABLE_ENDINGS
from scaffolder.facts.listing import IMAGE_ENDINGS, SOUND_ENDINGS, is_hidden, said

LFS = (
    "is a git-lfs pointer, a text of three lines in the place of the file. Needed: the files"
    " themselves; run `git lfs install` and `git lfs pull` in the repository (cd {home}),"
    " then again."
)
ANNEX = (
    "is what git-annex (or DataLad) leaves of a file whose content was not fetched. Needed:"
    " the files themselves; fetch them: cd {home}; git annex get . (or: datalad get .); then"
    " again."
)
LINK = (
    "is a link to what is not there. Needed: the files themselves; mount or copy what the"
    " links point to, or remove them: find {home} -xtype l lists them (ls -l says where to)."
)
POINTERS = {b"version https://git-lfs": LFS, b"/annex/objects/": ANNEX}  # beginnings
ENDINGS = (*IMAGE_ENDINGS, *SOUND_ENDINGS, *TABLE_ENDINGS, ".txt", ".xml", ".json")
ENDINGS += (".npz", ".gz", "-ubyte")
SMALL = 300  # bytes: such a text names a digest and a size, or a path
MOST_FILES = 100_000  # that are looked at
FEW = 0.05  # of the files may be links to nothing that git-annex did not leave


def refuse(path: Path) -> None:
    """Raises DataError where a file, or some of those of a folder, have no content here."""
    files = list(islice(below(path), MOST_FILES)) if path.is_dir() else [path]
    why = {file: reason for file in files if (reason := why_empty(file))}
    few = path.is_dir() and len(why) <= FEW * len(files)
    if not why or few and {*why.values()} == {LINK}:
        return
    told = LFS if LFS in why.values() else ANNEX if ANNEX in why.values() else LINK
    first = next(file for file, reason in why.items() if reason == told)
    found = f"{path} has no content here: it"
    if path.is_dir():
        found = (
            f"{len(why):,} of {said(len(files), 'file')} of {path} have no content here:"
            f" {first.relative_to(path)}, for one,"
        )
    home = shlex.quote(str(path if path.is_dir() else path.parent))
    raise DataError(f"{found} {told.format(home=home)}")


def below(folder: Path) -> Iterator[Path]:
    """Files of data, links to nothing among them."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_hidden(name))
        for name in sorted(names):
            if name.lower().endswith(ENDINGS) and not is_hidden(name):
                yield Path(root, name)


def why_empty(file: Path) -> str:
    """What it is instead; "" of a file that has its content."""
    try:
        if file.is_symlink() and not file.exists():
            return ANNEX if "annex" in Path(os.readlink(file)).parts else LINK
        if not file.is_file() or file.stat().st_size > SMALL:
            return ""
        head = file.read_bytes()
    except OSError:
        return ""  # whoever needs the file says that it cannot be read
    return next((told for mark, told in POINTERS.items() if head.startswith(mark)), "")
