"""Columns that give the answer away, and columns that say the same as another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolder.facts.commands import flag
from scaffolder.facts.leaks.alike import CONTINUOUS, alike
from scaffolder.facts.listing import share
from scaffolder.facts.model import Column, Proposal

if TYPE_CHECKING:
    import polars as pl

SAME = 1 - 1e-9  # correlation of two columns that differ by unit and offset only
# rank correlation with a numeric target: rounding, a currency, a logarithm
LEAK = 0.99999
GIVES_AWAY = 0.4  # share of a majority vote's mistakes that one column repairs
LEVELS, MANY = 30, 100  # values and rows from which a steady rise is no accident
EACH = 10  # rows with a text, and without; of a class
WHOLE = 0.9  # of the rows have both
GAP = 0.1  # of the whole range lies between two classes at most
CUT = 4  # classes, from which their ranges do not lie apart by nature
SAMPLE = 10_000  # rows that can refute at once that two columns say the same


def leaks(frame: pl.DataFrame, columns: list[Column], goal: Column) -> list[Proposal]:
    """Inputs that are the target in other words: equal, rescaled, or one to one."""
    known = frame[goal.name].is_not_null()
    answer = frame[goal.name].filter(known)
    return [
        Proposal(column.name, f"{column.name} {why}: it would give the answer away")
        for column in columns
        if (why := _leaks(frame[column.name].filter(known), answer, column))
    ]


def _leaks(cells: pl.Series, answer: pl.Series, column: Column) -> str:
    """Why a column leaks; "" if it does not."""
    pair = beside(cells, answer)
    same = f"is {answer.name} in other words"
    if answer.dtype.is_float() and column.role == "number":
        filled = pair.drop_nulls()
        enough = len(filled) > 0.5 * len(pair) and filled[column.name].n_unique() > 2
        agree = enough and (
            _ranks_agree(filled.head(SAMPLE)) or _never_falls(filled, answer.name)
        )
        return same * agree
    if column.role == "number" and _cut_into_classes(pair, answer.name):
        return f"is the number that the classes of {answer.name} are cut from"
    told = _filled_for_one(cells, answer) or _usual_for_one(pair, column, answer.name)
    return same * _one_to_one(pair) or told


def _cut_into_classes(pair: pl.DataFrame, answer: str) -> bool:
    """Whether each of several classes holds a range of a number that no other enters.

    Few classes may lie apart by nature, and several with gaps between; grades are named in
    their order.
    """
    import polars as pl

    whole = pair.drop_nulls()
    number = next(name for name in pair.columns if name != answer)
    if len(whole) < MANY or whole[number].n_unique() < LEVELS:
        return False
    low, high = pl.col(number).min().alias("low"), pl.col(number).max().alias("high")
    ends = whole.group_by(answer).agg(low, high, pl.len()).sort("low")
    gaps = ends["low"][1:] - ends["high"].head(len(ends) - 1)
    most = GAP * (whole[number].max() - whole[number].min())  # type: ignore[operator]
    several = (ends["len"] >= EACH).sum() >= CUT
    named = ends[answer].is_sorted() or ends[answer].is_sorted(descending=True)
    return several and named and bool(gaps.is_between(0, most, closed="right").all())


def _never_falls(pair: pl.DataFrame, answer: str) -> bool:
    """Whether one never falls, or never rises, as the other rises: a rounded logarithm."""
    import polars as pl

    few = min(pair[name].n_unique() for name in pair.columns)
    if few < LEVELS or len(pair) < MANY:
        return False
    other = next(name for name in pair.columns if name != answer)
    ends = pair.group_by(other).agg(
        pl.col(answer).min().alias("low"), pl.col(answer).max().alias("high")
    )
    ends = ends.sort(other)
    rises = (ends["low"][1:] >= ends["high"][:-1]).all()
    return rises or bool((ends["high"][1:] <= ends["low"][:-1]).all())


def _filled_for_one(cells: pl.Series, answer: pl.Series) -> str:
    """A text that all rows of one of two classes have, and no other: the reason of it."""
    with_text, without = answer.filter(cells.is_not_null()), answer.filter(
        cells.is_null()
    )
    if cells.dtype.is_float() or min(len(with_text), len(without)) < EACH:
        return ""
    if with_text.n_unique() > 1 or without.n_unique() > 1 or with_text[0] == without[0]:
        return ""
    return f"is filled in the rows of {with_text[0]!r} and in no others"


def _usual_for_one(pair: pl.DataFrame, column: Column, answer: str) -> str:
    """A number of many values that all rows of one of two classes have at its usual one."""
    whole = pair.drop_nulls()
    if column.role != "number" or len(whole) < WHOLE * len(pair):
        return ""
    if whole[column.name].n_unique() < LEVELS or whole[answer].n_unique() != 2:
        return ""
    usual = whole[column.name].mode()[0]
    same = whole[column.name] == usual
    inside, outside = whole[answer].filter(same), whole[answer].filter(~same)
    if min(len(inside), len(outside)) < EACH or inside.n_unique() > 1:
        return ""
    if outside.n_unique() > 1 or inside[0] == outside[0]:
        return ""
    named = f"{inside[0]:g}" if isinstance(inside[0], float) else repr(inside[0])
    return f"is {usual:g} in all rows of {named} and in no others"


def beside(*columns: pl.Series) -> pl.DataFrame:
    """Some columns of a wide frame, without a look at the others: `select` takes all in hand."""
    import polars as pl

    return pl.DataFrame({column.name: column for column in columns})  # even of no name


def _ranks_agree(pair: pl.DataFrame) -> bool:
    import polars as pl

    correlation = pair.select(pl.corr(*pair.columns, method="spearman")).item()
    return correlation is not None and abs(correlation) > LEAK


def copies(frame: pl.DataFrame, columns: list[Column]) -> list[Proposal]:
    """Of two columns that say the same, the one to leave out: text before numbers."""
    dropped: dict[str, Proposal] = {}
    for first, second in alike(frame, columns):
        if {first.name, second.name} & dropped.keys():
            continue
        if not _same(frame, first, second):
            continue
        out, kept = second, first
        if first.role == "category" and second.role == "number":
            out, kept = first, second
        order = ", which keeps the order" if kept.role != out.role else ""
        reason = f"{out.name} says the same as {kept.name}{order}"
        dropped[out.name] = Proposal(out.name, reason)
    return list(dropped.values())


def _same(frame: pl.DataFrame, first: Column, second: Column) -> bool:
    if first.unique != second.unique or first.missing != second.missing:
        return False
    pair = beside(frame[first.name], frame[second.name])
    if first.unique <= CONTINUOUS * (len(frame) - first.missing):
        return _one_to_one(pair)
    return first.role == second.role == "number" and _rescaled(pair)


def _one_to_one(pair: pl.DataFrame) -> bool:
    """Each value of one column goes with one value of the other; a gap is a value."""
    for rows in (pair.head(SAMPLE), pair):
        first, second = (rows[name].n_unique() for name in rows.columns)
        if first != second or rows.n_unique() != first:
            return False
    return first <= CONTINUOUS * len(pair)


def _rescaled(pair: pl.DataFrame) -> bool:
    import polars as pl

    for rows in (pair.head(SAMPLE), pair):
        correlation = rows.select(pl.corr(*pair.columns)).item()
        if correlation is None or abs(correlation) < SAME:
            return False
    return True


def nearly(frame: pl.DataFrame, columns: list[Column], goal: Column) -> list[str]:
    """Sentences on single categories that nearly decide a class (Goodman's lambda)."""
    import polars as pl

    known = frame[goal.name].is_not_null()
    answer = frame[goal.name].filter(known)
    majority = answer.alias("answer").value_counts()["count"].max()
    sentences = []
    for column in columns:
        if column.role != "category" or column.unique > 0.1 * len(answer):
            continue
        rows = beside(frame[column.name].filter(known), answer)
        counts = rows.group_by(column.name, goal.name).len()
        right = counts.group_by(column.name).agg(pl.col("len").max())["len"].sum()
        if told := _coarser(counts, column.name, goal):
            sentences.append(told)
            continue
        mistakes = len(rows) - int(majority)  # type: ignore[arg-type]
        if mistakes and int(right) - (len(rows) - mistakes) >= GIVES_AWAY * mistakes:
            sentences.append(
                f"{column.name} alone answers {share(int(right), len(rows))} of the rows"
                f" (the largest class: {share(len(rows) - mistakes, len(rows))}). Will"
                " it be known, and mean the same, when you predict? If not:"
                f" {flag('--drop', column.name)}."
            )
    return sentences


def _coarser(counts: pl.DataFrame, name: str, goal: Column) -> str:
    """A category of which each class has one only, and some share one: the genus of a species."""
    import polars as pl

    classes, values = counts[goal.name].n_unique(), counts[name].n_unique()
    per_class = counts.group_by(goal.name).agg(
        pl.len(), pl.col("len").sum().alias("rows")
    )
    one_each = bool((per_class["len"] == 1).all()) and counts[name].null_count() == 0
    if not one_each or not 1 < values < classes or per_class["rows"].min() < EACH:  # type: ignore[operator]
        return ""
    return (
        f"{name} follows from {goal.name}: each of its {classes} classes has one {name} in all"
        f" rows, of {values}, as a wider name of the same would. Will it be known, and mean the"
        f" same, when you predict? If not: {flag('--drop', name)}."
    )
