"""Tagged sentences: CoNLL-U, the columns of CoNLL-2003, and what looks like them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate
from math import log
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.listing import said, share
from scaffolder.facts.model import Facts, Proposal
from scaffolder.facts.source import Source
from scaffolder.facts.tokens.census import UNTAGGED, Census, best, count, guessed
from scaffolder.facts.tokens.columns import choose
from scaffolder.facts.tokens.lines import NEEDED, UNIVERSAL, Form, form_of
from scaffolder.facts.tokens.schemes import are_spans
from scaffolder.facts.tokens.sentences import sentences

FEWEST = 20  # sentences: fewer cannot be cut into three parts that say anything
COVERED = 0.995  # of the sentences that fit into x as they are
SHORTEST, LONGEST = 8, 128  # tokens of x


def read_tokens(
    path: Path,
    source: Source,
    kind: str | None,
    named: str | None,
    done: Callable[[str, int, int], None],
) -> Facts:
    if kind not in (None, "text-tagging"):
        raise DataError(
            f"{path} holds tagged tokens in columns, which {kind} cannot use. Use --task"
            " text-tagging, or name other data."
        )
    form = form_of(source.train)
    word, tag = choose(source.train, form, named)
    found: dict[str, Census] = {}
    for number, (part, file) in enumerate(source.splits.items()):
        done("reading sentences", number, len(source.splits))
        found[part] = count(
            file, form, form.columns.index(word), form.columns.index(tag.value)
        )
    must_be_learnable(path, tag.value, found)
    train = found["train"]
    return Facts(
        path=path,
        reader="tokens",
        format="CoNLL-U" if form.columns == UNIVERSAL else "CoNLL columns",
        counts={part: census.sentences for part, census in found.items()},
        kind=Proposal(
            "text-tagging", "a token on each line with a tag beside it, sentences apart"
        ),
        target=tag,
        drop=(),
        split=order(train),
        split_column=column(train),
        settings=settings(source, form, word, train, found),
        classes=dict(train.tags.most_common()),
        sentences=tuple(sentences(tag.value, found)),
        watch=watch(train),
        expected=expected(found),
    )


def column(train: Census) -> Proposal:
    if train.documents > 1:
        return Proposal("document", "the files mark where one begins")
    return Proposal("", "a split by chance needs no column")


def must_be_learnable(path: Path, tag: str, found: dict[str, Census]) -> None:
    train = found["train"]
    if train.sentences < FEWEST:
        raise DataError(
            f"Found {said(train.sentences, 'sentence')} in {path}. Needed: {FEWEST} and more,"
            " better thousands; an empty line ends a sentence."
        )
    if len(train.tags) < 2:
        only = next(iter(train.tags), "_")
        raise DataError(
            f"Every token of {path} has the tag {only!r} in {tag}: there is nothing to learn."
            f" {NEEDED}; name another column with --target."
        )


def order(train: Census) -> Proposal:
    if train.documents > 1:
        reason = f"whole documents, of {train.documents:,}: sentences of one share names and topic"
        return Proposal("group", reason)
    return Proposal(
        "chance", "no document is marked: sentences are dealt out by chance"
    )


def settings(
    source: Source, form: Form, word: str, train: Census, found: dict[str, Census]
) -> dict[str, Proposal]:
    given = {part: str(place) for part, place in source.splits.items()}
    counted = f"{said(train.sentences, 'sentence')} of {said(train.tokens, 'token')}"
    untagged = sum(census.untagged for census in found.values())
    return {
        "data": Proposal(given["train"], counted),
        "validation_data": part(given, "validation"),
        "test_data": part(given, "test"),
        "read": reader(form),
        "tags": kind_of_tags(train),
        "columns": Proposal(
            form.columns,
            (
                "those of CoNLL-U"
                if form.columns == UNIVERSAL
                else "names of the columns; the file has none"
            ),
        ),
        "word": Proposal(word, "the column of the tokens"),
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


def reader(form: Form) -> Proposal:
    """Which part of the templates reads it."""
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


def watch(train: Census) -> Proposal:
    if are_spans(train.tags):
        outside = share(train.tags["O"], train.tags.total())
        return Proposal(
            "entity F1", f"accuracy would reward the O of {outside} of the tokens"
        )
    return Proposal(
        "accuracy", "the share of tokens with the right tag, as papers give it"
    )


def expected(found: dict[str, Census]) -> dict[str, str]:
    train = found["train"]
    total = train.tags.total()
    entropy = -sum(n / total * log(n / total) for n in train.tags.values())
    shown = ", ".join(
        f"`{tag}` {share(n, total)}" for tag, n in train.tags.most_common(4)
    )
    where, other = tried_on(found)
    return {
        "expected_loss": f"about {entropy:.3f} nats per token, the entropy of the tag shares"
        f" (ln {len(train.tags)} = {log(len(train.tags)):.3f} only if they were equal)",
        "constant_answer": f"the tag shares: {shown}",
        "dumb_baseline": f"the most frequent tag of each word is right for"
        f" {100 * guessed(train, other):.1f} % of the tokens {where}; always"
        f" `{best(train.tags)}` for {share(max(train.tags.values()), total)}",
    }


def tried_on(found: dict[str, Census]) -> tuple[str, Census | None]:
    """Where the dumb baseline is tried: on a given split, or on sentences held back."""
    for part in ("test", "validation"):
        if part in found:
            return f"of the {part} file", found[part]
    return "of sentences held back", None
