"""What the files of a project tell without running it."""

import os
import re
from collections.abc import Iterator, Mapping
from glob import glob
from pathlib import Path
from typing import Any

from ..declaration import template
from ..errors import UpdateError
from ..releases import newest
from ..update.site import ANSWERS, read
from .finding import Finding

TEXT = (".py", ".md", ".toml", ".yml", ".txt")
MARKER = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)
PLACEHOLDER = re.compile(r"\b(TODO|FIXME|XXX|CHANGEME)\b")
SKIPPED = {".git", ".venv", "runs", "data", "__pycache__", "node_modules"}


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """(path, text) of what people write."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - SKIPPED)
        for name in sorted(files):
            if name.endswith(TEXT):
                path = Path(root, name)
                text = path.read_text("utf-8", "replace")
                yield path.relative_to(folder).as_posix(), text


def conflicts(folder: Path) -> Iterator[Finding]:
    for path, text in texts(folder):
        found = MARKER.search(text)
        if found:
            line = text[: found.start()].count("\n") + 1
            because = f"{path}:{line} holds both sides of a conflict"
            yield Finding("fails", "conflict", because, "settle it, then `git add` it")


def placeholders(folder: Path) -> Iterator[Finding]:
    """Words that mean "not yet"."""
    found = [
        f"{path}:{text[: match.start()].count(chr(10)) + 1}"
        for path, text in texts(folder)
        for match in PLACEHOLDER.finditer(text)
    ]
    if found:
        because = f"{len(found)} are left: {', '.join(found[:5])}"
        yield Finding("look", "placeholders", because, "fill them in, or take them out")
    elif untouched(folder / "LAB.md"):
        because = "LAB.md is as it was written: nothing seen and nothing tried yet"
        yield Finding(
            "look", "placeholders", because, "an hour with the raw data first"
        )
    else:
        yield Finding("holds", "placeholders", "none is left")


def untouched(journal: Path) -> bool:
    blank = template() / "templates" / "project" / "LAB.md"
    return journal.is_file() and journal.read_text("utf-8") == blank.read_text("utf-8")


def release(folder: Path) -> Iterator[Finding]:
    try:
        found = read((folder / ANSWERS).read_bytes(), folder / ANSWERS).release
    except UpdateError as error:
        yield Finding("look", "release", str(error))
        return
    if found == newest():
        yield Finding("holds", "release", f"{found} is the newest here")
    else:
        because = f"the project is at {found}, and {newest()} is out"
        yield Finding("look", "release", because, "recipe update --dry-run")


def data(folder: Path, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Every file or folder that config.py names can be read."""
    if "error" in config:
        because = f"config.py cannot be imported: {config['error']}"
        yield Finding("fails", "config", because, "mend it, then repeat")
        return
    for field, named in config.items():
        if named:
            yield readable(field, str(named), folder)


def readable(field: str, named: str, folder: Path) -> Finding:
    path = folder / Path(named).expanduser()
    inside = path.is_dir() and any(path.iterdir())
    if inside or glob(str(path)) and not path.is_file() and not path.is_dir():
        return Finding("holds", field, f"{named} is there")
    if not path.is_file():
        what = "is an empty folder" if path.is_dir() else "is not there"
        remedy = f"put it there, or change `{field}` in config.py"
        return Finding("fails", field, f"{named} {what}", remedy)
    if not os.access(path, os.R_OK):
        return Finding("fails", field, f"{named} may not be read", f"chmod u+r {named}")
    if path.stat().st_size == 0:
        return Finding("fails", field, f"{named} is empty", "restore it")
    return Finding("holds", field, f"{named}, {path.stat().st_size:,} bytes")
