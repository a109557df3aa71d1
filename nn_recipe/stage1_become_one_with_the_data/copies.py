"""Copies of examples, and near ones: on two sides of a split, or with other answers (1.2)."""

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..additions import Forgetful
from ..contract import Example, Project
from ..findings import Findings
from ..ledger import Ledger, Record
from ..silent_failures.near_copies import judge_near_copies
from ..silent_failures.near_pictures import judge_near_pictures
from ..silent_failures.near_rows import judge_near_rows
from ..silent_failures.near_sounds import judge_near_sounds
from ..silent_failures.near_texts import judge_near_texts
from .attributes import PARTS

WINDOWS = ("tokens", "series")  # which overlap, as they are meant to
FEW = 3  # told
PLACE = "data/copies.csv"  # in the folder of the ledger: those that a person should see
NEAR = (
    judge_near_copies,
    judge_near_pictures,
    judge_near_rows,
    judge_near_sounds,
    judge_near_texts,
)
Place = tuple[str, Example]  # its split


def check(project: Project, ledger: Ledger) -> Record:
    """No example stands on two sides of a split, nearly or quite; equal ones with other answers
    are told (recipe 1.2).

    Equal is what the net cannot tell apart: the same x, or the same content where x forgets rare
    words. What is nearly equal is asked as in 0.3, by what the examples are.
    """
    hypothesis = "No copy, and no near copy, stands on two sides of a split."
    if project.target.answers_are in WINDOWS or getattr(project, "draws", False):
        why = "Windows of one text or series overlap: 0.3 asks how they are split."
        return ledger.not_applicable("1.2", hypothesis, why)
    experiment = ledger.expect(
        "1.2",
        hypothesis,
        value=0,
        how="digests of x, or of the content where x forgets; distances for near ones",
    )
    places = [(part, e) for part in PARTS for e in getattr(project.splits, part)]
    groups, findings = alike(project, places), Findings()
    crossing = [group for group in groups if len({part for part, _ in group}) > 1]
    named = [" and ".join(e.id for _, e in group[:2]) for group in crossing[:FEW]]
    findings.demand(
        not crossing,
        f"{len(crossing)} examples stand in training and in validation: {', '.join(named)}.",
        "load.py and split.py: copies belong into one part",
    )
    for judge in NEAR:
        findings.ask(judge, project)
    torn = contradicting(groups)
    if ledger.path:
        keep(ledger.path.parent / PLACE, torn, crossing)
    measured = {
        "copies": sum(map(len, groups)) - len(groups),
        "contradicting": len(torn),
        "ceiling": 1 - lost(torn) / max(1, len(places)),
    }
    return findings.conclude(experiment, measured, told(measured, torn, len(places)))


def alike(project: Project, places: Sequence[Place]) -> list[list[Place]]:
    """The groups of two or more that are equal, in the order of their first."""
    groups: dict[bytes, list[Place]] = defaultdict(list)
    for part, example in places:
        groups[content(project, example)].append((part, example))
    return [group for group in groups.values() if len(group) > 1]


def content(project: Project, example: Example) -> bytes:
    if isinstance(project.inputs, Forgetful):
        return hashlib.blake2b(project.inputs.content(example.raw)).digest()
    x = project.inputs.encode(example.raw)
    return hashlib.blake2b(x.contiguous().numpy().tobytes()).digest()


def contradicting(groups: Sequence[list[Place]]) -> list[list[Place]]:
    return [group for group in groups if len({said(e) for _, e in group}) > 1]


def said(example: Example) -> str:
    """Of arrays every number."""
    answer = example.answer
    return str(answer.tolist() if isinstance(answer, np.ndarray) else answer)


def lost(torn: Sequence[list[Place]]) -> int:
    """How many answers nobody can get right: of equal examples all but the most frequent one."""
    counts = (Counter(said(e) for _, e in group) for group in torn)
    return sum(count.total() - max(count.values()) for count in counts)


def told(measured: dict[str, float], torn: Sequence[list[Place]], n: int) -> str:
    copies = measured["copies"]
    because = f"{copies:,} of {n:,} examples are copies of others, each in one split."
    if not torn:
        return because
    (_, one), (_, other), *_ = unlike(torn[0])
    right = f"{n - lost(torn):,} of {n:,}"
    return (
        f"{because} What is equal has other answers in {len(torn):,} of these groups, as {one.id} "
        f"({said(one)[:20]}) and {other.id} ({said(other)[:20]}): at most {right} can be right."
    )


def unlike(group: list[Place]) -> list[Place]:
    """The first with each answer."""
    first: dict[str, Place] = {}
    for place in group:
        first.setdefault(said(place[1]), place)
    return list(first.values())


def keep(path: Path, torn: Sequence[list[Place]], crossing: Sequence[list[Place]]):
    """Copies with another answer, and those on both sides of a split: id, what, likelier answer."""
    rows: dict[str, tuple[str, str, str]] = {}
    for group in torn:
        usual = Counter(said(e) for _, e in group).most_common(1)[0][0]
        for _, one in group:
            other = next(e for _, e in group if said(e) != said(one))
            what = f"{said(one)[:20]}, but its copy {other.id} says {said(other)[:20]}"
            rows[one.id] = (one.id, what, usual if usual != said(one) else "")
    for (part, one), *others in crossing:
        other, there = next((p, e) for p, e in others if p != part)
        what = f"in {part}, and as {there.id} in {other}"
        rows.setdefault(one.id, (one.id, what, "(leave out)"))
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="", encoding="utf-8", errors="replace") as file:
        csv.writer(file).writerows([("id", "what", "says"), *rows.values()])
