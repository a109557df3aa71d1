"""What data.py reads: paths and format, as the facts found them unless an answer differs."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ..answers import Answers
from ..facts.model import Facts, Proposal
from .budget import chosen

PATHS = ("data", "validation_data", "test_data")


def reading(answers: Answers, facts: Facts) -> dict[str, Proposal]:
    """Paths and format: as the facts found them, unless an answer says otherwise."""
    found = dict(facts.settings)
    for name in ("validation_data", "test_data"):
        found[name] = chosen(getattr(answers, name) or found[name].value, found[name])
    found["drop"] = dropped(answers, facts)
    found["target"] = chosen(answers.target or facts.target.value, facts.target)
    for name in ("image_size", "horizon", "lookback"):
        if name in found:
            number = getattr(answers, name) or found[name].value
            found[name] = chosen(number, found[name])
    if "categorical" in found:
        found["categorical"] = categorical(answers, facts)
    return found


def dropped(answers: Answers, facts: Facts) -> Proposal:
    reasons = {proposal.value: proposal.reason for proposal in facts.drop}
    said = [reasons.get(name, f"{name}: you named it") for name in answers.drop]
    kept = [name for name in reasons if name not in answers.drop]
    said += [f"{name} stays: you kept it" for name in kept]
    names = [*answers.drop]
    known = {column.name for column in facts.columns} - {*names}
    if (
        facts.reader == "table"
        and answers.split_column
        and answers.split_column in known
    ):
        names.append(answers.split_column)
        said.append(f"{answers.split_column}: the split is by it")
    what = "columns that are no input"
    if facts.reader not in ("table", "series"):
        what = "examples that are left out, by id"
    return Proposal(tuple(names), f"{what}; {'; '.join(said) or 'none'}")


def categorical(answers: Answers, facts: Facts) -> Proposal:
    aside = {answers.target or facts.target.value, *answers.drop}
    return categories(facts, aside | {answers.split_column} - {""})


def categories(facts: Facts, aside: set[str]) -> Proposal:
    """Also columns that were to be dropped and are kept: text is never a number."""
    proposal = facts.settings["categorical"]
    words = [
        c.name for c in facts.columns if c.role in ("category", "text", "id", "time")
    ]
    names = tuple(
        column.name
        for column in facts.columns
        if column.name not in aside and column.name in {*proposal.value, *words}
    )
    return Proposal(names, proposal.reason)


def seen_from(folder: Path, found: Mapping[str, Proposal]) -> dict[str, Proposal]:
    """What lies in the project, or beside it, is named from there: both may move together."""
    home = folder.resolve()
    return {
        name: (
            replace(one, value=Path(os.path.relpath(one.value, home)).as_posix())
            if name in PATHS
            and one.value
            and Path(one.value).is_relative_to(home.parent)
            else one
        )
        for name, one in found.items()
    }
