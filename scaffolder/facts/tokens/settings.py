"""What config.py is told of tagged sentences."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate

from scaffolder.facts.files.source import Source
from scaffolder.facts.listing import said
from scaffolder.facts.model import Proposal
from scaffolder.facts.tokens.census import UNTAGGED, Census
from scaffolder.facts.tokens.lines import UNIVERSAL, Form
from scaffolder.facts.tokens.schemes import are_spans

COVERED = 0.995  # of the sentences that fit into x as they are
SHORTEST, LONGEST = 8, 128  # tokens of x


def settings(
    source: Source, form: Form, word: str, train: Census, found: dict[str, Census]
) -> dict[str, Proposal]:
    given = {part: str(place) for part, place in source.splits.items()}
    counted = f"{said(train.sentences, 'sentence')} of {said(train.tokens, 'token')}"
    untagged = sum(census.untagged for census in found.values())
    return in_columns(form) | {
        "data": Proposal(given["train"], counted),
        "validation_data": part(given, "validation"),
        "test_data": part(given, "test"),
        "read": reader(form),
        "tags": kind_of_tags(train),
        "word": Proposal(word, "the column of the tokens"),
        "untagged": Proposal(
            UNTAGGED,
            (
                f"stands where there is no tag: {said(untagged, 'token')} that count nowhere"
                if untagged
                else "would stand where there is no tag; every token has one"
            ),
        ),
        "length": length(train),
    }


def in_columns(form: Form) -> dict[str, Proposal]:
    """How the lines of CoNLL are written; of records the lists that they have."""
    why = "names of the columns; the file has none"
    if form.records or form.columns == UNIVERSAL:
        why = "the lists of a record" if form.records else "those of CoNLL-U"
    return {
        "columns": Proposal(form.columns, why),
        "separator": Proposal(
            form.separator,
            (
                "between the columns: tabs"
                if form.separator
                else 'between the columns; "" for spaces, any number of them'
            ),
        ),
        "encoding": Proposal(form.encoding, "as its bytes read"),
        "comment": Proposal(
            form.comment,
            "begins a comment" if form.comment else "begins a comment; no line is one",
        ),
    }


def reader(form: Form) -> Proposal:
    """Which part of the templates reads it."""
    if form.records:
        return Proposal("json_tokens", "JSON with lists of tokens")
    usual = (UNIVERSAL, "\t", "utf8")
    if (form.columns, form.separator, form.encoding) == usual:
        return Proposal("conllu", "CoNLL-U")
    return Proposal("conll", "columns that the file does not name")


def kind_of_tags(train: Census) -> Proposal:
    """Which part of the templates says what an answer means."""
    if are_spans(train.tags):
        return Proposal("spans", "B-, I- and their like mark spans of tokens")
    return Proposal("tags", "each token has a tag of its own")


def part(given: dict[str, str], name: str) -> Proposal:
    if name in given:
        return Proposal(given[name], f"a given {name} file")
    return Proposal("", f"no {name} file was given: a share of `data` is kept")


def length(train: Census) -> Proposal:
    """Room for nearly every sentence: a step costs as much for a pad as for a token."""
    longest, sizes = max(train.lengths), sorted(train.lengths)
    fits = list(accumulate(train.lengths[size] for size in sizes))
    size = sizes[bisect_left(fits, COVERED * train.sentences)]
    room = min(max(-(-size // 8) * 8, SHORTEST), LONGEST)
    longer = sum(n for size, n in train.lengths.items() if size > room)
    reason = f"tokens of x; the longest sentence has {longest}"
    if longer:
        reason += f": {longer} of {train.sentences:,} are cut in pieces"
    return Proposal(room, reason)
