"""Columns that are another model's guess at the answer, or a second one: "predicted price" beside "price"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scaffolder.facts.commands import flag
from scaffolder.facts.leaks.alone import TELLS, rank_correlation
from scaffolder.facts.model import Column, Proposal
from scaffolder.facts.tables.columns import words

if TYPE_CHECKING:
    import polars as pl

SURELY = {"predicted", "prediction", "predictions", "predict", "preds", "pred", "yhat"}
MAYBE = {"score", "scores", "probability", "prob", "proba", "estimate", "estimated"}
MAYBE |= {"forecast", "forecasted", "expected", "logit"}
ANSWERS = {"y", "label", "target", "answer", "outcome", "output", "response"}
OF_ANY_ANSWER = {"y", "label", "labels", "target", "class", "answer", "outcome"}
OF_ANY_ANSWER |= {"model", "my", "baseline", "value", "true", "actual", "measured"}
OF_ANY_ANSWER |= {"observed", "in", "of", "the", "per", "a", "to", "for", "by"}
STEM = 4  # letters that "churn" and "churned" share
RELATED = 0.3  # rank correlation with the answer from which a person should ask


def says_so(name: str) -> bool:
    return bool(SURELY & set(words(name)))


def answer(columns: Sequence[Column]) -> tuple[str, str]:
    """(the one column that another is called a prediction of, that other one); ("", "") if none"""
    guesses = [column for column in columns if says_so(column.name)]
    pairs = [
        (column.name, guess.name)
        for guess in guesses
        for column in columns
        if column not in guesses and _share_a_word(column, guess)
    ]
    return pairs[0] if len({name for name, _ in pairs}) == 1 else ("", "")


def left_out(columns: list[Column], goal: Column) -> list[Proposal]:
    """Those that are called a prediction of this answer."""
    return [
        Proposal(
            column.name,
            f"{column.name} is a prediction of {goal.name}, by its name: who predicts has"
            f" no need of it as an input, or {flag('--keep', column.name)}",
        )
        for column in columns
        if says_so(column.name) and not says_so(goal.name) and _is_about(column, goal)
    ]


def second_answers(
    frame: pl.DataFrame, columns: list[Column], goal: Column
) -> list[Proposal]:
    """Numbers that are called an answer as this one is, and are nearly the same: Y2 of Y1."""
    import polars as pl

    answers = frame[goal.name].cast(pl.Float64, strict=False)
    found = []
    for column in columns:
        if column.role != "number" or not answer_words(column) & answer_words(goal):
            continue
        if (tells := rank_correlation(frame[column.name], answers)) >= TELLS:
            why = (
                f"{column.name} is a second answer, by its name, and says nearly all of"
                f" {goal.name} (rank correlation {tells:.3f}): who predicts has neither, or"
                f" {flag('--keep', column.name)}"
            )
            found.append(Proposal(column.name, why))
    return found


def answer_words(column: Column) -> set[str]:
    """ "Y1" and "y_2" are both y, "output heating" is an output."""
    return {word.rstrip("0123456789") for word in words(column.name)} & ANSWERS


def sentences(frame: pl.DataFrame, columns: list[Column], goal: Column) -> list[str]:
    """Scores and estimates that may be such a guess: only a person knows."""
    import polars as pl

    if (MAYBE | SURELY) & set(words(goal.name)):
        return []
    asked = [c for c in columns if _may_be(c, columns, goal)]
    cells = frame[goal.name]
    order = cells.cast(pl.Float64, strict=False)
    if order.null_count() > cells.null_count():  # names
        order = cells.rank("dense").cast(pl.Float64)
    ordered = cells.dtype.is_float() or cells.n_unique() - bool(cells.null_count()) == 2
    return [
        f"{column.name} may be another model's answer to {goal.name}, or be made after it."
        f" Will it be known when you predict? If not: {flag('--drop', column.name)}."
        for column in asked
        if not (ordered and rank_correlation(frame[column.name], order) < RELATED)
    ]


def _may_be(column: Column, columns: list[Column], goal: Column) -> bool:
    """A score of this answer; or a prediction of nothing else that the table has."""
    if column.role != "number":
        return False
    if not says_so(column.name):
        return bool(MAYBE & set(words(column.name))) and _is_about(column, goal)
    others = (other for other in columns if other.name != column.name)
    return not any(_is_about(column, other) for other in others)


def _is_about(column: Column, goal: Column) -> bool:
    """Whether the names share a word, or the column's has none but "y" or "model"."""
    ours = set(words(column.name)) - SURELY - MAYBE
    return not ours - OF_ANY_ANSWER or _share_a_word(goal, column)


def _share_a_word(goal: Column, column: Column) -> bool:
    ours = set(words(column.name)) - SURELY - MAYBE - OF_ANY_ANSWER
    theirs = set(words(goal.name)) - OF_ANY_ANSWER
    return any(_alike(one, other) for one in ours for other in theirs)


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= STEM and long.startswith(short))
