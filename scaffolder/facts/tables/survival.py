"""How long something was followed, and whether the event came: the others are censored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scaffolder.facts.commands import beside, flag, on_table, text, write
from scaffolder.facts.model import Column, Proposal
from scaffolder.facts.tables.columns import words

if TYPE_CHECKING:
    from scaffolder.facts.tables.reading import Reading

FOLLOWED = {"survival", "surv", "followup", "tte", "os", "pfs", "dfs", "rfs"}
UNITS = {"time", "days", "day", "weeks", "months", "month", "years", "duration"}
OUTCOMES = {"death", "dead", "died", "deceased", "censored", "censor", "cens", "vital"}
OUTCOMES |= {
    "relapse",
    "relapsed",
    "recurrence",
    "censoring",
    "censorship",
    "mortality",
}
STATES = {"status", "event", "state"}
CAME = {
    "dead",
    "died",
    "deceased",
    "death",
    "event",
    "yes",
    "true",
    "relapse",
    "relapsed",
}
CLOCK = re.compile("(s|f|fu|os|pfs|dfs|rfs|surv|survival|cens)(time|days|months)")
STATE = re.compile("(f|fu|os|pfs|dfs|rfs|cens)(stat|status|event)")
DIFFERENT = 20  # durations, or it may be a visit


@dataclass(frozen=True)
class Followed:
    duration: Column
    event: Column

    @property
    def names(self) -> set[str]:
        return {self.duration.name, self.event.name}


def find(reading: Reading) -> Followed | None:
    """The first such pair, by their names and values."""
    durations = [c for c in reading.columns if _measures(c)]
    events = [c for c in reading.columns if _ends(c)]
    for duration in durations:
        for event in events:
            sorted_ = reading.train.frame[duration.name].is_sorted()
            if duration is not event and _belong(duration, event, sorted_):
                return Followed(duration, event)
    return None


def _measures(column: Column) -> bool:
    if column.role != "number" or column.unique <= DIFFERENT:
        return False
    return bool(column.minimum is not None and column.minimum >= 0) and (
        _is_followed(column) or bool(UNITS & set(words(column.name)))
    )


def _is_followed(column: Column) -> bool:
    found = words(column.name)
    joined = "_".join(found)
    said = "follow_up" in joined or "time_to_" in joined or found == ["time"]
    return said or any(w in FOLLOWED or CLOCK.fullmatch(w) for w in found)


def _ends(column: Column) -> bool:
    if column.unique != 2 or column.role not in ("number", "category"):
        return False
    codes = (column.minimum, column.maximum) in ((0, 1), (1, 2))
    found = words(column.name)
    named = any(w in OUTCOMES | STATES or STATE.fullmatch(w) for w in found)
    return named and (column.role == "category" or codes)


def _belong(duration: Column, event: Column, sorted_: bool) -> bool:
    """A clear name of one allows for a vague one of the other; a clock that runs is none."""
    if OUTCOMES & set(words(event.name)):
        return True
    return _is_followed(duration) and not (sorted_ and words(duration.name) == ["time"])


def question(reading: Reading, chosen: Proposal) -> Proposal:
    """Neither of the two is an answer that may be guessed."""
    found = find(reading)
    if not found or (chosen.value and chosen.value not in found.names):
        return chosen
    other = f"{flag('--target', found.event.name)} leaves {found.duration.name} out"
    return Proposal("", f"{told(reading, found)} {way(reading, found)}; or {other}")


def told(reading: Reading, found: Followed) -> str:
    return (
        f"{found.duration.name} and {found.event.name} look like survival data: how long"
        " each row was followed, and whether the event came. Where it did not,"
        f" {found.duration.name} is censored, only a lower bound, and no kind here reads"
        " that."
    )


def way(reading: Reading, found: Followed) -> str:
    """Whether the event came within a time is a class that all rows left in have."""
    event, duration = found.event.name, found.duration.name
    if not (came := _came(found.event)) or found.duration.median is None:
        return "Needed: a column that says whether the event came within some time"
    most = f"{float(f'{found.duration.median:.2g}'):g}"
    name, (how, ending) = f"within_{most}", write(reading.train)
    file = beside(reading.train, name, ending)
    code = (
        f"d = pl.col({text(duration)}).cast(float); e = {came};"
        f" t.filter(e | (d > {most})).with_columns((e & (d <= {most})).cast(int)"
        f".alias({text(name)})).drop({text([duration, event])}).{how}({text(file.name)})"
    )
    return (
        f"Whether the event came within {most} (choose your own), of the rows that tell:"
        f" {on_table(reading.train, code)} and name {file} {flag('--target', name)}"
    )


def _came(event: Column) -> str:
    """Polars for rows in which the event came; "" where no name says so."""
    column = f"pl.col({text(event.name)})"
    if event.role == "number":
        censored = any(word.startswith("cens") for word in words(event.name))
        came = event.minimum if censored else event.maximum
        return f"({column}.cast(float) == {came:g})"
    said = [cell for cell in event.examples if {*words(cell)} & CAME or cell == "1"]
    return f"({column} == {text(said[0])})" if len(said) == 1 else ""


def left_out(reading: Reading, target: str) -> list[Proposal]:
    """The other one of the two: nobody knows it before the event."""
    found = find(reading)
    if not found or target not in found.names:
        return []
    other = next(iter(found.names - {target}))
    why = f"{other} belongs to {target}: how long it was followed is known only afterwards"
    if target == found.duration.name:
        why = f"{other} says for which rows {target} is a lower bound only"
    return [Proposal(other, why)]


def sentences(reading: Reading, target: str) -> Sequence[str]:
    found = find(reading)
    if not found or target not in found.names:
        return []
    return [f"{told(reading, found)} {way(reading, found)}."]
