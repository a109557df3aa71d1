"""Texts of one sender on both sides of a split: a telephone number, an order, an address says so."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from ..additions import Padded
from ..contract import Example, Project
from ..findings import Findings
from ..specimen import some

TRAINING, ASKED = 20_000, 2000  # texts
# An address, or a number of four digits at least that stands alone, whatever groups it
MARK = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?<![\w.,])\+?\d(?:[ /-]?\d){3,}(?!\w|[.,]\w)")
# no year and no day, which have events, and events have a class
DAY = re.compile(r"(19|20)\d\d((0\d|1[0-2])([0-2]\d|3[01])?)?")
RARE = 5  # training texts that have it, at most: what more have is a word like others
FEW, SHARE = 5, 0.05  # of the texts that may share one: some numbers do by chance
ALIKE = 0.9  # of them have one answer: rare prices, say, tell a class as well, but less surely
SURE = 6.0  # standard deviations more often than any two that have a number


def judge_senders(project: Project, findings: Findings) -> None:
    """Whoever wrote twice has the same answer twice, and a rare number tells that it was they.

    Where numbers belong to a class, as those of advertisements do, any two of them agree as
    often, and nothing is said; nor where the texts that share one have answers like any two.
    """
    splits, target = project.splits, project.target
    if not isinstance(splits.train[0].raw, str) or target.answers_are != "classes":
        return
    if not isinstance(project.inputs, Padded):
        return  # no texts: paths of files have numbers, too
    train = some(splits.train, TRAINING)
    where = marked(train)
    usual = Counter(
        train[i].answer for i in {i for many in where.values() for i in many}
    )
    for part in ("validation", "test"):
        asked = some(getattr(splits, part), ASKED)
        pairs = [(e, i) for e in asked if (i := partner(e, where)) >= 0]
        chances = [usual[e.answer] / usual.total() for e, _ in pairs]
        agree = sum(e.answer == train[i].answer for e, i in pairs)
        spread = sum(p * (1 - p) for p in chances) ** 0.5
        allowed = max(FEW, SHARE * len(asked))
        such = (
            f"such as {pairs[0][0].id} and {train[pairs[0][1]].id}, " if pairs else ""
        )
        apart = max(ALIKE * len(pairs), sum(chances) + SURE * (spread + 1))
        findings.demand(
            len(pairs) <= allowed or agree <= apart,
            f"{len(pairs)} of {len(asked)} {part} texts share a rare number or address with one "
            f"in training, {such}expected at most {allowed:.0f}; {agree} of them have its answer, "
            f"any two texts with a number would {sum(chances):.0f} times. One sender belongs on "
            "one side.",
            "read.py: which texts belong together, see split_column",
        )


def marks(text: Any) -> set[str]:
    found = MARK.findall(text.lower()) if isinstance(text, str) else ()
    plain = {mark if "@" in mark else re.sub(r"\D", "", mark) for mark in found}
    return {mark for mark in plain if not DAY.fullmatch(mark)}


def marked(train: Sequence[Example]) -> dict[str, list[int]]:
    """Each rare number or address, and the texts that have it."""
    where = defaultdict[str, list[int]](list)
    for i, example in enumerate(train):
        for mark in marks(example.raw):
            where[mark].append(i)
    return {mark: many for mark, many in where.items() if len(many) <= RARE}


def partner(example: Example, where: dict[str, list[int]]) -> int:
    """The first training text that shares a mark with it; -1 if none does."""
    return min(
        (where[mark][0] for mark in marks(example.raw) if mark in where), default=-1
    )
