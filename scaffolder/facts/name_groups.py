"""Fields that names have in common, which may say what belongs together: offered, not taken.

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


def sentences(ids: Sequence[str], labels: Sequence[str] | None = None) -> list[str]:
    """What names may say of groups; `ids` are those of read.py, "cells/left/001.png"."""
    found = [*in_folders(ids, labels), *in_names(ids, labels)]
    if not found:
        return []
    which = "one of them says" if len(found) > 1 else "that says"
    return [
        f"All names have equal fields, as in {PurePosixPath(ids[0]).name}:"
        f" {'; '.join(field.evidence for field in found)}. If {which} whose or of which"
        " recording a file is, a split by chance flatters every score: take --split group"
        f" --split-column {found[0].pattern!r}."
    ]


def in_names(ids: Sequence[str], labels: Sequence[str] | None) -> list[Field]:
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
        return fitting(patterns, columns, len(stems) == len(rows) and labels or None)
    return of_fixed_width(stems, labels)


def of_fixed_width(stems: list[str], labels: Sequence[str] | None) -> list[Field]:
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
    return fitting(patterns, columns, labels)


def in_folders(ids: Sequence[str], labels: Sequence[str] | None) -> list[Field]:
    """Folders below that of a class: "cells/left/donor 3/1.png"."""
    parts = [PurePosixPath(id).parts[:-1] for id in ids]
    if len({len(part) for part in parts}) > 1:
        return []
    columns = [*zip(*parts, strict=True)]
    patterns = ["^" + "[^/]+/" * place + "([^/]+)/" for place in range(len(columns))]
    return fitting(patterns, columns, labels)


def fitting(
    patterns: list[str], columns: list[tuple[str, ...]], labels: Sequence[str] | None
) -> list[Field]:
    """Fields with a few values that come again, and that do not say the label."""
    found = []
    for pattern, column in zip(patterns, columns, strict=True):
        values = Counter(column)
        apart = FEWEST <= len(values) <= len(column) / 2
        even = (
            max(values.values()) <= LARGEST * len(column) and min(values.values()) > 1
        )
        if apart and even and not (labels and follows(column, labels)):
            found.append(Field(pattern, values))
    return found


def follows(column: Sequence[str], labels: Sequence[str]) -> bool:
    """A field that is the label in other words, or that counts the files of each label."""
    pairs, values = set(zip(column, labels, strict=True)), set(column)
    says_it = len(pairs) == len(values) <= len(set(labels))
    return says_it or len(pairs) == len(column)
