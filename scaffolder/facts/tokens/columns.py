"""Which column holds the tokens, and which one their tags."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.listing import said, some
from scaffolder.facts.model import Proposal
from scaffolder.facts.tokens.census import UNTAGGED
from scaffolder.facts.tokens.lines import UNIVERSAL, Form
from scaffolder.facts.tokens.schemes import are_spans
from scaffolder.facts.tokens.written import sentences

LOOKED = 2_000  # sentences
NEVER = ("ID", "HEAD", "DEPS", "MISC")  # numbers, and what belongs to nobody
RICHER = 2  # times as many: a prediction beside the truth has about as many
SHARE, MOST = 0.2, 500  # of the tokens that may be different tags, and how many


def choose(path: Path, form: Form, named: str | None) -> tuple[str, Proposal]:
    """(the column of the tokens, that of the tags with a reason)"""
    values: list[Counter[str]] = [Counter() for _ in form.columns]
    for sentence in islice(sentences(path, form), LOOKED):
        for row in sentence.rows:
            for column, cell in zip(values, row, strict=True):
                column[cell] += 1
    kinds = {
        name: len(column.keys() - set(UNTAGGED))
        for name, column in zip(form.columns, values, strict=True)
    }
    word = "FORM" if form.columns == UNIVERSAL else of_tokens(kinds)
    word = form.columns[0] if form.records else word
    if named:
        return word, as_named(path, form, word, kinds, named)
    total = values[0].total()
    fit = [
        name
        for name, count in kinds.items()
        if name not in (word, *NEVER) and 2 <= count <= min(MOST, max(2, SHARE * total))
    ]
    if not fit:
        seen = some(f"{name} has {said(n, 'value')}" for name, n in kinds.items())
        raise DataError(
            f"No column of {path} looks like tags: {seen}. Needed: between 2 and {MOST}"
            " different tags; name their column with --target."
        )
    if form.records and len(fit) > 1:
        seen = some([f"{name} ({said(kinds[name], 'tag')})" for name in fit])
        raise DataError(f"{path} has several tags: {seen}. Name one with --target.")
    return word, of_tags(form, fit, kinds, dict(zip(form.columns, values, strict=True)))


def of_tokens(kinds: dict[str, int]) -> str:
    """The one with the most different values."""
    return max((name for name in kinds if name != "ID"), key=lambda name: kinds[name])


def as_named(
    path: Path, form: Form, word: str, kinds: dict[str, int], named: str
) -> Proposal:
    if named not in form.columns or named == word:
        raise DataError(
            f"--target {named}: {path} has the columns {', '.join(form.columns)}, and {word} is"
            " the token. Name the column of the tags."
        )
    return Proposal(named, f"you named it: {said(kinds[named], 'tag')}")


def outer(name: str, fit: list[str], values: dict[str, Counter[str]]) -> str:
    """The column with far more spans of such kinds: those of this one stand inside them."""

    def kinds(column: str) -> set[str]:
        found = {tag[2:] for tag in values[column] if tag[1:2] in ("-", "_")}
        return found if are_spans(values[column].keys() - set(UNTAGGED)) else set()

    def spans(column: str) -> int:
        return values[column].total() - values[column]["O"]

    same = [n for n in fit if kinds(name) & kinds(n)]
    best = max(same, key=spans, default=name)
    return best if spans(best) > RICHER * spans(name) else name


def of_tags(
    form: Form, fit: list[str], kinds: dict[str, int], values: dict[str, Counter[str]]
) -> Proposal:
    """UPOS, else the last column that fits, as in CoNLL-2003, or the outer one of its spans."""
    name = next((n for n in ("UPOS", "XPOS") if n in fit), fit[-1])
    name, inner = outer(name, fit, values), name
    others = ", ".join(f"{n} ({kinds[n]} tags)" for n in fit if n != name)
    instead = f"; --target names another: {others}" if others else ""
    if name == "UPOS":
        return Proposal(name, f"{kinds[name]} universal tags{instead}")
    spans = "spans, " if are_spans(values[name].keys() - set(UNTAGGED)) else ""
    if form.records:
        return Proposal(name, f"the only list of tags: {spans}{kinds[name]} different")
    if name != inner:
        return Proposal(
            name,
            f"of columns with the same spans the one with more of them: {kinds[name]}"
            f" different tags{instead}",
        )
    where = "last column of tags" if name == form.columns[-1] else "column"
    return Proposal(name, f"the {where}: {spans}{kinds[name]} different ones{instead}")
