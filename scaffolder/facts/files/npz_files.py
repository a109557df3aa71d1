"""Archives of arrays: one, or one for each given split; parts in one archive are named."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.boxes import facts as boxes
from scaffolder.facts.commands import text
from scaffolder.facts.files.source import SPLIT_WORDS, Source, one_family, with_siblings
from scaffolder.facts.listing import some
from scaffolder.facts.masks import arrays as mask_arrays

PARTS = [
    (part, word)
    for part in ("validation", "test")
    for word in sorted(SPLIT_WORDS[part], key=len, reverse=True)
]


def find_file(path: Path) -> Source:
    """With its siblings; masks and boxes have no given splits."""
    if mask_arrays.keys(path) or boxes.keys(path):
        return Source("npz", path)
    return with_siblings("npz", path, lambda file: file.suffix == ".npz")


def find_in(folder: Path, files: list[Path]) -> Source | None:
    archives = [file for file in files if file.suffix == ".npz"]
    if len(archives) > 1:
        try:
            return one_family(folder, archives, "npz", "archives")
        except DataError as error:
            names = some([file.name for file in archives])
            message = f"Found {names} in {folder}: name the one you mean."
            raise DataError(message) from error
    return Source("npz", archives[0]) if archives else None


def parts_of(keys: Sequence[str], unread: Sequence[str]) -> dict[str, list[str]]:
    """By split, the keys of the same names but for the word for the part; train first."""
    found = {"train": [*keys]}
    for part, word in PARTS:
        theirs = [re.sub(r"train(ing)?", word, key, flags=re.I) for key in keys]
        if part not in found and set(theirs) <= set(unread):
            found[part] = theirs
    return found


def on_parts(path: Path, keys: Sequence[str], unread: Sequence[str]) -> list[str]:
    """A sentence on validation and test that the same archive holds, with the way on."""
    found = parts_of(keys, unread)
    if len(found) == 1:
        return []
    written = {part: f"{path.stem}_{part}.npz" for part in found}
    listed = [[written[part], *both] for part, both in found.items()]
    code = (
        f"import numpy as np; a = np.load({text(path.name)}); [np.savez(f, images=a[i],"
        f" labels=a[l]) for f, i, l in {text(listed)}]"
    )
    return [
        f"The archive holds given splits that are not read: {some([p for p in found][1:])}. To"
        f" use them write a file for each: cd {shlex.quote(str(path.resolve().parent))};"
        f" python -c {shlex.quote(code)} and name {path.with_name(written['train'])}."
    ]


def must_have_keys(path: Path, keys: Sequence[str], wanted: Sequence[str]) -> None:
    if tuple(keys) != tuple(wanted):
        raise DataError(
            f"{path} has its pictures and labels in {some(keys)}, the training file in"
            f" {some(wanted)}. Needed: the same names in each file; save it again with them."
        )
