"""Texts sent again, with a name or a number changed, on both sides of a split."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from ..additions import Padded
from ..contract import Example, Project
from ..findings import Findings
from ..specimen import some

TRAINING, ASKED = 20_000, 2000  # texts
RUN = 3  # words
FEWEST = 8  # words of a text that is compared by its runs: fewer share one by chance
SAME = 0.9  # of the runs that either has are in both: two copies, whoever wrote them
OFTEN = 50  # texts that have a run, from where on it says little
FEW, SHARE = 2, 0.01  # that a split by hashes overlooks: 1 of 100 such pairs
SPLIT = "read.py: were texts added before the split? split.py: contents"


def judge_near_texts(project: Project, findings: Findings) -> None:
    """Whose runs of three words are those of a training text has been read in training.

    Broder 1997, "On the resemblance and containment of documents", without a hash.
    """
    splits = project.splits
    if not isinstance(splits.train[0].raw, str) or not isinstance(
        project.inputs, Padded
    ):
        return  # no texts: the paths of files are alike, too
    train = some(splits.train, TRAINING)
    known = [runs(example.raw) for example in train]
    where = defaultdict[tuple[str, ...], list[int]](list)
    for i, found in enumerate(known):
        for run in found:
            where[run].append(i)
    for part in ("validation", "test"):
        asked = [e for e in some(getattr(splits, part), ASKED) if runs(e.raw)]
        pairs = [(e, i) for e in asked if (i := twin(runs(e.raw), known, where)) >= 0]
        allowed = max(FEW, SHARE * len(asked))
        findings.demand(
            len(pairs) <= allowed,
            f"{len(pairs)} of {len(asked)} {part} texts are a training text with hardly a word "
            f"changed, {shown(pairs, train)}expected at most {allowed:.0f}.",
            SPLIT,
        )


def runs(text: str) -> frozenset[tuple[str, ...]]:
    """All runs of three words in small letters, each number a 0; none of a short text."""
    words = re.findall(r"\w+", re.sub(r"\d+", "0", text.lower()))
    if len(words) < FEWEST:
        return frozenset()
    return frozenset(zip(*(words[i:] for i in range(RUN)), strict=False))


def twin(
    found: frozenset[tuple[str, ...]],
    known: Sequence[frozenset[tuple[str, ...]]],
    where: dict[tuple[str, ...], list[int]],
) -> int:
    """The training text that has nearly the same runs, -1 if none has."""
    rare = (
        where[run] for run in found if len(where.get(run, ())) <= OFTEN and run in where
    )
    shared = Counter(i for there in rare for i in there)
    for i, _ in shared.most_common(3):
        if len(found & known[i]) >= SAME * len(found | known[i]):
            return i
    return -1


def shown(pairs: Sequence[tuple[Example, int]], train: Sequence[Example]) -> str:
    return f"such as {pairs[0][0].id} and {train[pairs[0][1]].id}, " if pairs else ""
