"""Whose pictures they are: a column that names people, animals or plots keeps each on one side."""

from __future__ import annotations

from scaffolder.facts.model import Column, Facts, Proposal
from scaffolder.facts.splits.rows import names_one_of
from scaffolder.facts.tables.columns import words

PEOPLE = {"subject", "patient", "person", "participant", "donor", "animal", "user"}
PEOPLE |= {"individual", "actor", "speaker", "session", "slide", "client", "customer"}
PEOPLE |= {"identity", "proband", "plot", "parzelle"}  # a plot of a field trial
FEWEST = 10  # of them: of fewer, a part may lack a class
REPEATED = 1.5  # pictures of one, on average


def by_person(
    facts: Facts, aside: list[Column]
) -> tuple[Proposal, Proposal, list[str]]:
    """(split, split_column, sentences): whole groups, where a column says whose it is."""
    rows = facts.counts["train"]
    for column in aside if len(facts.counts) == 1 else ():
        told = names_one_of(PEOPLE, words(column.name))
        if told and FEWEST <= column.unique <= rows / REPEATED and not column.missing:
            why = f"{column.name} repeats: {column.unique:,} values in {rows:,} rows"
            return (
                Proposal("group", "pictures of one are alike: keep them on one side"),
                Proposal(column.name, why),
                [
                    f"{why}. A split by chance would test on what was seen, so the split is by"
                    f" {column.name}. For chance all the same: --split chance."
                ],
            )
    return facts.split, facts.split_column, []
