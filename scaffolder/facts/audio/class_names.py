"""What is odd about class folders of sounds: a set that holds itself, and names of two things."""

from __future__ import annotations

import filecmp
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from scaffolder.facts.audio import fields
from scaffolder.facts.listing import SOUND_ENDINGS, entries, files_below, said, some
from scaffolder.facts.pictures.name_fields import BETWEEN, MOSTLY

FEWEST = 4  # folders: two things, each with two values
LOOKED_AT = 5  # files of a folder
SHARED = 0.5  # of the words after the first stand after several first ones


def once_more(inside: Sequence[Path]) -> Path | None:
    """The one folder that holds all the others again, file for file."""
    for folder in inside:
        others = {e.name: e for e in inside if e != folder}
        again = {e.name: e for e in entries(folder) if e.is_dir()}
        alike = len(others) > 1 and others.keys() == again.keys()
        if alike and all(_same(others[name], again[name]) for name in others):
            return folder
    return None


def _same(one: Path, other: Path) -> bool:
    """By all names, and the bytes of the first few files."""
    files = [file.relative_to(one) for file in files_below(one, SOUND_ENDINGS)]
    again = [file.relative_to(other) for file in files_below(other, SOUND_ENDINGS)]
    return files == again and all(
        filecmp.cmp(one / file, other / file, shallow=False)
        for file in files[:LOOKED_AT]
    )


def on_copy(top: Path) -> list[str]:
    """Whether the folder above holds the same once more."""
    if not top.is_dir() or len(list(below(top))) < 2:
        return []
    if {*below(top)} != {*below(top.parent)} - {top.name}:
        return []
    if once_more([e for e in entries(top.parent) if e.is_dir()]) != top:
        return []
    return [
        f"{top.parent} holds the whole set twice: its folders, and {top.name} with the same"
        " folders. The inner one is read; copies would be on two sides of a split."
    ]


def below(folder: Path) -> Iterable[str]:
    return (entry.name for entry in entries(folder) if entry.is_dir())


def crossed(home: Path, names: Sequence[str], files: Sequence[Path]) -> list[str]:
    """Folders that say two things at once, "anna_happy" and "ben_happy", in a sentence."""
    halves = [re.split(BETWEEN, name.lower(), maxsplit=1) for name in sorted(names)]
    if len(halves) < FEWEST or any(len(half) < 2 for half in halves):
        return []
    after = defaultdict(set)
    for first, rest in halves:
        after[rest].add(first)
    firsts = Counter(first for first, _ in halves)
    shared = [rest for rest, found in after.items() if len(found) > 1]
    if len(firsts) < 2 or min(firsts.values()) < 2 or len(shared) < SHARED * len(after):
        return []
    told = (
        f"The names of the {said(len(names), 'folder')} say two things each, and each pair is"
        f" a class: first {some(firsts)}, then {some(after)}."
    )
    counts = Counter(len(re.split(BETWEEN, file.stem)) for file in files)
    count, usual = counts.most_common(1)[0]
    if usual < MOSTLY * len(files):
        return [told]
    halved = f're.split(r"{BETWEEN}", p.parent.name.lower(), maxsplit=1)'
    more = {"folder_1": f"{halved}[0]", "folder_2": f"{halved}[1]"}
    return [
        f"{told} If only one is the answer, write a table:"
        f" {fields.table_of(home, files, count, more)} and name {home / 'fields.csv'} with"
        " --target folder_2, or the field of the names that says it, and --split group"
        " --split-column folder_1, if that is who is heard."
    ]
