"""What the target column holds: classes with shares, or a number with its tails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.listing import said, share, some
from scaffolder.facts.model import Column

if TYPE_CHECKING:
    import polars as pl

IMBALANCED = 0.1  # of the examples: below it, accuracy hides a class
FEWEST = 10  # examples; three splits of less measure nothing


def classes(answers: pl.Series) -> dict[str, int]:
    """Classes with their counts, frequent first; missing answers are left out."""
    counts = answers.drop_nulls().value_counts(sort=True)
    found = {str(name): int(count) for name, count in counts.iter_rows()}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def must_be_learnable(name: str, answers: pl.Series) -> None:
    filled = answers.drop_nulls()
    if len(filled) < FEWEST:
        raise DataError(
            f"Found {said(len(filled), 'row')} with an answer in {name!r}. Needed:"
            f" {FEWEST} and more, better hundreds; add rows or name another --target."
        )
    if filled.n_unique() == 1:
        raise DataError(
            f"Every answer in {name!r} is {filled[0]!r}: one class leaves nothing to"
            " learn. Needed: two or more; name another --target or add examples of"
            " other classes."
        )


def on_classes(found: dict[str, int], noun: str = "class") -> list[str]:
    """The shares of the classes, imbalance and tiny classes, as sentences."""
    total = sum(found.values())
    shares = [f"{name} {share(count, total)}" for name, count in found.items()]
    sentences = [f"{said(len(found), noun)}: {some(shares, 10)}."]
    rarest, count = list(found.items())[-1]
    if count < IMBALANCED * total and count < 0.5 * total / len(found):
        first = next(iter(found.values()))
        sentences.append(
            f"Imbalanced: {rarest!r} is {share(count, total)} ({said(count, 'example')})."
            f" Always answering the largest class is {share(first, total)} accurate, so"
            " watch a metric per class, not accuracy."
        )
    tiny = [name for name, count in found.items() if count < FEWEST]
    if tiny:
        sentences.append(
            f"Fewer than {FEWEST} examples: {some(tiny)}. A split may miss them."
        )
    return sentences


def on_number(cells: pl.Series, column: Column) -> list[str]:
    """Mean, median, tails and capped values of a numeric target, as sentences."""
    filled = cells.drop_nulls()
    low, high = (filled.quantile(q) or 0.0 for q in (0.01, 0.99))
    sentences = [
        f"{column.name}: mean {column.mean:,.5g}, median {column.median:,.5g}, from"
        f" {column.minimum:,.7g} to {column.maximum:,.7g}; 98 % lie between"
        f" {low:,.5g} and {high:,.5g}."
    ]
    for end, what in ((column.maximum, "highest"), (column.minimum, "lowest")):
        count = int((filled == end).sum())
        if count >= 0.005 * len(filled) and count > 20 * len(filled) / column.unique:
            sentences.append(
                f"{said(count, 'row')} ({share(count, len(filled))}) hold exactly"
                f" {end:,.10g}, the {what} value of {column.name}: it looks capped, and"
                " a net cannot know what lies beyond."
            )
    spread = high - low
    if spread and (column.maximum or 0) - high > 3 * spread:
        sentences.append(
            f"{column.name} has a heavy tail: its maximum {column.maximum:,.5g} is far"
            f" beyond its 99th percentile {high:,.5g}; try the logarithm."
        )
    return sentences


def same_answers(train: list[str], others: list[str]) -> list[tuple[str, str]]:
    """Spellings that mean the same: ("<=50K.", "<=50K"), ("yes", "Yes").

    The first spelling of `train` (frequent first) stands; case, spaces and a final point
    make no difference.
    """
    meant: dict[str, str] = {}
    pairs = []
    for name in [*train, *others]:
        plain = " ".join(name.lower().split()).removesuffix(".")
        if meant.setdefault(plain, name) != name:
            pairs.append((name, meant[plain]))
    return list(dict.fromkeys(pairs))
