"""Fields that names have in common, which may say what belongs together: offered, not taken.

For pictures with masks or boxes, which have no class that a field could repeat.

"03a01Wa.wav" is 03, a, 01, Wa: places of a fixed width; "scan_07_2.png" has signs between.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from scaffolder.facts.listing import said, some
from scaffolder.facts.model import Proposal

CHANCE = Proposal("chance", "names have fields that may group the files: see the facts")
MOSTLY = 0.95  # of the names must have the same fields
FEWEST = 3  # groups: one trains, one validates, one tests
LARGEST = 0.4  # of the files in one group: with more, three parts cannot be cut
FIELD = re.compile(r"[^_.-]+|[_.-]+")
RUN = re.compile(r"\d+|[A-Za-z]+|[^\dA-Za-z]+")


@dataclass(frozen=True)
class Field:
    """A place in the names, and the pattern of --split-column that finds it."""

    pattern: str
    values: Counter[str]

    @property
    def evidence(self) -> str:
        each = self.values.total() / len(self.values)
        return (
            f"'{self.pattern}' finds {said(len(self.values), 'value')}"
            f" ({some(sorted(self.values), 3)}), {each:.3g} files each"
        )


def sentences(ids: Sequence[str]) -> list[str]:
    """What names may say of groups; `ids` are those of read.py, "cells/left/001.png"."""
    found = [*in_folders(ids), *in_names(ids)]
    if not found:
        return []
    which = "one of them says" if len(found) > 1 else "that says"
    return [
        f"All names have equal fields, as in {PurePosixPath(ids[0]).name}:"
        f" {'; '.join(field.evidence for field in found)}. If {which} whose or of which"
        " recording a file is, a split by chance flatters every score: take --split group"
        f" --split-column {found[0].pattern!r}."
    ]


def in_names(ids: Sequence[str]) -> list[Field]:
    stems = [PurePosixPath(id).stem for id in ids]
    shapes = [tuple(FIELD.findall(stem)) for stem in stems]
    signs, count = Counter(shape[1::2] for shape in shapes).most_common(1)[0]
    if signs and count >= MOSTLY * len(stems):
        rows = [shape for shape in shapes if shape[1::2] == signs]
        columns = [*zip(*(row[::2] for row in rows), strict=True)]
        patterns = [
            "^" + r"[^_.-]+[_.-]+" * place + r"([^_.-]+)"
            for place in range(len(columns))
        ]
        return fitting(patterns, columns)
    return of_fixed_width(stems)


def of_fixed_width(stems: list[str]) -> list[Field]:
    """Runs of digits and of letters that stand at the same places of all names."""
    runs = [RUN.findall(stem) for stem in stems]
    if len({tuple(map(len, run)) for run in runs}) > 1:
        return []
    columns = [*zip(*runs, strict=True)]
    patterns, before = [], 0
    for column in columns:
        wide = len(column[0])
        patterns.append(f"^.{{{before}}}(.{{{wide}}})" if before else f"^.{{{wide}}}")
        before += wide
    return fitting(patterns, columns)


def in_folders(ids: Sequence[str]) -> list[Field]:
    """Folders around the pictures: "cells/donor 3/1.png"."""
    parts = [PurePosixPath(id).parts[:-1] for id in ids]
    if len({len(part) for part in parts}) > 1:
        return []
    columns = [*zip(*parts, strict=True)]
    patterns = ["^" + "[^/]+/" * place + "([^/]+)/" for place in range(len(columns))]
    return fitting(patterns, columns)


def fitting(patterns: list[str], columns: list[tuple[str, ...]]) -> list[Field]:
    """Fields with a few values that come again."""
    found = []
    for pattern, column in zip(patterns, columns, strict=True):
        values = Counter(column)
        apart = FEWEST <= len(values) <= len(column) / 2
        even = (
            max(values.values()) <= LARGEST * len(column) and min(values.values()) > 1
        )
        if apart and even:
            found.append(Field(pattern, values))
    return found
