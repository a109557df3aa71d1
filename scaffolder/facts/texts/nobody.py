"""Answers of texts that say that nobody knows: "-" where the annotators disagree, or "nan"."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from scaffolder.facts.commands import flag
from scaffolder.facts.listing import said as counted
from scaffolder.facts.model import Proposal
from scaffolder.facts.tables import answers
from scaffolder.facts.tables.class_named_na import marks_among
from scaffolder.facts.written.cells import as_text, raw

if TYPE_CHECKING:
    from scaffolder.facts.tables.reading import Reading

OTHERS = 3  # classes beside: between two a dash may be the middle
SELDOM = 0.2  # of the rows


def knows(reading: Reading, target: str) -> tuple[Proposal, ...]:
    """What is left out, now that it has gone from the rows of every table."""
    import polars as pl

    counts = answers.classes(reading.train.frame[target])
    blank = [name for name in counts if name in answers.NO_ANSWER]
    rows = sum(counts[name] for name in blank)
    many = rows > SELDOM * sum(counts.values())
    if not blank or len(counts) - len(blank) < OTHERS or many:
        return ()
    for table in reading.tables.values():
        table.frame = table.frame.with_columns(
            pl.when(~pl.col(target).is_in(blank)).then(pl.col(target))
        )
    return tuple(
        Proposal(
            name,
            f"{name!r} of {target} stands where nobody knows:"
            f" {counted(counts[name], 'row')}",
        )
        for name in blank
    )


def gaps(reading: Reading, target: str) -> tuple[Proposal, ...]:
    """Answers that are written like a missing value: a net for texts would learn them as classes."""
    import polars as pl

    counts: Counter[str] = Counter()
    for table in reading.tables.values():
        if table.dialect:
            cells = as_text(table, target)
        else:
            cells = raw(table.path, table.format)[target].cast(pl.String)
            cells = cells.filter(table.kept) if table.kept is not None else cells
        counts.update(marks_among(cells.filter(table.frame[target].is_null())))
    return tuple(
        Proposal(
            mark,
            f"{mark!r} of {target} is how a missing value is written:"
            f" {counted(count, 'row')}",
        )
        for mark, count in counts.items()
    )


def said(one: Proposal) -> str:
    return f"{one.reason} left out. If it is a class: {flag('--keep', str(one.value))}."
