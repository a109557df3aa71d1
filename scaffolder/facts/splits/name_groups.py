"""Fields that names have in common, which may say what belongs together: offered, not taken.

For pictures with masks or boxes, which have no class that a field could repeat.

"03a01Wa.wav" is 03, a, 01, Wa: places of a fixed width; "scan_07_2.png" has signs between.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from scaffolder.facts.listing import said, some
from scaffolder.facts.model import Proposal
from scaffolder.facts.splits.name_beginnings import MADE_OF, MADE_OF_NAME

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
        f" --split-column {shlex.quote(found[0].pattern)}."
    ]


def on_copies(ids: Mapping[str, Sequence[str]]) -> list[str]:
    """Names of Roboflow, which makes several pictures of one; `ids` by split."""
    made = {split: sources(several) for split, several in ids.items()}
    train = made["train"]
    if len(train) in (0, train.total()):
        return []
    shared = [
        f" Training and {split} share {said(len({*train} & {*others}), 'source')}: its score"
        " flatters."
        for split, others in made.items()
        if split != "train" and {*train} & {*others}
    ]
    return [
        f"{said(train.total(), 'training picture')} are changed copies of {len(train):,}"
        f" ({some(train, 1)}: NAME.rf.CODE): they tell little more than those.{''.join(shared)}"
    ]


def by_source(ids: Mapping[str, Sequence[str]]) -> tuple[Proposal, Proposal] | None:
    """(split, split_column) that keep changed copies of one picture on one side."""
    made = sources(ids["train"])
    if len(ids) > 1 or not FEWEST <= len(made) < made.total():
        return None
    return (
        Proposal("group", "changed copies of a picture are alike: keep them together"),
        Proposal(MADE_OF_NAME, f"what they are made of: {some(made, 3)}"),
    )


def sources(ids: Sequence[str]) -> Counter[str]:
    """What changed copies are made of; nothing where names do not say so."""
    found = [re.match(MADE_OF, PurePosixPath(id).stem) for id in ids]
    return Counter(match[0] for match in found if match) if all(found) else Counter()


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
