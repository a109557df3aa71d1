"""Your script once more, on a copy of its folder in which a file says something else."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from .. import place
from ..contract import NotOffered

MOST = 100_000_000  # bytes that are copied
LEFT = ("runs", "__pycache__", ".git", ".venv", "*.pt", "*.pth", "*.ckpt")


def reread(adapter: Any, change: Callable[[Path], None]) -> Any:
    """The splits as your code makes them of the changed files; what it needs is all read."""
    root = place.here().root
    files = [p for p in root.rglob("*") if p.is_file()]
    if sum(p.stat().st_size for p in files) > MOST:
        raise NotOffered("the folder of the adapter is too large to be copied")
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder).resolve() / root.name
        shutil.copytree(root, copied, ignore=shutil.ignore_patterns(*LEFT))
        change(copied)
        with standing_in(copied, root):
            return adapter.read_now(type(adapter)(adapter.config))


@contextmanager
def standing_in(folder: Path, root: Path) -> Iterator[None]:
    """Within it scripts and relative paths are those of the copy."""
    before, path, stood = Path.cwd(), [*sys.path], [*place._now]
    place._now[:] = [replace(stood[-1], folder=folder)]
    within = before.is_relative_to(root.resolve()) or before.is_relative_to(root)
    try:
        if within:
            os.chdir(folder / before.relative_to(root.resolve()))
        yield
    finally:
        os.chdir(before)
        sys.path[:], place._now[:] = path, stood
