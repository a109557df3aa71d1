"""Who speaks: the same voice on both sides of a split flatters every score."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fnmatch import fnmatch

from scaffolder.facts.audio import file_names
from scaffolder.facts.audio.find import Found, Listed
from scaffolder.facts.audio.listening import Clip
from scaffolder.facts.listing import said, some
from scaffolder.facts.model import Proposal
from scaffolder.facts.tables.columns import words

Train = list[tuple[Listed, Clip]]
LARGEST = 0.4  # of the clips from one speaker: with more, three parts cannot be cut
VOICES = {"speaker", "person", "subject", "participant", "singer", "actor", "user"}
SHARE = 0.15  # of the clips that validate, and that test
# Spoken digits of the Free Spoken Digit Dataset, logistic regression on MFCC statistics.
MEASURED = (
    "on 3,000 spoken digits of six people a logistic regression is right .99 of the time if"
    " it has heard the voice before, .73 if it has not"
)


def propose(
    found: Found, train: Train
) -> tuple[Proposal, Proposal, dict[str, Proposal]]:
    """(split, split_column, shares that leave no part without a speaker)"""
    counts = Counter(row.speaker for row, _ in train if row.speaker)
    chance = (
        Proposal("chance", "nothing says which clips belong together"),
        Proposal("", "a split by chance needs no column"),
        {},
    )
    if not separable(counts, train):
        return chance
    largest = max(counts.values()) / counts.total()
    where = "column" if found.columns.value else "field of the names"
    noun, alike, told = "speaker", "speaker are alike: a new voice", "who speaks"
    if not are_voices(found):
        noun, alike = "group", f"{found.group} are alike: a new one"
        told = "which clips belong together"
    why = f"of the clips, and one of {said(len(counts), noun)} at least"
    share = Proposal(max(SHARE, round(largest + 0.005, 2)), why)
    return (
        Proposal("group", f"clips of one {alike} is the honest test"),
        Proposal(found.group, f"the {where} that says {told}: {some(counts)}"),
        {"validation_share": share, "test_share": share},
    )


def are_voices(found: Found) -> bool:
    """Whether a group is somebody who speaks, and no fold, place or recording."""
    return not found.columns.value or bool(VOICES & set(words(found.group)))


def separable(counts: Counter[str], train: Train) -> bool:
    """Three speakers and more, none too large, and no class that belongs to one or two."""
    if (
        len(counts) < file_names.FEWEST
        or max(counts.values()) > LARGEST * counts.total()
    ):
        return False
    heard = defaultdict(set)
    for row, _ in train:
        heard[row.answer].add(row.speaker)
    return min(map(len, heard.values())) >= file_names.FEWEST


def on_speakers(found: Found, kept: dict[str, Train]) -> list[str]:
    train = kept["train"]
    counts = Counter(row.speaker for row, _ in train if row.speaker)
    if not counts:
        return []
    listed = some([f"{name} {count:,}" for name, count in counts.most_common()])
    if not are_voices(found):
        return [*on_groups(found.group, counts, listed, separable(counts, train))]
    first = f"{said(len(counts), 'speaker')}: {listed}."
    if not separable(counts, train):
        return [
            f"{first} They cannot be kept apart in three parts that have every class: a"
            " split by chance shares their voices, so expect less on a new one."
        ]
    return [
        f"{first} A split by chance would test voices the net has heard, so the split is by"
        f" speaker ({MEASURED}). For chance all the same: --split chance.",
        *on_official(found, train),
        *on_shared(kept),
    ]


def on_groups(
    column: str, counts: Counter[str], listed: str, apart: bool
) -> Iterator[str]:
    """A column that says what belongs together, but not who: folds, recordings."""
    first = f"{len(counts):,} groups by {column}: {listed}."
    if apart:
        yield (
            f"{first} Clips of one are alike, so whole groups stand on one side of the"
            " split. For chance all the same: --split chance."
        )
    else:
        yield f"{first} They cannot be kept apart in three parts that have every class."


def on_official(found: Found, train: Train) -> list[str]:
    """A readme's own test split by number, which shares the speakers."""
    takes = [row.take for row, _ in train]
    top = found.source.train
    numbers, said_by = file_names.official(top, takes) if any(takes) else ("", "")
    ending = train[0][0].path
    pattern = f"*[!0-9][{numbers}]{ending.suffix}"
    count = sum(fnmatch(row.path.name, pattern) for row, _ in train)
    if not numbers or not count:
        return []
    place = ending.parent / pattern
    return [
        f"{said_by} gives the takes {numbers} to the test ({said(count, 'clip')}): every"
        " speaker is on both sides of it, so it is nearly solved by a linear model. To"
        " compare with published scores take it all the same: --split chance --test-data"
        f" '{place}'."
    ]


def on_shared(kept: dict[str, Train]) -> list[str]:
    """Given splits that share voices with training."""
    voices = {row.speaker for row, _ in kept["train"] if row.speaker}
    sentences = []
    for split, pairs in kept.items():
        shared = sorted({row.speaker for row, _ in pairs} & voices)
        if split != "train" and shared:
            sentences.append(
                f"Training and {split} share {said(len(shared), 'speaker')}:"
                f" {some(shared)}. The {split} split was given and stays; a new voice will"
                " be harder."
            )
    return sentences
