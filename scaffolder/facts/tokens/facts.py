"""Tagged sentences: CoNLL-U, the columns of CoNLL-2003, and what looks like them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import log
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files.source import Source
from scaffolder.facts.listing import said, share
from scaffolder.facts.model import Facts, Proposal
from scaffolder.facts.tokens import tag_names
from scaffolder.facts.tokens.census import UNTAGGED, Census, best, count, guessed
from scaffolder.facts.tokens.columns import choose
from scaffolder.facts.tokens.lines import NEEDED, UNIVERSAL, Form
from scaffolder.facts.tokens.schemes import are_spans
from scaffolder.facts.tokens.sentences import sentences
from scaffolder.facts.tokens.settings import settings
from scaffolder.facts.tokens.written import form_of
from scaffolder.facts.tokens.written import sentences as read

FEWEST = 20  # sentences: fewer cannot be cut into three parts that say anything
WRITTEN = (
    "a token on each line with a tag beside it, sentences apart",
    "records with a list of tokens and one of their tags",
)


def read_tokens(
    path: Path,
    source: Source,
    kind: str | None,
    named: str | None,
    done: Callable[[str, int, int], None],
) -> Facts:
    if kind not in (None, "text-tagging"):
        raise DataError(
            f"{path} holds tagged tokens, which {kind} cannot use. Use --task"
            " text-tagging, or name other data."
        )
    word, tag = choose(source.train, form := form_of(source.train), named)
    form = with_names(source.train, form, tag.value)
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
        format=format_of(form),
        counts={part: census.sentences for part, census in found.items()},
        kind=Proposal("text-tagging", WRITTEN[form.records]),
        target=tag,
        drop=(),
        split=order(train),
        split_column=column(train),
        settings=settings(source, form, word, train, found) | numbered(form, train),
        classes=dict(train.tags.most_common()),
        sentences=(*sentences(tag.value, found), *on_numbers(form, train)),
        watch=watch(train),
        expected=expected(found),
    )


def with_names(path: Path, form: Form, tag: str) -> Form:
    """What tags that are numbers mean, if a file beside says so."""
    if not form.records:
        return form
    place = form.columns.index(tag)
    values = {row[place] for one in read(path, form) for row in one.rows}
    names, _ = tag_names.beside(path, tag, values - {*UNTAGGED})
    return replace(form, names=names)


def are_numbers(form: Form, train: Census) -> bool:
    return form.records and all(map(str.isdecimal, train.tags))


def numbered(form: Form, train: Census) -> dict[str, Proposal]:
    """`tag_names` of config.py, of a form that may have numbers for tags."""
    what = "names of tags that are numbers, in their order"
    why = "found beside the data" if form.names else "none: the tags are words"
    if are_numbers(form, train):
        why = "none were found: the numbers are the tags"
    return {"tag_names": Proposal(form.names, f"{what}; {why}")} if form.records else {}


def on_numbers(form: Form, train: Census) -> list[str]:
    if not are_numbers(form, train):
        return []
    return [
        "The tags are numbers, and no file beside the data names them: they stay numbers. A"
        " dataset_info.json or a labels.txt in the folder would tell, or `tag_names` in"
        " config.py."
    ]


def format_of(form: Form) -> str:
    if form.records:
        return "JSON with lists of tokens"
    return "CoNLL-U" if form.columns == UNIVERSAL else "CoNLL columns"


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
