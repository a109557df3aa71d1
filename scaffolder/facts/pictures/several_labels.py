"""What a person should know where a picture may have several labels, or none."""

from __future__ import annotations

import re
from math import log

from scaffolder.facts.listing import said, share, some
from scaffolder.facts.tables import answers

NONE = re.compile(r"(?i:no[ _-]\w+|none|nothing|normal|healthy)|[Nn]o[A-Z]\w+")
DUMMY = "always saying each label's share of the pictures"


def on_labels(sets: list[set[str]], counts: dict[str, int]) -> list[str]:
    n = len(sets)
    shares = [f"{label} {share(count, n)}" for label, count in counts.items()]
    sizes = [len(several) for several in sets]
    sentences = [
        f"{said(len(counts), 'label')}: {some(shares, 10)} of the pictures.",
        f"{sum(sizes) / n:.2g} labels a picture on average; {share(sizes.count(0), n)} have"
        f" none, {share(sum(size > 1 for size in sizes), n)} more than one: {on_softmax(sizes)}.",
    ]
    always = [label for label, count in counts.items() if count == n]
    rare = [label for label, count in counts.items() if count < answers.FEWEST]
    alone = [
        label
        for label in counts
        if NONE.fullmatch(label) and all(len(one) == 1 for one in sets if label in one)
    ]
    if alone:
        sentences.append(
            f"{alone[0]!r} never stands beside another label: by its name it says that none"
            " of them holds. It counts as a label here."
        )
    if always:
        sentences.append(
            f"In every picture: {some(always)}. There is nothing to learn."
        )
    if rare:
        sentences.append(
            f"Fewer than {answers.FEWEST} pictures: {some(rare)}. A split may miss them."
        )
    return sentences


def on_softmax(sizes: list[int]) -> str:
    if max(sizes) > 1 or min(sizes) < 1:
        return "a softmax over the labels would lose part of them"
    return (
        "labels that exclude one another are classes, with a column of one name a row"
    )


def on_shares(shares: dict[str, float]) -> dict[str, str]:
    """H2(p) = -p ln p - (1 - p) ln(1 - p), the mean over the labels."""
    entropy = sum(
        -p * log(p) - (1 - p) * log(1 - p) for p in shares.values() if 0 < p < 1
    ) / len(shares)
    listed = some([f"{label} {share(p, 1)}" for label, p in shares.items()], 4)
    return {
        "expected_loss": f"about {entropy:.3f} nats, the mean of the labels' entropies (ln 2"
        " = 0.693 only if every label were in half of the pictures)",
        "constant_answer": f"each label's share of the pictures: {listed}",
        "dumb_baseline": f"{DUMMY} has a mean average precision of"
        f" {sum(shares.values()) / len(shares):.2g}",
    }
