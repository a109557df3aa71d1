"""What one number says of the answer all alone, and where values stand on two sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolder.facts.commands import flag
from scaffolder.facts.listing import said, share, some
from scaffolder.facts.model import Column, Proposal

if TYPE_CHECKING:
    import polars as pl

    from scaffolder.facts.tables.reading import Reading

TELLS = 0.97  # rank correlation with the answer from which a person should ask why
DECIDES = 0.95  # share of a majority vote's mistakes that one number repairs
USUAL = 0.3  # of the rows, from which one value may say "nothing happened"
OTHERS = 20  # rows with another value, of which a person should know
HALF, NEVER = 0.5, 1e-6  # of a class; the chance that these rows are all of it
EACH = 10  # rows of one bin, or a vote in it would say little
SAMPLE = 20_000
MOST_COLUMNS = 500


def sentences(
    frame: pl.DataFrame, columns: list[Column], goal: Column, is_number: bool
) -> list[str]:
    """Numbers that nearly give the answer away, with the figure."""
    import polars as pl

    numbers = [c.name for c in columns if c.role == "number"][:MOST_COLUMNS]
    rows = frame.select(*numbers, goal.name).drop_nulls(goal.name).head(SAMPLE)
    answers = rows[goal.name].cast(pl.Float64, strict=False)
    ordered = is_number or not answers.null_count()
    found = []
    for name in numbers:
        cells = rows[name]
        if ordered and (tells := rank_correlation(cells, answers)) >= TELLS:
            found.append(
                f"{name} alone says nearly all of {goal.name} (rank correlation"
                f" {tells:.3f}). Will it be known, and mean the same, when you predict?"
                f" If not: {flag('--drop', name)}."
            )
        elif not is_number and (right := _vote(cells, rows[goal.name])):
            found.append(
                f"{name} alone answers {share(right, len(rows))} of the rows. Will it be"
                f" known, and mean the same, when you predict? If not: {flag('--drop', name)}."
            )
        elif not is_number and (told := _of_one_class(cells, rows[goal.name])):
            found.append(
                f"{told} If it comes with the outcome: {flag('--drop', name)}."
            )
    return found


def _of_one_class(cells: pl.Series, answers: pl.Series) -> str:
    """A number that has its usual value, or none, but in the rows of one class."""
    usual = cells.mode()[0] if cells.null_count() < USUAL * len(cells) else None
    other = cells.ne_missing(usual)
    named = answers.filter(other)
    if other.mean() > 1 - USUAL or len(named) < OTHERS or named.n_unique() > 1:  # type: ignore[operator]
        return ""
    name, of_class = named[0], int((answers == named[0]).sum())
    by_accident = (of_class / len(answers)) ** len(named)
    if len(named) < HALF * of_class or by_accident > NEVER:
        return ""
    is_usual = "empty" if usual is None else f"{usual:g}"
    return (
        f"{cells.name} is {is_usual} but in {said(len(named), 'row')}, all of them {name!r}:"
        f" {share(len(named), of_class)} of this class."
    )


def rank_correlation(cells: pl.Series, answers: pl.Series) -> float:
    import polars as pl

    pair = pl.DataFrame({"x": cells, "y": answers}).drop_nulls()
    if len(pair) < max(20, 0.5 * len(cells)):
        return 0.0
    found = pair.select(pl.corr("x", "y", method="spearman")).item()
    return abs(found) if found is not None and found == found else 0.0


def _vote(cells: pl.Series, answers: pl.Series) -> int:
    """Rows that a vote within bins of equal size gets right, if it repairs most mistakes."""
    import polars as pl

    rows = len(cells)
    bins = (
        (cells.rank("dense") - 1) // max(1, cells.n_unique() * EACH // rows + 1)
    ).rename("bin")
    frame = pl.DataFrame({"bin": bins, "answer": answers})
    counts = frame.group_by("bin", "answer").len()
    right = int(counts.group_by("bin").agg(pl.col("len").max())["len"].sum())
    majority = int(answers.alias("answer").value_counts()["count"].max())  # type: ignore[arg-type]
    few = frame["bin"].n_unique() * EACH > rows + 2 * EACH  # the last one, and the gaps
    decides = right - majority >= DECIDES * (rows - majority) > 0
    return right if decides and not few else 0


def on_both_sides(reading: Reading, drop: list[Proposal]) -> list[str]:
    """Given files that share values of a column that is left out: the same thing twice?"""
    found = []
    for proposal in drop:
        name = proposal.value
        if name not in reading.train.names:
            continue
        column = reading.column(name)
        ours = reading.train.frame[name].drop_nulls()
        if column.role not in ("id", "text") or _counts(ours):
            continue
        for split, table in reading.tables.items():
            theirs = table.frame[name].drop_nulls() if name in table.names else ours[:0]
            if split == "train" or theirs.dtype != ours.dtype:
                continue
            shared = set(ours.unique()) & set(theirs.unique())
            if shared:
                found.append(
                    f"{name} is left out, but {len(shared):,} of its values stand in"
                    f" training and in {table.path.name}: {some(_listed(shared), 3)}. If"
                    " they name the same thing, its score flatters."
                )
    return found


def _counts(cells: pl.Series) -> bool:
    """Numbers that count the rows, which begin anew in each file."""
    return cells.dtype.is_float() and bool((cells.diff() == 1).mean() >= 0.9)  # type: ignore[operator]


def _listed(values: set[object]) -> list[str]:
    return [f"{v:.15g}" if isinstance(v, float) else str(v) for v in sorted(values)]  # type: ignore[type-var]
