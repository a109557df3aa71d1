"""What a given validation or test file holds that training does not: drift, and new values."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scaffolder.facts.listing import said, share, some
from scaffolder.facts.model import Column
from scaffolder.facts.tables.reading import Reading
from scaffolder.facts.written.table import Table

if TYPE_CHECKING:
    import polars as pl

FAR = 0.5  # training sds between the means
SURE = 4.0  # standard errors, or it may be chance
SHARES = 0.1  # by which a class is more or less frequent


def sentences(
    reading: Reading, inputs: list[Column], goal: Column, is_number: bool
) -> list[str]:
    """Each given file against training: levels, shares of the classes, unseen categories."""
    numbers = [c.name for c in inputs if c.role == "number"]
    numbers += [goal.name] if is_number else []
    names = [c.name for c in inputs if c.role == "category"]
    told = []
    for split, table in reading.tables.items():
        if split != "train":
            told += _on_levels(reading.train, table, numbers)
            told += [] if is_number else _on_shares(reading.train, table, goal.name)
            told += _on_unseen(reading.train, table, names)
    return told


def _on_levels(train: Table, given: Table, names: list[str]) -> Iterator[str]:
    moved = {name: _gap(train.frame[name], given.frame[name]) for name in names}
    far = sorted((n for n in moved if moved[n]), key=lambda name: -abs(moved[name]))
    if far:
        listed = some([f"{name} {moved[name]:+.1f}" for name in far])
        yield (
            f"{given.path.name} lies elsewhere than training, in training sds: {listed}. Its"
            " scores will say as much about that as about the net."
        )


def _gap(ours: pl.Series, theirs: pl.Series) -> float:
    """Between the means, in training sds; 0 where it is small or may be chance."""
    ours, theirs = ours.drop_nulls(), theirs.drop_nulls()
    if not (ours.dtype.is_float() and theirs.dtype.is_float() and len(theirs)):
        return 0.0
    sd = ours.std()
    if not sd or not math.isfinite(sd):  # type: ignore[arg-type]
        return 0.0
    gap = float((theirs.mean() - ours.mean()) / sd)  # type: ignore[operator, arg-type]
    error = math.sqrt(1 / len(ours) + 1 / len(theirs))
    return gap if abs(gap) > max(FAR, SURE * error) else 0.0


def _on_shares(train: Table, given: Table, name: str) -> Iterator[str]:
    ours, theirs = train.frame[name].drop_nulls(), given.frame[name].drop_nulls()
    if not len(theirs):
        return
    moved = []
    for answer in ours.unique().sort().to_list():
        before, after = (ours == answer).mean(), (theirs == answer).mean()
        error = math.sqrt(before * (1 - before) / len(theirs))  # type: ignore[operator]
        if abs(after - before) > max(SHARES, SURE * error):  # type: ignore[operator]
            moved.append(
                f"{answer} {share(before, 1)} in training, {share(after, 1)} here"  # type: ignore[arg-type]
            )
    if moved:
        yield (
            f"The classes of {given.path.name} come in other shares than in training:"
            f" {some(moved, 4)}."
        )


def _on_unseen(train: Table, given: Table, names: list[str]) -> Iterator[str]:
    found = []
    for name in names:
        ours, theirs = train.frame[name], given.frame[name].drop_nulls()
        if ours.dtype != theirs.dtype:
            continue
        strange = theirs.filter(~theirs.is_in(ours.unique().drop_nulls().implode()))
        if len(strange):
            values = some(map(repr, strange.unique().sort().to_list()), 3)
            found.append(f"{name} {values} in {said(len(strange), 'row')}")
    if found:
        yield (
            f"Categories of {given.path.name} that training lacks: {some(found)}. An unseen"
            " category says nothing to the net."
        )
