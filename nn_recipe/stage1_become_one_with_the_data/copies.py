"""Copies of examples, and near ones: on two sides of a split, or with other answers (1.2)."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence

from torch import Tensor

from ..additions import Forgetful
from ..contract import Example, Project
from ..findings import Findings
from ..ledger import Ledger, Record
from ..silent_failures.near_copies import judge_near_copies
from ..silent_failures.near_rows import judge_near_rows
from ..silent_failures.near_sounds import judge_near_sounds
from ..silent_failures.near_texts import judge_near_texts
from .attributes import PARTS
from .copies_to_see import PLACE, Near, Place, keep, said
from .near_pairs import are_pictures, near_pairs, thumbnail

WINDOWS = ("tokens", "series")  # which overlap, as they are meant to
FEW = 3  # told
ALLOWED, SHARE = (
    2,
    0.01,
)  # near copies across the split: no metric moves by more than that
LISTED = 100  # pairs of near copies to go through
NAMED = ("classes", "labels")  # answers of which near copies have the same
NEAR = (
    judge_near_copies,
    judge_near_rows,
    judge_near_sounds,
    judge_near_texts,
)


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
    groups, near = alike(project, places)
    findings = Findings()
    crossing = [group for group in groups if len({part for part, _ in group}) > 1]
    named = [" and ".join(e.id for _, e in group[:2]) for group in crossing[:FEW]]
    findings.demand(
        not crossing,
        f"{len(crossing)} examples stand in training and in validation: {', '.join(named)}.",
        "load.py and split.py: copies belong into one part",
    )
    findings.ask(judge_across, project, near)
    for judge in NEAR:
        findings.ask(judge, project)
    torn = contradicting(groups)
    unlike = [pair for pair in near if differ(project, pair)]
    if ledger.path:
        first = [*unlike, *filter(crosses, near), *near][:LISTED]
        keep(ledger.path.parent / PLACE, torn, crossing, first)
    measured = {
        "copies": sum(map(len, groups)) - len(groups),
        "contradicting": len(torn),
        "ceiling": 1 - lost(torn) / max(1, len(places)),
        "near": len(near),
        "near, contradicting": len(unlike),
    }
    because = told(measured, torn, len(places)) + told_near(near, unlike)
    return findings.conclude(experiment, measured, because)


def judge_across(project: Project, near: Sequence[Near], findings: Findings) -> None:
    """Of a few, one thing that is shown twice maybe, no metric moves."""
    across = [pair for pair in near if crosses(pair)]
    twins = len({one.id for (_, one), _ in across})  # in training
    allowed = max(ALLOWED, SHARE * len(project.splits.validation))
    such = "".join(f"{one.id} and {other.id}" for (_, one), (_, other) in across[:1])
    findings.demand(
        twins <= allowed,
        f"{twins} training pictures are nearly the same as one in validation, such as {such}, "
        f"expected at most {allowed:.0f}.",
        "read.py and load.py: were pictures made again, or lighter, before the split? Shots of "
        "one scene belong to one group, see split_column",
    )


def crosses(pair: Near) -> bool:
    (part, _), (other, _) = pair
    return part != other


def alike(
    project: Project, places: Sequence[Place]
) -> tuple[list[list[Place]], list[Near]]:
    """The groups of two or more that are equal, in the order of their first; of pictures the pairs
    that are nearly equal, nearest first."""
    groups: dict[bytes, list[Place]] = defaultdict(list)
    pictures, thumbnails = are_pictures(project), []
    for part, example in places:
        key, x = content(project, example)
        if pictures and x is not None and key not in groups:
            thumbnails.append(thumbnail(x))
        groups[key].append((part, example))
    firsts = [group[0] for group in groups.values()]
    near = [(firsts[pair.one], firsts[pair.other]) for pair in near_pairs(thumbnails)]
    return [group for group in groups.values() if len(group) > 1], near


def content(project: Project, example: Example) -> tuple[bytes, Tensor | None]:
    """A digest of what counts as equal, and x where that is x."""
    if isinstance(project.inputs, Forgetful):
        return hashlib.blake2b(project.inputs.content(example.raw)).digest(), None
    x = project.inputs.encode(example.raw)
    return hashlib.blake2b(x.contiguous().numpy().tobytes()).digest(), x


def differ(project: Project, pair: Near) -> bool:
    """Their classes or labels; a number, a mask or a box may move with what moved in the picture."""
    (_, one), (_, other) = pair
    return project.target.answers_are in NAMED and said(one) != said(other)


def contradicting(groups: Sequence[list[Place]]) -> list[list[Place]]:
    return [group for group in groups if len({said(e) for _, e in group}) > 1]


def lost(torn: Sequence[list[Place]]) -> int:
    """How many answers nobody can get right: of equal examples all but the most frequent one."""
    counts = (Counter(said(e) for _, e in group) for group in torn)
    return sum(count.total() - max(count.values()) for count in counts)


def told(measured: dict[str, float], torn: Sequence[list[Place]], n: int) -> str:
    copies = measured["copies"]
    because = f"{copies:,} of {n:,} examples are copies of others, each in one split."
    if not torn:
        return because
    (_, one), (_, other), *_ = each_answer(torn[0])
    right = f"{n - lost(torn):,} of {n:,}"
    return (
        f"{because} What is equal has other answers in {len(torn):,} of these groups, as {one.id} "
        f"({said(one)[:20]}) and {other.id} ({said(other)[:20]}): at most {right} can be right."
    )


def told_near(near: Sequence[Near], unlike: Sequence[Near]) -> str:
    if not near:
        return ""
    (_, one), (_, other) = near[0]
    n = (
        "1 pair of pictures is"
        if len(near) == 1
        else f"{len(near):,} pairs of pictures are"
    )
    because = f" {n} nearly the same, as {one.id} and {other.id}"
    if not unlike:
        return f"{because}."
    (_, one), (_, other) = unlike[0]
    return (
        f"{because}; the answers differ in {len(unlike):,} of them, as of {one.id} "
        f"({said(one)[:20]}) and {other.id} ({said(other)[:20]})."
    )


def each_answer(group: list[Place]) -> list[Place]:
    """The first with each answer."""
    first: dict[str, Place] = {}
    for place in group:
        first.setdefault(said(place[1]), place)
    return list(first.values())
